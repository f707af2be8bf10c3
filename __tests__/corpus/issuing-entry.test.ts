import { beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import type { Authority } from '../../sandbox/authority/index.ts';
import { readRequest } from '../../sandbox/signers/request.ts';
import { NOW } from '../certificate/support/certificates.ts';
import { createBox } from '../main/support/box.ts';
import { TOKEN } from '../main/support/material.ts';
import { flawsOf, leaksOf, play } from '../main/support/play.ts';
import type { Played } from '../main/support/play.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { answerRows, authorityRows } from './issuing-rows.ts';

const DAY = 86_400_000;
const LIFE = { notBefore: NOW - 100 * DAY, notAfter: NOW + 3650 * DAY };
const ZONE = { 'api-token': TOKEN, zone: 'example.com', level: 'zone' };

let own: Authority;
let stranger: Authority;
beforeAll(async () => {
  [own, stranger] = await Promise.all([
    createAuthority({ subject: 'CN=Ours', ...LIFE }),
    createAuthority({ subject: 'CN=Ours', ...LIFE }),
  ]);
});

function begin(
  inputs: Readonly<Record<string, string>>,
  runCommand?: Parameters<typeof play>[0]['runCommand'],
): Promise<Played> {
  const time = new VirtualTime(NOW);
  const { http } = createBox(time, TOKEN);
  return play({ inputs: { ...ZONE, ...inputs }, time, http, ...(runCommand && { runCommand }) });
}

function expectRefused(played: Played, says: readonly string[]): void {
  const keys = [own.keys.privateKey, stranger.keys.privateKey];
  expect(flawsOf(played)).toEqual([]);
  expect(leaksOf(played, { keys, texts: [TOKEN] })).toEqual([]);
  expect(played.failed).toBe(true);
  expect(played.mutations).toEqual([]);
  const told = played.annotated('error').join('\n');
  for (const part of says) expect(told).toContain(part);
}

describe('an authority pasted as a secret, through the entry', () => {
  test.each(authorityRows.map((row) => [row.name, row] as const))(
    '%s is refused, with no call',
    async (_, row) => {
      const made = await createAuthority({ subject: 'CN=Ours', ...LIFE, ...row.made });
      const [certificate, key] = row.spoil?.(made.certificate, made.privateKey, stranger) ?? [
        made.certificate,
        made.privateKey,
      ];
      const played = await begin({ 'authority-certificate': certificate, 'authority-key': key });
      expectRefused(played, row.says);
      expect(leaksOf(played, { keys: [made.keys.privateKey] })).toEqual([]);
      expect(played.requests).toEqual([]);
    },
  );
});

describe('what a command answers, through the entry', () => {
  test.each(answerRows.map((row) => [row.name, row] as const))(
    '%s is refused, before any write',
    async (_, row) => {
      const played = await begin(
        { 'client-ca': own.certificate, issue: 'command: sign it' },
        ({ stdin: csr }) => {
          const asked = readRequest(csr);
          if (asked === undefined) throw new Error('no request');
          const stdout = row.answer({
            authority: own,
            stranger,
            csr,
            signed: ({ keys, ...options } = {}, by = own) =>
              by.certify(keys?.publicKey ?? asked.publicKey, {
                subject: 'CN=example.com',
                notBefore: NOW - 3_600_000,
                notAfter: NOW + 90 * DAY,
                ...options,
              }),
          });
          return Promise.resolve({ kind: 'exited', code: row.code ?? 0, stdout });
        },
      );
      expectRefused(played, row.says);
      expect(played.outputs['result']).toBe('failed');
    },
  );
});
