import { createPublicKey, type KeyObject } from 'node:crypto';
import { finding, ISSUED, shownSpan, type Finding } from '../certificate/finding.ts';
import type { Leaf } from '../certificate/leaf.ts';
import { PrivateKey } from '../certificate/private-key.ts';
import { judgeTrust, type TrustWorld } from '../certificate/trust.ts';
import { ActionError } from '../errors.ts';
import { readAnswer, SLACK } from './answer.ts';
import { subjectOf, type Identity } from './identity.ts';
import { makeLeafKey, type KeyKind } from './leaf-key.ts';
import { datesOf, type Lifetime, type RenewalRule } from './renewal.ts';
import type { Signer, SigningRequest } from './signer.ts';
import { nameOfSigner, openSigner, type SignerSettings, type SignerWorld } from './signers/open-signer.ts';

/** How a target's certificate is issued, and when again. */
export interface Issuing {
  readonly identity: Identity;
  readonly key: KeyKind;
  /** Milliseconds. */
  readonly validity: number;
  readonly minimumValidity: number;
  readonly rule: RenewalRule;
  /** Renew even if it is not due. */
  readonly always: boolean;
  readonly signer: SignerSettings;
  /** PEM bundle of what the origin trusts, as it was given. */
  readonly clientCa: string | undefined;
  /** Whether a check straight at the origin is to come. */
  readonly originGiven: boolean;
}

/** The dates to ask for. `now` is Cloudflare's clock, in epoch milliseconds. */
export function datesFor({ signer, validity }: Issuing, now: number): Lifetime {
  return datesOf(now, validity, signer.kind === 'authority' ? signer.authority.certificate.leaf : undefined);
}

/** As far as it is known beforehand. Without a text its fingerprint is a stand-in, equal to that of none. */
export function prospectiveLeaf(issuing: Issuing, now: number): Leaf {
  const { identity, key, signer, rule } = issuing;
  const authority = signer.kind === 'authority' ? signer.authority.certificate : undefined;
  return {
    pem: '',
    fingerprint: `to be issued: ${rule.spreadBy}`,
    fingerprintSha1: '',
    serialNumber: '',
    serialDecimal: '',
    subject: subjectOf(identity),
    issuer: authority?.leaf.subject ?? '',
    issuerKeyId: authority?.facts.subjectKeyId,
    subjectAltNames: [],
    selfSigned: false,
    ...datesFor(issuing, now),
    keyKind: key === 'rsa-2048' ? 'rsa' : 'ec',
  };
}

export function isProspective({ pem }: Leaf): boolean {
  return pem === '';
}

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
  const refused = findings.find(({ severity }) => severity === 'refuse');
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
