import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { FileUnset } from '../../src/secrecy/environment.ts';
import { createSink } from '../../src/secrecy/sink.ts';
import { WITHHELD } from '../../src/secrecy/withhold.ts';
import { readAsRunner } from '../support/runner-model/runner.ts';
import { recording } from './recording.ts';

const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pem = key.export({ format: 'pem', type: 'pkcs8' }).toString();
const body = pem.split('\n')[1]!;
const gone = (): never => {
  throw new Error('EPIPE');
};
const secondLine = pem.split('\n')[2]!;
const broken = (code: string): Error => Object.assign(new Error('x'), { code });

describe('the sink prints', () => {
  test('masks by line, each once, none empty, no armour', () => {
    const ports = recording();
    createSink(ports).mask(['one-mask', 'first%\nsecond', 'one-mask', '\n', '-----BEGIN PRIVATE KEY-----']);
    expect(ports.stdout()).toBe('::add-mask::one-mask\n::add-mask::first%25\n::add-mask::second\n');
  });

  test('lines and debug lines, each neutralised', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.line('one\n::error::two');
    sink.debug('d\ne');
    const lines = ['one', ': :error::two', '::debug::d', '::debug::e', ''];
    expect(ports.stdout()).toBe(lines.join('\n'));
  });

  test('annotations of several lines with a title of one', () => {
    const ports = recording();
    createSink(ports).annotate('error', 'a\nb', 'one\n::two::');
    const { annotations } = readAsRunner({ stdout: ports.stdout() });
    expect(annotations).toEqual([{ kind: 'error', title: 'a b', message: 'one\n: :two::' }]);
  });

  test('nothing, and goes on, when its reader is gone', () => {
    const ports = {
      ...recording(),
      setSecret: gone,
      info: gone,
      debug: gone,
      annotation: gone,
    };
    const sink = createSink(ports);
    expect(() => {
      sink.mask(['a-mask']);
      sink.line('a');
      sink.debug('a');
      sink.annotate('error', 'a', 'b');
      sink.close();
    }).not.toThrow();
  });
});

describe('the sink withholds', () => {
  test('key bytes in lines, debug lines, titles and texts, and says so at the end', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    sink.line(`the key is ${body}`);
    // Not at its end: what follows could complete the rest of it by chance.
    sink.line(`${secondLine}\n${body} it is\nharmless`);
    sink.debug(body);
    sink.annotate('warning', body, body);
    sink.close();
    const { log, annotations } = readAsRunner({ stdout: ports.stdout() });
    expect(log).toEqual([
      WITHHELD,
      WITHHELD,
      WITHHELD,
      'harmless',
      `##[warning]${WITHHELD}`,
      '##[warning]6 texts held a piece of a secret and were withheld. Please report this: it is a fault in this action or in an answer it received.',
    ]);
    expect(annotations.map(({ title }) => title)).toEqual([WITHHELD, 'Text withheld']);
    expect(ports.stdout()).not.toContain(body.slice(-20));
  });

  test('a whole line for a token in it, and no more', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect('Zx81-abc-99-QWERTY-4711', 'random');
    sink.line('before\nwith 99-QWER in it\nafter');
    expect(ports.stdout()).toBe(`before\n${WITHHELD}\nafter\n`);
  });

  test('the line of a summary, or all of it if the lines only leak together', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    sink.summary(`# Title\n${body}${secondLine}\nend`);
    expect(ports.summary()).toBe(`# Title\n${WITHHELD}\nend`);
    const bytes = [...key.export({ format: 'der', type: 'pkcs8' })];
    sink.summary(bytes.join('\n'));
    expect(ports.summary()).toBe(WITHHELD);
  });

  test('an output', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    sink.outputs({ report: JSON.stringify({ message: pem }) });
    expect(ports.outputs.get('report')).toBe(JSON.stringify({ message: WITHHELD }));
    sink.outputs({ status: `not JSON: ${pem}` });
    expect(ports.outputs.get('status')).toContain(WITHHELD);
  });

  test('one output of several, and no other', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    sink.outputs({ result: 'rotated', report: JSON.stringify({ message: pem }), '##[x]': '::debug::' });
    expect([...ports.outputs]).toEqual([
      ['result', 'rotated'],
      ['report', JSON.stringify({ message: WITHHELD })],
      ['# #[x]', ': :debug::'],
    ]);
  });

  test('several outputs that hold a secret only together, one after the other', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    const scalar = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url').toString('hex');
    sink.outputs({ one: scalar.slice(0, 12), two: scalar.slice(12, 24) });
    expect([...ports.outputs.values()]).toEqual([scalar.slice(0, 12), scalar.slice(12, 24)]);
    sink.outputs({ one: scalar.slice(0, 32), two: scalar.slice(32) });
    expect([...ports.outputs.values()]).toEqual([WITHHELD, WITHHELD]);
  });
});

