import * as fc from 'fast-check';

/** Set to repeat what a failure printed, or to look elsewhere. */
export const FUZZ_SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_123);

const marks = fc.constantFrom(
  '::',
  '##[',
  '##[error]gotcha',
  '::error::gotcha',
  '::set-env name=A::b',
  '::set-output name=result::rotated',
  '::stop-commands::x',
  '::add-mask::a',
  '\n',
  '\r',
  '\r\n',
  '\u2028',
  '\u0085',
  '\v',
  '\u200B',
  '\uFEFF',
  '\u202E',
  '\u2066',
  '\u0000',
  '\u001B[31m',
  '\u001B]0;x\u0007',
  '%0A',
  '%25',
  '\uD800',
  '😀',
  '`',
  '```',
  '|',
  '<script>',
  '</details>',
  '<!--',
  '-->',
  '](javascript:x)',
  '${{ github.token }}',
  '../',
  '@everyone',
  '#1',
  '__proto__',
  'null',
  '-----BEGIN PRIVATE KEY-----',
  '-----END CERTIFICATE-----',
);

/** Text that means harm to logs, files, Markdown and terminals; `secrets` are mixed in. */
export function hostileText(...secrets: readonly string[]): fc.Arbitrary<string> {
  const pieces: fc.Arbitrary<string>[] = [
    marks,
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  ];
  if (secrets.length > 0) pieces.push(fc.constantFrom(...secrets));
  return fc.array(fc.oneof(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
}

/** A text broken in a few places: cut, doubled, turned, or with something put in. */
export function broken(text: string): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const wound = fc.tuple(
    fc.constantFrom(
      'cut',
      'drop',
      'double',
      'insert',
      'flip',
      'upper',
      'base64',
      'escape',
    ) satisfies fc.Arbitrary<string>,
    place,
    place,
    marks,
  );
  return fc
    .array(wound, { minLength: 1, maxLength: 3 })
    .map((wounds) => wounds.reduce((now, one) => hurt(now, ...one), text));
}

function hurt(text: string, how: string, from: number, to: number, mark: string): string {
  const [start = 0, end = 0] = [from, to].map((at) => Math.floor(at * text.length)).toSorted((a, b) => a - b);
  switch (how) {
    case 'cut':
      return text.slice(0, end);
    case 'drop':
      return text.slice(0, start) + text.slice(end);
    case 'double':
      return text.slice(0, end) + text.slice(start);
    case 'insert':
      return text.slice(0, start) + mark + text.slice(start);
    case 'flip':
      return `${text.slice(0, start)}${text[start] === 'A' ? 'B' : 'A'}${text.slice(start + 1)}`;
    case 'upper':
      return text.slice(0, start) + text.slice(start, end).toUpperCase() + text.slice(end);
    case 'base64':
      return Buffer.from(text).toString('base64');
    default:
      return text.replaceAll('\n', '\\n');
  }
}
