import { createPublicKey, type KeyObject } from 'node:crypto';
import { finding, shownSpan, type Finding } from '../certificate/finding.ts';
import type { Leaf } from '../certificate/leaf.ts';
import { PrivateKey } from '../certificate/private-key.ts';
import { judgeTrust, type TrustWorld } from '../certificate/trust.ts';
import { ActionError } from '../errors.ts';
import { readAnswer, SLACK } from './answer.ts';
import type { Order } from './issuing.ts';
import { makeLeafKey } from './leaf-key.ts';
import type { Signer } from './signer.ts';
import { openSigner, type SignerSettings, type SignerWorld } from './signers/open-signer.ts';

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
  /** @throws ActionError `SIGNER_FAILED`, `SIGNER_ANSWER_REFUSED` */
  readonly issue: (order: Order, signer: SignerSettings) => Promise<Issued>;
  /** Signs nothing. @throws ActionError `SIGNER_FAILED` */
  readonly check: (signer: SignerSettings) => Promise<void>;
}

export function createIssuer(world: IssuerWorld): Issuer {
  return {
    issue: (order, signer) => issue(order, openSigner(signer, world, order.now), world),
    check: (signer) => openSigner(signer, world, 0).check(),
  };
}

/** Makes a key, gets a certificate for it, checks the answer, and asks OpenSSL whether an origin accepts it. */
export async function issue(
  order: Order,
  signer: Signer,
  { protect, trust }: Pick<IssuerWorld, 'protect' | 'trust'>,
): Promise<Issued> {
  const { identity, minimumValidity, now, clientCa, originGiven } = order;
  const made = await makeLeafKey(order.key);
  protect(made);
  const { certificateRequest } = await import('./certify.ts');
  const request = {
    csr: certificateRequest(identity.commonName, made),
    publicKey: createPublicKey(made),
    commonName: identity.commonName,
    ...order.dates,
  };
  const read = readAnswer(await signer.sign(request), { request, identity, minimumValidity, now });
  if (read.kind === 'refused') throw refusal(`${signer.name} ${read.cause}.`, read.cure);
  const { leaf } = read;
  const key = new PrivateKey(made);
  const about = { leaf, key, chain: [], clientCa, originGiven, input: 'the answer' };
  const { vouchedByCa, findings } = await judgeTrust(about, trust);
  const refused = findings.find(({ severity }) => severity === 'refuse');
  if (refused !== undefined)
    throw refusal(
      `${signer.name} answered with a certificate that an origin would refuse. ${refused.sentence}`,
      'Fix this at the signer or in the inputs, then run again.',
    );
  return { leaf, key, vouchedByCa, findings: [...findings, ...shorterThan(order, leaf)] };
}

/** Not refused: renewals follow the lifetime that was obtained. */
function shorterThan({ dates, now }: Order, leaf: Leaf): readonly Finding[] {
  if (dates.notAfter - leaf.notAfter <= SLACK) return [];
  const says = `The certificate is valid for ${shownSpan(leaf.notAfter - now)}, not for the ${shownSpan(dates.notAfter - now)} requested: the signer allows no more. It will be renewed when a third of that is left.`;
  return [finding('warn', 'SHORTER_THAN_ASKED', 'issue', says)];
}

function refusal(happened: string, remedy: string): ActionError {
  const inForce = 'Nothing was changed at Cloudflare.';
  return new ActionError('SIGNER_ANSWER_REFUSED', { happened, inForce, remedy });
}
