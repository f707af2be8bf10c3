import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Leaf } from '../certificate/leaf.ts';
import { PrivateKey } from '../certificate/private-key.ts';
import { ActionError } from '../errors.ts';
import { readAnswer } from './answer.ts';
import type { Identity } from './identity.ts';
import { makeLeafKey } from './leaf-key.ts';
import type { KeyKind } from './leaf-key.ts';
import type { Lifetime } from './renewal.ts';
import type { Signer } from './signer.ts';

/** What is to be issued. */
export interface Order {
  readonly identity: Identity;
  readonly key: KeyKind;
  readonly dates: Lifetime;
  readonly minimumValidity: number;
  /** Cloudflare's clock, in epoch milliseconds. */
  readonly now: number;
}

export interface Issued {
  readonly leaf: Leaf;
  readonly key: PrivateKey;
}

/**
 * Makes a key, has it certified, and looks at what comes back.
 *
 * @param protect learns the key before anything else is done with it, so that no text that holds it leaves
 * @throws ActionError `SIGNER_FAILED`, `SIGNER_ANSWER_REFUSED`
 */
export async function issue(
  order: Order,
  signer: Signer,
  protect: (key: KeyObject) => void,
): Promise<Issued> {
  const { identity, minimumValidity, now } = order;
  const key = await makeLeafKey(order.key);
  protect(key);
  const { certificateRequest } = await import('./certify/index.ts');
  const request = {
    csr: certificateRequest(identity.commonName, key),
    publicKey: createPublicKey(key),
    commonName: identity.commonName,
    ...order.dates,
  };
  const read = readAnswer(await signer.sign(request), { request, identity, minimumValidity, now });
  if (read.kind === 'accepted') return { leaf: read.answered.leaf.leaf, key: new PrivateKey(key) };
  throw new ActionError('SIGNER_ANSWER_REFUSED', {
    happened: `${signer.name} ${read.cause}.`,
    inForce: 'Nothing was changed at Cloudflare.',
    remedy: read.cure,
  });
}
