import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readChildren, readWhole } from '../../../src/certificate/der.ts';
import type { Command, CommandEnd } from '../../../src/issue/signers/command.ts';
import type { Authority } from '../../../sandbox/authority/index.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import type { SignerFault } from './course.ts';
import { DAY } from './course.ts';

/** Whom a signer answers for. */
export interface SigningHouse {
  readonly own: Authority;
  readonly stranger: Authority;
}

/** A signer as a command, on virtual time, with what may be the matter with it on a day. */
export function fakeSigner(
  world: SimulatedWorld,
  { own, stranger }: SigningHouse,
  validity: number,
  fault: SignerFault | undefined,
): (command: Command) => Promise<CommandEnd> {
  return async ({ stdin, variables }) => {
    const now = world.time.now;
    await world.time.sleep(fault === 'is slow' ? 45_000 : 300);
    if (fault === 'fails') return { kind: 'exited', code: 1, stdout: '' };
    if (fault === 'refuses') return { kind: 'exited', code: 2, stdout: 'denied by policy' };
    if (fault === 'no certificate')
      return { kind: 'exited', code: 0, stdout: 'signed, find it in the archive' };
    const by = fault === 'a stranger' ? stranger : own;
    const made = await by.issue({
      subject: fault === 'another subject' ? 'CN=somebody' : `CN=${variables['CERTIFICATE_COMMON_NAME']}`,
      notBefore: fault === 'expired' ? now - 9 * DAY : now - 3_600_000,
      notAfter: fault === 'expired' ? now - DAY : now + (fault === 'too long' ? 2 : 1) * validity,
      keys: {
        publicKey: fault === 'another key' ? by.keys.publicKey : requestedKey(stdin),
        privateKey: by.keys.privateKey,
      },
    });
    return { kind: 'exited', code: 0, stdout: made.certificate };
  };
}

/** The public key of a request; nobody but its maker has the private one. */
function requestedKey(csr: string): KeyObject {
  const der = Buffer.from(csr.replaceAll(/-----[A-Z ]+-----|\s/gu, ''), 'base64');
  const [info] = readChildren(readWhole(der)) ?? [];
  const spki = readChildren(info)?.[2]?.whole ?? new Uint8Array();
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
}