describe('the sink writes', () => {
  test('outputs with harmless text and real line ends', () => {
    const ports = recording();
    createSink(ports).outputs({ report: '{"a":"##[error]x\u202E"}\r\n::set-env::' });
    expect(ports.outputs.get('report')).toBe('{"a":"# #[error]x"}\n: :set-env::');
  });

  test('a summary that stays below what the runner drops', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.summary('ä'.repeat(100).concat('\n').repeat(10_000));
    expect(Buffer.byteLength(ports.summary())).toBeLessThanOrEqual(1024 * 1024);
    expect(ports.summary()).toMatch(/left out: a summary can hold 1 MiB\._\n$/u);
    sink.summary('x'.repeat(1024 * 1024));
    expect(ports.summary()).toHaveLength(1024 * 1024);
  });

  test.each<readonly [string, unknown, string]>([
    ['is not named', new FileUnset('x'), 'the runner named no file for it, so later steps will not see it.'],
    ['is missing', broken('ENOENT'), 'the file the runner named does not exist.'],
    ['is a directory', broken('EISDIR'), 'the runner named a directory instead of a file.'],
    ['is read-only', broken('EACCES'), 'the file the runner named cannot be written.'],
    ['is on a read-only disk', broken('EROFS'), 'the file the runner named cannot be written.'],
    ['is not ours', broken('EPERM'), 'the file the runner named cannot be written.'],
    ['is on a full disk', broken('ENOSPC'), 'the disk is full.'],
    [
      'fails for another reason',
      new Error('/home/me/secret-path'),
      'writing the file the runner named failed.',
    ],
    ['fails strangely', 'text', 'writing the file the runner named failed.'],
    ['fails with nothing', null, 'writing the file the runner named failed.'],
  ])('one warning if a file %s, and goes on', (_, fault, sentence) => {
    const ports = recording(fault);
    const sink = createSink(ports);
    sink.outputs({ a: '1', b: '1' });
    sink.summary('text');
    const { annotations } = readAsRunner({ stdout: ports.stdout() });
    const kept = 'The rotation itself is not affected.';
    expect(annotations).toEqual([
      {
        kind: 'warning',
        title: 'The output file was not written',
        message: `The output file: ${sentence} ${kept}`,
      },
      {
        kind: 'warning',
        title: 'The job summary was not written',
        message: `The job summary: ${sentence} ${kept}`,
      },
    ]);
    expect(ports.stdout()).not.toContain('secret-path');
  });
});

describe('annotations beyond the runner’s limit', () => {
  test('go to the log at once, and are folded into the tenth', () => {
    const ports = recording();
    const sink = createSink(ports);
    for (let at = 1; at <= 12; at += 1) sink.annotate('warning', `title ${at}`, `text ${at}`);
    expect(ports.stdout()).toContain('\nWarning: title 12: text 12\n');
    sink.close();
    sink.annotate('warning', 'late', 'too late');
    sink.close();
    const { annotations } = readAsRunner({ stdout: ports.stdout() });
    expect(annotations).toHaveLength(10);
    expect(annotations[9]).toEqual({
      kind: 'warning',
      title: '3 more of this kind',
      message: 'title 10: text 10\ntitle 11: text 11\ntitle 12: text 12',
    });
    expect(ports.stdout()).toContain('Warning: late: too late\n');
  });

  test('keep their own words if there are just ten', () => {
    const ports = recording();
    const sink = createSink(ports);
    for (let at = 1; at <= 10; at += 1) sink.annotate('error', `title ${at}`, 'x'.repeat(5000));
    sink.close();
    const { annotations } = readAsRunner({ stdout: ports.stdout() });
    expect(annotations).toHaveLength(10);
    expect(annotations[9]?.title).toBe('title 10');
    expect(annotations[9]?.message).toMatch(/^x{4000}… \(the rest is in the log\)$/u);
  });
});
