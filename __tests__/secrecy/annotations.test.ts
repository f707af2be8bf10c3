import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Annotations } from '../../src/secrecy/annotation-commands.ts';
import { keyMaterial } from '../../src/secrecy/pasted.ts';
import { createSink } from '../../src/secrecy/sink.ts';
import { WITHHELD } from '../../src/secrecy/withhold.ts';
import { recording } from './recording.ts';

/** All that is emitted and logged, in order. */
function recorded(): { readonly annotations: Annotations; readonly told: readonly string[] } {
  const told: string[] = [];
  const annotations = new Annotations(
    (kind, title, text) => void told.push(`${kind}|${title}|${text}`),
    (line) => void told.push(line),
  );
  return { annotations, told };
}

describe('annotations', () => {
  test.each([
    ['warning', 'Warning'],
    ['error', 'Error'],
  ] as const)(
    'of the kind %s are nine at once, the others in the log and together in the end',
    (kind, name) => {
      const { annotations, told } = recorded();
      for (let at = 1; at <= 11; at += 1) annotations.add(kind, `t${at}`, 'x');
      expect(told.slice(8)).toEqual([`${kind}|t9|x`, `${name}: t10: x`, `${name}: t11: x`]);
      annotations.close();
      annotations.add(kind, 'late', 'x');
      annotations.close();
      expect(told.slice(11)).toEqual([`${kind}|2 more of this kind|t10: x\nt11: x`, `${name}: late: x`]);
    },
  );

  test('are counted by kind, and closed in order', () => {
    const { annotations, told } = recorded();
    for (let at = 1; at <= 10; at += 1)
      for (const kind of ['error', 'warning'] as const) annotations.add(kind, `t${at}`, 'x');
    annotations.close();
    expect(told.slice(18)).toEqual(['Error: t10: x', 'Warning: t10: x', 'warning|t10|x', 'error|t10|x']);
  });

  test('are cut behind four thousand characters, in the log not', () => {
    const { annotations, told } = recorded();
    annotations.add('error', 't', 'x'.repeat(4000));
    annotations.add('error', 't', 'x'.repeat(4001));
    for (let at = 3; at <= 11; at += 1) annotations.add('error', 't', 'y'.repeat(4001));
    annotations.close();
    expect(told.slice(0, 2)).toEqual([
      `error|t|${'x'.repeat(4000)}`,
      `error|t|${'x'.repeat(4000)}… (the rest is in the log)`,
    ]);
    expect(told.slice(-2)).toEqual([
      `Error: t: ${'y'.repeat(4001)}`,
      `error|2 more of this kind|t: ${'y'.repeat(3997)}… (the rest is in the log)`,
    ]);
  });
});

describe('what the sink says in the end', () => {
  const secret = 'Zx81-abc-99-QWERTY-4711';

  test.each([
    ['nothing where nothing was withheld', 'harmless', []],
    ['how many texts were withheld', `a ${secret}`, ['2 texts held a piece of a secret']],
  ] as const)('%s', (_, text, expected) => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(secret, 'random');
    sink.outputs({ a: text });
    sink.summary(text);
    sink.close();
    expect(ports.stdout().match(/\d+ texts held a piece of a secret/gu) ?? []).toEqual(expected);
  });
});

test('the sink masks no blanks, and what only ends as armour', () => {
  const ports = recording();
  createSink(ports).mask([' ', '\t', '-----END', 'a\r\n\r\nb-----']);
  expect(ports.stdout()).toBe('::add-mask::a\n::add-mask::b-----\n');
});

describe('text that goes elsewhere', () => {
  test('is harmless, line by line, of any length', () => {
    const long = 'x'.repeat(20_000);
    expect(createSink(recording()).clean(`a\r\n::error::b\u202E\n${long}`)).toBe(`a\n: :error::b\n${long}`);
  });

  test('holds no piece of a secret', () => {
    const sink = createSink(recording());
    sink.protect('Zx81-abc-99-QWERTY-4711', 'random');
    expect(sink.clean('before\n99-QWERTY\nafter')).toBe(`before\n${WITHHELD}\nafter`);
  });
});

test('of a key of a kind nobody knows, all is secret', () => {
  const { privateKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const [number] = keyMaterial(privateKey).integers;
  expect(number?.[0]).toBe(2);
  expect(pkcs8.subarray(-(number?.length ?? 0)).equals(number ?? Buffer.alloc(0))).toBe(true);
});
