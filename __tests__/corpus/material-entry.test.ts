import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { certificateRows } from './certificate-rows.ts';
import { clientCaRows } from './client-ca-rows.ts';
import { flawsOfRow, playRow } from './play-row.ts';
import { privateKeyRows } from './private-key-rows.ts';
import type { ExpectedFinding, Row } from './row.ts';

const rows = [
  ['certificate', certificateRows(NOW)],
  ['private-key', privateKeyRows(NOW)],
  ['client-ca', clientCaRows(NOW)],
] as const;

const blocks = ({ severity }: ExpectedFinding): boolean => severity !== 'warn';
const isAccepted = ({ expected }: Row): boolean =>
  expected.kind === 'passed' && !expected.findings.some(blocks);

/** Every finding with its input, and the parts of its sentence. */
function expectSaid(text: string, findings: readonly ExpectedFinding[]): void {
  const said = text.replaceAll('\\n', '\n').replaceAll('\\"', '"').toLowerCase();
  for (const { says, input } of findings)
    for (const part of [...says, `\`${input}\``]) expect(said).toContain(part.toLowerCase());
}

/** Whoever reads the inputs takes line ends and blanks off a passphrase, and refuses a bundle that is none in words of its own. */
const OTHERWISE_AT_THE_ENTRY: ReadonlySet<string> = new Set([
  'a passphrase of one blank',
  'a passphrase with a newline of its own',
  'a bundle with one that cannot be read',
  'only what cannot be read',
]);
const OF_THE_CHAIN = /^CLIENT_CA_/u;

/** What is to be read of a refusal at the entry. */
function toBeSaid({ paste, expected }: Row, what: string): readonly ExpectedFinding[] {
  // What only the origin could settle is not said beside what nobody can.
  const hard = expected.findings.filter(({ severity }) => severity === 'refuse');
  // An input that is blank is told before, and forks are named to forks only.
  if (paste.certificate.trim() === '') return hard.map((one) => ({ ...one, says: one.says.slice(0, 1) }));
  if (what !== 'client-ca') return hard;
  return hard.map((one) => (OF_THE_CHAIN.test(one.reason) ? one : { ...one, says: [] }));
}

describe.each(rows)('pasted as %s, through the entry', (what, all) => {
  const regular = all.filter(({ name }) => !OTHERWISE_AT_THE_ENTRY.has(name));
  const accepted = regular.filter(isAccepted).map((row) => [row.name, row] as const);
  const refused = regular
    .filter(({ expected }) => expected.kind === 'refused')
    .map((row) => [row.name, row] as const);

  test.each(accepted)('goes on with %s', async (_name, row) => {
    const played = await playRow(row);
    expect(flawsOfRow(row, played)).toEqual([]);
    expect(played.outputs['result']).toBe('rotated');
    const uploads = played.mutations.filter(({ method }) => method === 'POST').map(({ body }) => body ?? '');
    expect(uploads.map((body): unknown => JSON.parse(body))).toEqual([
      row.expected.kind === 'passed' && {
        certificate: row.expected.uploads.certificate,
        private_key: row.expected.uploads.privateKey,
      },
    ]);
    expectSaid(played.annotated('warning').join('\n'), row.expected.findings);
  });

  test.each(refused)('makes no call, or one read beside OpenSSL, for %s', async (_name, row) => {
    const played = await playRow(row);
    expect(flawsOfRow(row, played)).toEqual([]);
    expect(played.failed).toBe(true);
    expect(played.mutations).toEqual([]);
    expect(played.requests.length).toBeLessThanOrEqual(what === 'client-ca' ? 1 : 0);
    expectSaid(played.outputs['report'] ?? '', toBeSaid(row, what));
  });
});

describe('through the entry', () => {
  const all = rows.flatMap(([, these]) => these);
  const conditional = all.filter(
    ({ expected }) => expected.kind === 'passed' && expected.findings.some(blocks),
  );
  test.each(conditional.map((row) => [row.name, row] as const))(
    'nothing is changed for %s',
    async (_name, row) => {
      const played = await playRow(row);
      expect(flawsOfRow(row, played)).toEqual([]);
      expect(played.failed).toBe(true);
      expect(played.mutations).toEqual([]);
      expectSaid(played.annotated('error').join('\n'), row.expected.findings.filter(blocks));
    },
  );

  const otherwise = all.filter(({ name }) => OTHERWISE_AT_THE_ENTRY.has(name));
  test.each(otherwise.map((row) => [row.name, row] as const))(
    'no call is made for %s',
    async (_name, row) => {
      const played = await playRow(row);
      expect(flawsOfRow(row, played)).toEqual([]);
      expect(played.failed).toBe(true);
      expect(played.requests).toEqual([]);
    },
  );
});
