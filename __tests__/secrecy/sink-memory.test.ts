import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createSink } from '../../src/secrecy/sink.ts';
import { WITHHELD } from '../../src/secrecy/withhold.ts';
import { keyOf } from '../support/leak-oracle/key-pairs.ts';
import { findLeaks } from '../support/leak-oracle/oracle.ts';
import { recording } from './recording.ts';

const key = keyOf(createHash('sha256').update('the key').digest());
const body = key.export({ format: 'pem', type: 'pkcs8' }).toString().split('\n')[1]!;

describe('the sink remembers what it was asked to print, and withholds', () => {
  test('the rest of a key that comes a few characters to a line', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    const hex = key.export({ format: 'der', type: 'sec1' }).toString('hex');
    for (const piece of hex.match(/.{1,4}/gu) ?? []) sink.line(piece);
    // Of the number's 32 bytes the first three lines, of two bytes each, are no piece yet.
    const number = Buffer.from(String(key.export({ format: 'jwk' }).d), 'base64url').toString('hex');
    const printed = ports
      .stdout()
      .split('\n')
      .filter((line) => line !== '' && number.includes(line));
    expect(ports.stdout()).toContain(WITHHELD);
    expect(printed.join('').length).toBeLessThan(24);
  });

  const doubled = Buffer.from('11112a2a3b3b4c4c5d5d6e6e7f7f80809191a2a2b3b3c4c4d5d5e6e6f7f7', 'hex');
  test.each([
    ['with each byte twice, so that a missing one does not show', keyOf(doubled)],
    ...['a', 'b', 'c', 'd', 'e'].map(
      (name) => [`like any other, ${name}`, keyOf(createHash('sha256').update(name).digest())] as const,
    ),
  ])('the rest of a key that comes a byte to a line: one %s', (_, one) => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(one);
    sink.line(JSON.stringify([...one.export({ format: 'der', type: 'pkcs8' })], undefined, 2));
    expect(findLeaks(ports.stdout(), { keys: [one] })).toEqual([]);
    const number = Buffer.from(String(one.export({ format: 'jwk' }).d), 'base64url');
    const lines = ports.stdout().split('\n');
    // All but the seven bytes that were no piece of it yet.
    expect(lines.filter((line) => line === WITHHELD).length).toBeGreaterThanOrEqual(number.length - 7);
  });

  test('of a failure only the foreign text that holds a piece of one', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    const sentence = (message: string): string =>
      `Cloudflare refused it with HTTP 400, code 1414: "${message}" (ray id 8c0ffee012345678-FRA).`;
    sink.line(sentence(`cannot read ${body}`));
    sink.line(sentence('cannot read it'));
    expect(ports.stdout()).toBe(`${sentence(WITHHELD)}\n${sentence('cannot read it')}\n`);
    sink.annotate('error', 'Failed', sentence(body));
    expect(ports.stdout()).toContain(`code 1414: "${WITHHELD}" (ray id 8c0ffee012345678-FRA).`);
    sink.outputs({ report: JSON.stringify({ failure: { happened: sentence(body) } }) });
    sink.summary(`**What happened:** ${sentence(body)}`);
    const filed = [...ports.outputs.values(), ports.summary()].join('\n');
    expect(filed).toContain('code 1414');
    expect(findLeaks(`${ports.stdout()}\n${filed}`, { keys: [key] })).toEqual([]);
  });

  test('nothing of what follows a secret', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    sink.protect('Zx81-abc-99-QWERTY-4711', 'random');
    sink.line(`Zx81-abc-99-QWERTY-4711 and ${body} were in it`);
    const after = Array.from({ length: 20 }, (_, at) => `line ${at} of what follows`);
    for (const line of after) sink.line(line);
    expect(ports.stdout()).toBe([WITHHELD, ...after, ''].join('\n'));
  });

  /** Ends within a byte, which four of the 64 digits would complete as the secret has it. */
  const half = String(key.export({ format: 'jwk' }).d).slice(0, 14);
  const sentences = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    .split('')
    .map((digit) => `${digit} certificates of the zone`);

  test('no sentence after the half of a secret, with whatever digit it begins', () => {
    const withheld = sentences.filter((sentence) => {
      const ports = recording();
      const sink = createSink(ports);
      sink.protect(key);
      sink.line(half);
      sink.line(sentence);
      return ports.stdout() !== [WITHHELD, sentence, ''].join('\n');
    });
    expect(withheld).toEqual([]);
  });

  test('a sentence that goes on with the secret for longer', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    const hex = Buffer.from(String(key.export({ format: 'jwk' }).d), 'base64url').toString('hex');
    sink.line(hex.slice(0, 16));
    sink.line(`${hex.slice(16, 24)} is where the zone goes on`);
    expect(ports.stdout()).toBe([WITHHELD, WITHHELD, ''].join('\n'));
  });

  test('a second sentence that begins with the next digit: one may do so by chance, two tell a secret', () => {
    const ports = recording();
    const sink = createSink(ports);
    sink.protect(key);
    for (const sentence of sentences) {
      sink.line(half);
      sink.line(sentence);
    }
    const lines = ports.stdout().split('\n');
    expect(sentences.filter((sentence, at) => lines[2 * at + 1] !== sentence)).toHaveLength(3);
  });
});
