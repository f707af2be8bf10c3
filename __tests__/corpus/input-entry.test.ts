import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { pkcs8 } from '../certificate/support/keys.ts';
import { createBox } from '../main/support/box.ts';
import { leafOf, TOKEN } from '../main/support/material.ts';
import { flawsOf, leaksOf, play } from '../main/support/play.ts';
import type { Played } from '../main/support/play.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { withoutMaskCommands } from '../support/runner-model/runner.ts';
import { PASTED, SOUND_INPUTS, TOKEN as ROW_TOKEN } from './input-row.ts';
import type { InputRow } from './input-row.ts';
import { INPUT_ROWS } from './input-rows.ts';

const leaf = leafOf('of the inputs');
const key = pkcs8(leaf.keys);
const ID = '0123456789abcdef0123456789abcdef';

/** The rows speak of texts they do not look at: here real ones stand in their place. */
const REAL: ReadonlyMap<string, string> = new Map([
  [PASTED.certificate, leaf.pem],
  [PASTED.key, key],
  ['text of certificate and key', leaf.pem + key],
  ['text of a key', key],
  ['certificate of the shop', leaf.pem],
  ['dGV4dCBvZiBib3Ro', Buffer.from(leaf.pem + key).toString('base64')],
]);
/** Where the input of the key is empty, that of the certificate holds both. */
const IN_ONE = { certificate: leaf.pem + key };

const real = <T>(texts: Readonly<Record<string, T>> = {}): Record<string, T | string> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      typeof text === 'string' ? (REAL.get(text) ?? text.replaceAll(ROW_TOKEN, TOKEN)) : text,
    ]),
  );

async function playInputs({ inputs, env, files = {}, expected }: InputRow): Promise<Played> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN, { zoneId: ID });
  return await play({
    inputs: real({ ...SOUND_INPUTS, ...(inputs['private-key'] === '' ? IN_ONE : {}), ...inputs }),
    env: real(env),
    files: expected.kind === 'refused' ? files : real(files),
    time,
    http: box.http,
  });
}

const reportOf = (played: Played): string =>
  (played.outputs['report'] ?? '').replaceAll('\\n', '\n').replaceAll('\\"', '"').replaceAll('\\\\', '\\');

/** What every run has to leave, and nothing of a secret. */
function flaws({ secrets = [] }: InputRow, played: Played): readonly unknown[] {
  const { stage, outputs } = played;
  const written = [withoutMaskCommands(stage.stdout()), ...stage.summaries, JSON.stringify(outputs)].join(
    '\n',
  );
  return [
    ...flawsOf(played),
    ...leaksOf(played, { keys: [leaf.keys.privateKey], texts: [TOKEN] }),
    ...secrets.filter((secret) => written.includes(secret)).map(() => 'a secret is echoed'),
  ];
}

describe('inputs, through the entry', () => {
  const accepted = INPUT_ROWS.filter(({ expected }) => expected.kind === 'accepted');
  const refused = INPUT_ROWS.filter(({ expected }) => expected.kind === 'refused');

  test.each(accepted.map((row) => [row.name, row] as const))('goes on with %s', async (_, row) => {
    const played = await playInputs(row);
    expect(flaws(row, played)).toEqual([]);
    expect(reportOf(played)).not.toContain('INPUT_INVALID');
    expect(played.requests.length).toBeGreaterThan(0);
    const bodies = played.mutations.filter(({ method }) => method === 'POST').map(({ body = '' }) => body);
    const uploads = [...new Set(bodies)].map((body): unknown => JSON.parse(body));
    expect(uploads).toEqual(uploads.map(() => ({ certificate: leaf.pem, private_key: key })));
  });

  test.each(refused.map((row) => [row.name, row] as const))('makes no call at all for %s', async (_, row) => {
    const played = await playInputs(row);
    expect(flaws(row, played)).toEqual([]);
    expect(played.failed).toBe(true);
    expect(played.requests).toEqual([]);
    expect(reportOf(played)).toContain('INPUT_INVALID');
    const problems = row.expected.kind === 'refused' ? row.expected.problems : [];
    for (const { input, says } of problems)
      for (const part of [...says, input]) expect(reportOf(played)).toContain(part);
  });
});
