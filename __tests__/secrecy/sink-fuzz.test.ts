import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { createSink } from '../../src/secrecy/sink.ts';
import { keyEncodings } from '../support/leak-oracle/encodings.ts';
import { keyOf } from '../support/leak-oracle/key-pairs.ts';
import { findLeaks } from '../support/leak-oracle/oracle.ts';
import { readAsRunner } from '../support/runner-model/runner.ts';
import { recording } from './recording.ts';

/** Printed with every failure; a failing one becomes a named test. */
const seed = 20_261_123;
const key = keyOf(createHash('sha256').update(`key ${seed}`).digest());
const token = createHash('sha256').update(`token ${seed}`).digest('base64url');
const OURS = new Set(['add-mask', 'debug', 'notice', 'warning', 'error']);

const markPieces = fc.constantFrom(
  '::',
  ':',
  '##',
  '#',
  '[',
  '[error]',
  '##[error]',
  '::error::',
  '::set-env name=A::b',
  '::stop-commands::x',
  '::add-mask::',
  'error',
  'warning',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\t',
  '\u00A0',
  '\u2028',
  '\u0085',
  '\v',
  '\u200B',
  '\uFEFF',
  '\u00AD',
  '\u202E',
  '\u0000',
  '\u001B[0m',
  '\u001B]0;',
  '\u0007',
  '%0A',
  '%0D',
  '%25',
  '\uD800',
  '😀',
  'ghadelimiter_',
  '<<',
  '=',
);
const anyText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: markPieces },
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ maxLength: 12 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));
const secretText = fc.oneof(
  fc.constantFrom(...Object.keys(keyEncodings)).map((name) => keyEncodings[name]!(key)),
  fc.constantFrom(
    token,
    token.slice(5, 20),
    Buffer.from(token).toString('base64'),
    encodeURIComponent(JSON.stringify(token)),
  ),
);
const where = fc.constantFrom('line', 'debug', 'annotation', 'output', 'summary');

function run(steps: readonly (readonly [where: string, text: string])[]): {
  ports: ReturnType<typeof recording>;
  own: number;
} {
  const ports = recording();
  const sink = createSink(ports);
  sink.protect(key);
  sink.protect(token, 'random');
  let own = 0;
  for (const [place, text] of steps) {
    if (place === 'line') sink.line(text);
    else if (place === 'debug') sink.debug(text);
    else if (place === 'annotation') sink.annotate('error', text, text);
    else if (place === 'output') sink.outputs({ report: text });
    else sink.summary(text);
    own += place === 'debug' || place === 'annotation' ? 1 : 0;
  }
  sink.close();
  return { ports, own };
}

test('no text becomes a command of its own, wherever it is printed', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { ports } = run([
        ['line', text],
        ['output', text],
        ['summary', text],
      ]);
      expect(readAsRunner({ stdout: ports.stdout() }).commandsExecuted).toEqual([]);
      // A later step may print an output or a summary.
      expect(readAsRunner({ stdout: ports.outputs.get('report') ?? '' }).commandsExecuted).toEqual([]);
      expect(readAsRunner({ stdout: ports.summary() }).commandsExecuted).toEqual([]);
    }),
    { seed, numRuns: 800 },
  );
});

test('in debug lines and annotations only our own command is seen', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { ports } = run([
        ['annotation', text],
        ['debug', text],
      ]);
      const seen = readAsRunner({ stdout: ports.stdout() }).commandsExecuted.map(({ name }) => name);
      const [first, ...rest] = seen;
      expect(first).toBe('error');
      expect(rest.length).toBeGreaterThan(0);
      expect(rest.filter((name) => name !== 'debug')).toEqual([]);
      expect(seen.every((name) => OURS.has(name))).toBe(true);
    }),
    { seed, numRuns: 800 },
  );
});

test('no key and no token gets through, in whatever encoding and company', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(where, anyText, secretText, anyText), { minLength: 1, maxLength: 3 }),
      (steps) => {
        const { ports } = run(
          steps.map(([place, before, secret, after]) => [place, `${before}${secret}${after}`]),
        );
        const written = [ports.stdout(), ports.summary(), ...ports.outputs.values()];
        expect(findLeaks(written, { keys: [key], texts: [token] })).toEqual([]);
      },
    ),
    { seed, numRuns: 80 },
  );
}, 60_000);
