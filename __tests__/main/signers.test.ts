import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { TransportError } from '../../src/outside.ts';
import { CLIENT_CA } from '../corpus/input-issue-rows.ts';
import { signerInputRows } from '../corpus/input-signer-rows.ts';
import { callOf } from '../corpus/signer-row.ts';
import { withoutMaskCommands } from '../support/runner-model/runner.ts';
import { SIGNERS } from '../support/signer-network.ts';
import { createAuthorities, flawsOfSigning, openSigning, playSigning } from './support/signing.ts';
import type { Authorities, Signing } from './support/signing.ts';

let authorities: Authorities;
beforeAll(async () => {
  authorities = await createAuthorities();
});

const callsOf = ({ network }: Signing): readonly string[] => network.requests.map(callOf);

describe.each(SIGNERS)('with %s and no key in any secret', (kind) => {
  test('what is due is issued; what is not asks for no token, and changes nothing', async () => {
    const signing = openSigning(authorities);
    const first = await playSigning(signing, kind);
    expect(flawsOfSigning(signing, first)).toEqual([]);
    expect(first.outputs['result']).toBe('rotated');
    const asked = callsOf(signing);
    expect(asked.filter((call) => call === 'id-token')).toHaveLength(1);
    const again = await playSigning(signing, kind);
    expect(flawsOfSigning(signing, again)).toEqual([]);
    expect(again.outputs['result']).toBe('unchanged');
    expect(callsOf(signing)).toEqual(asked);
  });

  test('a dry run proves that the job gets a token, and has nothing signed', async () => {
    const signing = openSigning(authorities);
    const planned = await playSigning(signing, kind, { inputs: { 'dry-run': 'true' } });
    expect(flawsOfSigning(signing, planned)).toEqual([]);
    expect(planned.outputs['result']).toBe('planned');
    expect(planned.mutations).toEqual([]);
    expect(callsOf(signing)).toContain('id-token');
    expect(callsOf(signing)).not.toContain('sign');
    expect(signing.network.vault.openTokens()).toBe(0);
  });

  test('without `id-token: write` the line to add is told, and nothing is changed', async () => {
    const signing = openSigning(authorities);
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined };
    const ended = await playSigning(signing, kind, { env });
    expect(flawsOfSigning(signing, ended)).toEqual([]);
    expect(ended.annotated('error')[0]).toContain('Add `id-token: write`');
    expect(ended.mutations).toEqual([]);
  });

  test('a lost answer is asked for again with the same key, and with another ID token where it is good once', async () => {
    const signing = openSigning(authorities);
    let lost = false;
    signing.network.tamper((request, answer) => {
      if (lost || callOf(request) !== 'sign') return answer;
      lost = true;
      throw new TransportError({ reason: 'reset', sent: 'perhaps' });
    });
    const ended = await playSigning(signing, kind);
    expect(flawsOfSigning(signing, ended)).toEqual([]);
    expect(ended.outputs['result']).toBe('rotated');
    const signed = signing.network.requests.filter((one) => callOf(one) === 'sign');
    const bodies = signed.map(({ body = '' }): { csr?: string; ott?: string } => JSON.parse(body));
    expect(bodies.map(({ csr }) => csr)).toEqual([bodies[0]?.csr, bodies[0]?.csr]);
    expect(new Set(bodies.map(({ ott }) => ott)).size).toBe(kind === 'vault' ? 1 : 2);
  });

  test('a manifest may say by which role or provisioner, at the address that the step gives', async () => {
    const signing = openSigning(authorities);
    const whole = signing.network.issue[kind];
    const [own = ''] = /^  (?:role|provisioner): .*\n/mu.exec(whole) ?? [];
    const issue = whole.replace(own, '');
    const manifest = `defaults:\n  client-ca-file: authorities.pem\nzones:\n  - zone: example.com\n    targets:\n      - level: zone\n        issue:\n          ${kind}:\n          ${own}`;
    const ended = await playSigning(signing, kind, {
      inputs: { zone: '', level: '', 'client-ca': '', issue, manifest },
      files: { 'authorities.pem': authorities.authority.certificate },
    });
    expect(flawsOfSigning(signing, ended)).toEqual([]);
    expect(ended.outputs['result']).toBe('rotated');
  });

  test('a token that somebody has takes the place of the identity, and is never told', async () => {
    const signing = openSigning(authorities);
    const token = `hvs.${randomBytes(45).toString('base64url')}`;
    const issue = `${signing.network.issue[kind].trimEnd()}\n  token-env: SIGNER_TOKEN\n`;
    const ended = await playSigning(signing, kind, { inputs: { issue }, env: { SIGNER_TOKEN: token } });
    expect(flawsOfSigning(signing, ended, { texts: [token] })).toEqual([]);
    // Nobody gave it, so nobody takes it; but nothing else was tried.
    expect(ended.outputs['result']).toBe('failed');
    expect(callsOf(signing)).not.toContain('id-token');
    expect(callsOf(signing)).not.toContain('revoke');
    expect(callsOf(signing)).toContain('sign');
  });
});

const refused = signerInputRows.filter(({ expected }) => expected.kind === 'refused');

test.each(refused.map((row) => [row.name, row] as const))('%s is refused before any call', async (_, row) => {
  const signing = openSigning(authorities);
  const { 'client-ca': bundle, ...inputs } = row.inputs;
  const given = bundle === CLIENT_CA ? inputs : { ...inputs, 'client-ca': '' };
  const ended = await playSigning(signing, 'vault', { inputs: given, env: row.env ?? {} });
  expect(flawsOfSigning(signing, ended)).toEqual([]);
  const told = [signing.printed, ended.stage.summaries, Object.values(ended.outputs)].join('\n');
  for (const secret of row.secrets ?? []) expect(withoutMaskCommands(told)).not.toContain(secret);
  expect(ended.outputs['report']).toContain('INPUT_INVALID');
  expect([...ended.requests, ...signing.network.requests]).toEqual([]);
});
