import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Pair } from '../../sandbox/authority/index.ts';
import { NOW } from '../certificate/support/certificates.ts';
import {
  createAuthorities,
  flawsOfSigning,
  openSigning,
  playSigning,
  ZONE,
} from '../main/support/signing.ts';
import type { Authorities, Signing } from '../main/support/signing.ts';
import { SIGNERS } from '../support/signer-network.ts';
import { callOf } from './signer-row.ts';
import type { Call, SignerRow } from './signer-row.ts';
import { signerRows } from './signer-rows.ts';

let authorities: Authorities;
let other: Pair;
const made = { ofOtherKey: '', withKey: '' };
beforeAll(async () => {
  authorities = await createAuthorities();
  other = await authorities.authority.issue({
    subject: ZONE,
    notBefore: NOW,
    notAfter: NOW + 90 * 86_400_000,
  });
  Object.assign(made, { ofOtherKey: other.certificate, withKey: other.certificate + other.privateKey });
});

/** Lets a row stand between the run and the signers. */
function meet({ network, time }: Signing, { meets }: SignerRow, stop: AbortController): void {
  const counts = new Map<Call, number>();
  network.tamper(async (request, answer) => {
    // An answer takes its time, or nothing could come in between.
    await time.sleep(20);
    const call = callOf(request);
    const count = (counts.get(call) ?? 0) + 1;
    counts.set(call, count);
    return meets({ request, answer, call, count, stop }) ?? answer;
  });
}

describe.each(SIGNERS)('answers of %s, through the entry', (kind) => {
  const rows = signerRows(made).filter(({ signers }) => signers.includes(kind));

  test.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const signing = openSigning(authorities);
    const stop = new AbortController();
    meet(signing, row, stop);
    const played = await playSigning(signing, kind, { stop: stop.signal });
    expect(flawsOfSigning(signing, played, { keys: [other.keys.privateKey] })).toEqual([]);
    expect(played.outputs['result']).toBe(row.result ?? 'failed');
    expect(row.result === 'rotated' ? [] : played.mutations).toEqual([]);
    const told = played.annotated('error').join('\n');
    for (const part of row.says) expect(told).toContain(part);
    expect(played.summary + told).not.toMatch(/<html|<script/u);
    expect(signing.network.requests.filter(({ url }) => url.includes('elsewhere.test'))).toEqual([]);
    expect(signing.network.vault.openTokens()).toBe(row.leavesToken === true ? 1 : 0);
  });
});
