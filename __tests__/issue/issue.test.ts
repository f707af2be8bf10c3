import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import { parseCertificate } from '../../src/certificate/leaf.ts';
import { isOfIdentity, pemIsOfIdentity } from '../../src/issue/identity.ts';
import { issue } from '../../src/issue/issue.ts';
import type { Issuing } from '../../src/issue/issuing.ts';
import type { Signer } from '../../src/issue/signer.ts';
import { commandSigner } from '../../src/issue/signers/command.ts';
import type { Command, CommandEnd } from '../../src/issue/signers/command.ts';
import { authoritySigner, type SignerSettings } from '../../src/issue/signers/open-signer.ts';
import { answersForOpenSsl } from '../support/trusting.ts';
import { anAuthority, DAY } from './support/authority.ts';

const now = Date.now();

const authority = anAuthority();
async function issued(
  signer: Signer,
  settings: SignerSettings,
  protect: (key: KeyObject) => void = () => undefined,
) {
  const { certificate } = await authority;
  const issuing: Issuing = {
    identity: { commonName: 'example.com', authorities: [certificate.x509] },
    key: 'ec-p256',
    validity: 100 * DAY,
    minimumValidity: 7 * DAY,
    rule: { renewBefore: undefined, spreadBy: 'example.com' },
    always: false,
    signer: settings,
    clientCa: undefined,
    originGiven: false,
  };
  const { signal: stop } = new AbortController();
  const clock = { wall: () => now };
  const trust = { askOpenSsl: answersForOpenSsl, clock, sleep: () => Promise.resolve(), stop };
  return await issue(issuing, now, signer, { protect, trust });
}

describe('an authority in a secret', () => {
  test('issues a certificate of the identity, whose key was protected before it was used', async () => {
    const seen: KeyObject[] = [];
    const settings = { kind: 'authority', authority: await authority } as const;
    const made = authoritySigner(await authority);
    const signer: Signer = {
      ...made,
      sign: (request) => {
        expect(seen).toHaveLength(1);
        return made.sign(request);
      },
    };
    const { leaf, key } = await issued(signer, settings, (one) => seen.push(one));
    expect(key.keyObject().equals(seen[0]!)).toBe(true);
    const identity = { commonName: 'example.com', authorities: [(await authority).certificate.x509] };
    expect(pemIsOfIdentity(leaf.pem, identity)).toBe(true);
    expect(pemIsOfIdentity(leaf.pem, { ...identity, commonName: 'www.example.com' })).toBe(false);
    expect(pemIsOfIdentity('no certificate', identity)).toBe(false);
  });

  test('of the same name, but with another key, is another authority', async () => {
    const { leaf } = await issued(authoritySigner(await authority), {
      kind: 'authority',
      authority: await authority,
    });
    const namesake = await createAuthority({ notAfter: now + 3650 * DAY });
    const authorities = [parseCertificate(namesake.certificate)!];
    expect(isOfIdentity(parseCertificate(leaf.pem)!, { commonName: 'example.com', authorities })).toBe(false);
  });
});

describe('a command', () => {
  const COMMAND = {
    kind: 'command',
    words: ['/usr/local/bin/sign-it', '--fast'],
    environment: ['AWS_REGION'],
  } as const;
  const signerThat = (end: CommandEnd): { readonly signer: Signer; readonly commands: Command[] } => {
    const commands: Command[] = [];
    const signer = commandSigner(COMMAND, (command) => {
      commands.push(command);
      return Promise.resolve(end);
    });
    return { signer, commands };
  };

  test('gets the request, and what it is about, and nothing else', async () => {
    const { signer, commands } = signerThat({ kind: 'exited', code: 0, stdout: '' });
    await issued(signer, COMMAND).catch(() => undefined);
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
    await expect(issued(signer, COMMAND)).rejects.toMatchObject({
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
    await expect(issued(signerThat(end).signer, COMMAND)).rejects.toMatchObject({
      code: 'SIGNER_FAILED',
      happened: expect.stringMatching(words),
      remedy: expect.stringMatching(/\.$/u),
    });
  });
});
