import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import { parseCertificate } from '../../src/certificate/leaf.ts';
import { isOfIdentity, pemIsOfIdentity } from '../../src/issue/identity.ts';
import { issue } from '../../src/issue/issue.ts';
import { datesOf } from '../../src/issue/renewal.ts';
import type { Signer } from '../../src/issue/signer.ts';
import { commandSigner } from '../../src/issue/signers/command.ts';
import type { Command, CommandEnd } from '../../src/issue/signers/command.ts';
import { authoritySigner } from '../../src/issue/signers/open-signer.ts';
import { answersForOpenSsl } from '../support/trusting.ts';
import { anAuthority, DAY } from './support/authority.ts';

const now = Date.now();

async function ordered(signer: Signer, protect: (key: KeyObject) => void = () => undefined) {
  const { certificate } = await authority;
  const identity = { commonName: 'example.com', authorities: [certificate.x509] };
  const dates = datesOf(now, 100 * DAY, certificate.leaf);
  const order = { identity, key: 'ec-p256', dates, minimumValidity: 7 * DAY, now } as const;
  const trust = { ask: answersForOpenSsl, clock: { wall: () => now }, sleep: () => Promise.resolve() };
  return await issue({ ...order, clientCa: undefined, originGiven: false }, signer, { protect, trust });
}
const authority = anAuthority();

describe('an authority in a secret', () => {
  test('issues a certificate of the identity, whose key was protected before it was used', async () => {
    const seen: KeyObject[] = [];
    const made = authoritySigner(await authority);
    const signer: Signer = {
      ...made,
      sign: (request) => {
        expect(seen).toHaveLength(1);
        return made.sign(request);
      },
    };
    const { leaf, key } = await ordered(signer, (one) => seen.push(one));
    expect(key.keyObject().equals(seen[0]!)).toBe(true);
    const identity = { commonName: 'example.com', authorities: [(await authority).certificate.x509] };
    expect(pemIsOfIdentity(leaf.pem, identity)).toBe(true);
    expect(pemIsOfIdentity(leaf.pem, { ...identity, commonName: 'www.example.com' })).toBe(false);
    expect(pemIsOfIdentity('no certificate', identity)).toBe(false);
  });

  test('of the same name, but with another key, is another authority', async () => {
    const { leaf } = await ordered(authoritySigner(await authority));
    const namesake = await createAuthority({ notAfter: now + 3650 * DAY });
    const authorities = [parseCertificate(namesake.certificate)!];
    expect(isOfIdentity(parseCertificate(leaf.pem)!, { commonName: 'example.com', authorities })).toBe(false);
  });
});

describe('a command', () => {
  const signerThat = (end: CommandEnd): { readonly signer: Signer; readonly commands: Command[] } => {
    const commands: Command[] = [];
    const signer = commandSigner(
      { words: ['/usr/local/bin/sign-it', '--fast'], environment: ['AWS_REGION'] },
      (command) => {
        commands.push(command);
        return Promise.resolve(end);
      },
    );
    return { signer, commands };
  };

  test('gets the request, and what it is about, and nothing else', async () => {
    const { signer, commands } = signerThat({ kind: 'exited', code: 0, stdout: '' });
    await ordered(signer).catch(() => undefined);
    expect(commands).toEqual([
      {
        words: ['/usr/local/bin/sign-it', '--fast'],
        passOn: ['AWS_REGION'],
        stdin: expect.stringMatching(/^-----BEGIN CERTIFICATE REQUEST-----\n/u),
        variables: {
          CERTIFICATE_COMMON_NAME: 'example.com',
          CERTIFICATE_DAYS: '100',
          CERTIFICATE_NOT_AFTER: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u),
        },
      },
    ]);
  });

  test('whose answer is not what was asked for is refused in words', async () => {
    const { signer } = signerThat({ kind: 'exited', code: 0, stdout: 'done' });
    await expect(ordered(signer)).rejects.toMatchObject({
      code: 'SIGNER_ANSWER_REFUSED',
      happened: expect.stringMatching(/^The command `sign-it` answered without a readable/u),
    });
  });

  test.each<readonly [CommandEnd, RegExp]>([
    [{ kind: 'exited', code: 7, stdout: '' }, /ended with exit code 7\.$/u],
    [{ kind: 'not-found' }, /was not found/u],
    [{ kind: 'not-started' }, /could not be started/u],
    [{ kind: 'timed-out' }, /longer than a minute/u],
    [{ kind: 'stopped' }, /the job was cancelled/u],
    [{ kind: 'too-much-output' }, /more than 64 KiB/u],
    [{ kind: 'killed' }, /was killed/u],
  ])('that ends as %j says so, with what to do', async (end, words) => {
    await expect(ordered(signerThat(end).signer)).rejects.toMatchObject({
      code: 'SIGNER_FAILED',
      happened: expect.stringMatching(words),
      remedy: expect.stringMatching(/\.$/u),
    });
  });
});
