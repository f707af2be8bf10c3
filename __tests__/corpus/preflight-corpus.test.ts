import { describe, expect, test } from '@jest/globals';
import { DAY, NOW } from '../certificate/support/certificates.ts';
import { preflight } from '../../src/certificate/preflight.ts';
import type { Preflight, Successor } from '../../src/certificate/preflight.ts';
import { certificateRows } from './certificate-rows.ts';
import { certificateSentences } from './certificate-sentences.ts';
import { privateKeyRows } from './private-key-rows.ts';
import { privateKeySentences } from './private-key-sentences.ts';
import { NAMES } from './row.ts';
import type { Row } from './row.ts';

function judge({ paste }: Row): Preflight {
  const { certificate, privateKey, passphrase } = paste;
  const pasted = { certificate, privateKey, passphrase, names: NAMES };
  const policy = {
    minimumValidity: 7 * DAY,
    expiryWarning: 30 * DAY,
    clientCa: undefined,
    originGiven: false,
  };
  return preflight(pasted, policy, NOW);
}

function uploaded({ leaf, key }: Successor): { readonly certificate: string; readonly privateKey: string } {
  return { certificate: leaf.pem, privateKey: key.pem() };
}

/** Runs of eight characters of a text that might be told from it. */
function windows(secret: string): readonly string[] {
  const runs = secret.match(/[A-Za-z0-9+/=]{8,}/g) ?? [];
  return runs.filter(
    (run) => !/^(?:CERTIFICATE|Certificate|Private|certificate|REQUEST|encrypted|PARAMETERS)$/.test(run),
  );
}

describe.each([
  ['certificate', certificateRows(NOW), certificateSentences],
  ['private-key', privateKeyRows(NOW), privateKeySentences],
])('pasted as %s', (_, rows, sentences) => {
  test.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    const result = judge(row);
    const { findings } = result;
    expect(findings.map(({ reason, severity, input }) => ({ reason, severity, input }))).toEqual(
      row.expected.findings.map(({ reason, severity, input }) => ({ reason, severity, input })),
    );
    for (const [index, { says }] of row.expected.findings.entries()) {
      for (const part of says) expect(findings[index]?.sentence.toLowerCase()).toContain(part.toLowerCase());
    }
    const said = findings.map(({ sentence }) => sentence);
    expect(said).toEqual([sentences[row.name] ?? said].flat());
    const all = JSON.stringify(findings);
    for (const secret of row.secrets) for (const run of windows(secret)) expect(all).not.toContain(run);
    const uploads = result.kind === 'passed' ? uploaded(result.successor) : undefined;
    expect({ kind: result.kind, uploads }).toEqual({
      uploads: undefined,
      ...row.expected,
      findings: undefined,
    });
  });

  test('each sentence given is that of a row', () => {
    const names = new Set(rows.map(({ name }) => name));
    expect(Object.keys(sentences).filter((name) => !names.has(name))).toEqual([]);
  });
});
