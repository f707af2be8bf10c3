import type { Authority } from '../../../sandbox/authority/index.ts';
import { readRequest } from '../../../sandbox/signers/request.ts';
import type { Command, CommandEnd } from '../../../src/issue/signers/command.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { isSpent, issuedAt, liveCertificates } from '../truth.ts';
import { DAY } from './terms.ts';
import type { SignerKind } from './terms.ts';
import type { Signers } from './signers.ts';

/** What whoever signs may do wrong, however it is asked. */
const ANY = [
  'fails',
  'is slow',
  'refuses',
  'another key',
  'another subject',
  'too long',
  'expired',
  'a stranger',
  'no certificate',
] as const;
/** What may go wrong with a server as well. */
const OF_A_SERVER = [...ANY, 'answer lost', 'token expired', 'sealed', 'another name in TLS'] as const;
export type SignerFault = (typeof OF_A_SERVER)[number];

/** An authority in a secret signs in process: nothing is the matter with it. */
export const SIGNER_FAULTS: Readonly<
  Record<SignerKind, readonly [SignerFault, ...SignerFault[]] | undefined>
> = { authority: undefined, command: ANY, vault: OF_A_SERVER, 'step-ca': OF_A_SERVER };

/** Passes while one run asks three times. */
export const isPassing = (fault: SignerFault | undefined): boolean =>
  fault === 'answer lost' || fault === 'is slow';

/** The authority behind a signer, with what may be the matter with what it signs. */
export function signingAuthority(
  world: SimulatedWorld,
  { own, stranger }: Pick<Signers, 'own' | 'stranger'>,
  validity: number,
  fault: SignerFault | undefined,
): Pick<Authority, 'certificate' | 'certify'> {
  return {
    certificate: own.certificate,
    certify: (asked, options) => {
      world.met.count('the signer signs');
      if (isKnownToBeFull(world))
        world.breaches.push('somebody was asked to sign what there was no room for');
      const { now } = world.time;
      const by = fault === 'a stranger' ? stranger : own;
      return by.certify(fault === 'another key' ? own.keys.publicKey : asked, {
        ...options,
        ...(fault === 'another subject' ? { subject: 'CN=somebody' } : {}),
        ...(fault === 'too long' ? { notAfter: now + 2 * validity } : {}),
        ...(fault === 'expired' ? { notBefore: now - 9 * DAY, notAfter: now - DAY } : {}),
      });
    },
  };
}

/** As any look at the list would have shown, and where no orphan makes room. */
function isKnownToBeFull(world: SimulatedWorld): boolean {
  const { level, origin, timings } = world.scenario;
  if (level === 'zone' || origin !== undefined || timings.listLag !== 0) return false;
  const { now } = world.time;
  return (
    liveCertificates(world, 'hostname', now).length >= 10 &&
    !issuedAt(world, now).some((one) => isSpent(one, now))
  );
}

/** A signer as a command, on virtual time. */
export function signingCommand(
  world: SimulatedWorld,
  authority: Pick<Authority, 'certify'>,
  validity: number,
  fault: SignerFault | undefined,
): (command: Command) => Promise<CommandEnd> {
  return async ({ stdin, variables }) => {
    await world.time.sleep(fault === 'is slow' ? 45_000 : 300);
    const { now } = world.time;
    if (fault === 'fails') return { kind: 'exited', code: 1, stdout: '' };
    if (fault === 'refuses') return { kind: 'exited', code: 2, stdout: 'denied by policy' };
    if (fault === 'no certificate')
      return { kind: 'exited', code: 0, stdout: 'signed, find it in the archive' };
    const request = readRequest(stdin);
    if (request === undefined) return { kind: 'exited', code: 3, stdout: 'no request' };
    const stdout = authority.certify(request.publicKey, {
      subject: `CN=${variables['CERTIFICATE_COMMON_NAME'] ?? ''}`,
      notBefore: now - 3_600_000,
      notAfter: now + validity,
    });
    return { kind: 'exited', code: 0, stdout };
  };
}
