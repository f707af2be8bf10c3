import { createPublicKey, type KeyObject } from 'node:crypto';
import { finding, isRefusal, ISSUED, shownSpan, type Finding } from '../certificate/finding.ts';
import type { Leaf } from '../certificate/leaf.ts';
import { PrivateKey } from '../certificate/private-key.ts';
import { judgeTrust, type TrustWorld } from '../certificate/trust.ts';
import { ActionError } from '../errors.ts';
import { readAnswer, SLACK } from './answer.ts';
import { datesFor, type Issuing } from './issuing.ts';
import { makeLeafKey } from './leaf-key.ts';
import type { Signer, SigningRequest } from './signer.ts';
import { nameOfSigner, openSigner, type SignerSettings, type SignerWorld } from './signers/open-signer.ts';

export interface Issued {
  readonly leaf: Leaf;
  readonly key: PrivateKey;
  readonly vouchedByCa: boolean;
  /** What the origin has to settle, and what is worth a warning. */
  readonly findings: readonly Finding[];
}

export interface IssuerWorld extends SignerWorld {
  readonly trust: TrustWorld;
  /** Registers a key before it is used, so that no text containing it gets out. */
  readonly protect: (key: KeyObject) => void;
}

export interface Issuer {
  /**
   * @param now Cloudflare's clock, in epoch milliseconds
   * @throws ActionError `SIGNER_FAILED`, `SIGNER_ANSWER_REFUSED`
   */
  readonly issue: (issuing: Issuing, now: number) => Promise<Issued>;
  /** Signs nothing. @throws ActionError `SIGNER_FAILED` */
  readonly check: (signer: SignerSettings) => Promise<void>;
}

export function createIssuer(world: IssuerWorld): Issuer {
  return {
    issue: (issuing, now) => issue(issuing, now, openSigner(issuing.signer, world), world),
    check: (signer) => openSigner(signer, world).check(),
  };
}

/** Makes a key, gets a certificate for it, checks the answer, and asks OpenSSL whether an origin accepts it. */
export async function issue(
  issuing: Issuing,
  now: number,
  signer: Signer,
  { protect, trust }: Pick<IssuerWorld, 'protect' | 'trust'>,
): Promise<Issued> {
  const { identity, clientCa, originGiven } = issuing;
  const name = nameOfSigner(issuing.signer);
  const made = await makeLeafKey(issuing.key);
  protect(made);
  const { certificateRequest } = await import('./certify.ts');
  const request = {
    csr: certificateRequest(identity.commonName, made),
    publicKey: createPublicKey(made),
    commonName: identity.commonName,
    now,
    ...datesFor(issuing, now),
  };
  const read = readAnswer(await signer.sign(request), request, issuing);
  if (read.kind === 'refused') throw refusal(`${name} ${read.cause}.`, read.cure);
  const { leaf } = read;
  const key = new PrivateKey(made);
  const about = { leaf, key, chain: [], clientCa, originGiven, input: ISSUED };
  const { vouchedByCa, findings } = await judgeTrust(about, trust);
  const refused = findings.find(isRefusal);
  if (refused !== undefined)
    throw refusal(
      `${name} answered with a certificate that an origin would refuse. ${refused.sentence}`,
      'Fix this at the signer or in the inputs, then run again.',
    );
  return { leaf, key, vouchedByCa, findings: [...findings, ...shorterThan(request, leaf)] };
}

/** Not refused: renewals follow the lifetime that was obtained. */
function shorterThan({ notAfter, now }: SigningRequest, leaf: Leaf): readonly Finding[] {
  if (notAfter - leaf.notAfter <= SLACK) return [];
  const says = `The certificate is valid for ${shownSpan(leaf.notAfter - now)}, not for the ${shownSpan(notAfter - now)} requested: the signer allows no more. It will be renewed when a third of that is left.`;
  return [finding('warn', 'SHORTER_THAN_ASKED', 'issue', says)];
}

function refusal(happened: string, remedy: string): ActionError {
  const inForce = 'Nothing was changed at Cloudflare.';
  return new ActionError('SIGNER_ANSWER_REFUSED', { happened, inForce, remedy });
}
