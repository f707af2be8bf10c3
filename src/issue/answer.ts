import { judgeCertificate } from '../certificate/certificate-checks.ts';
import { shown, shownDate, shownSpan } from '../certificate/finding.ts';
import { isKey } from '../certificate/input-form.ts';
import type { Leaf } from '../certificate/leaf.ts';
import { parse } from '../certificate/leaf.ts';
import type { Parsed } from '../certificate/leaf.ts';
import { readPasted } from '../certificate/pasted-text.ts';
import { hasOnlyName, signerOf, subjectOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { SigningRequest } from './signer.ts';

export type AnswerRead =
  | { readonly kind: 'accepted'; readonly leaf: Leaf }
  /** The cause continues from "The signer … ". */
  | { readonly kind: 'refused'; readonly reason: string; readonly cause: string; readonly cure: string };

export interface Wanted {
  readonly request: SigningRequest;
  readonly identity: Identity;
  readonly minimumValidity: number;
  /** Cloudflare's clock. */
  readonly now: number;
}

const MOST_BYTES = 64 * 1024;
/** Signers round, and their clocks differ. */
export const SLACK = 3_600_000;
const SKEW = 5 * 60_000;

/** Checks what a signer answered; nothing in it is trusted. Pure; never throws. */
export function readAnswer(text: string, wanted: Wanted): AnswerRead {
  const reading = readPasted(text, MOST_BYTES);
  const blocks = reading.kind === 'blocks' ? reading.blocks : [];
  if (blocks.some(isKey))
    return refused(
      'ANSWER_HOLDS_KEY',
      'answered with a private key',
      'Treat that key as leaked. A signer receives a request and must return certificates only.',
    );
  // Nothing else in the answer is used: Cloudflare sends the leaf alone.
  const first = blocks.find((block) => block.kind === 'certificate');
  const leaf = first && parse(first.der);
  if (leaf === undefined)
    return refused(
      'ANSWER_NOT_PEM',
      'answered without a readable PEM certificate',
      'Make it return the certificate in PEM, the leaf first, and nothing else.',
    );
  const fault = FAULTS.map((find) => find(leaf, wanted)).find((found) => found !== undefined);
  if (fault !== undefined) return fault;
  return { kind: 'accepted', leaf: leaf.leaf };
}

type Refused = Extract<AnswerRead, { readonly kind: 'refused' }>;
type Fault = (leaf: Parsed, wanted: Wanted) => Refused | undefined;

const isCa: Fault = ({ facts }) =>
  facts.basicConstraints?.ca === true
    ? refused(
        'ANSWER_IS_CA',
        "answered with an authority's certificate (CA:TRUE) first",
        'Make it sign with basicConstraints CA:FALSE, and return the leaf first.',
      )
    : undefined;

const otherKey: Fault = ({ x509 }, { request }) =>
  x509.publicKey.equals(request.publicKey)
    ? undefined
    : refused(
        'ANSWER_OF_OTHER_KEY',
        'answered with a certificate for a different key than the one in the request',
        'Make it sign the request it receives.',
      );

const otherNames: Fault = ({ x509, leaf }, { identity }) => {
  if (hasOnlyName(x509, identity)) return undefined;
  const names = x509.subjectAltName === undefined ? '' : ' with subject alternative names';
  return refused(
    'ANSWER_OF_OTHER_SUBJECT',
    `answered with the subject ${shown(leaf.subject)}${names}, where ${shown(subjectOf(identity))} was requested`,
    "Make it keep the request's subject and add no names, or set `common-name` to the name it uses. Otherwise the next run will not recognise the certificate.",
  );
};

const dates: Fault = ({ leaf }, { request, minimumValidity, now }) => {
  const left = leaf.notAfter - now;
  if (leaf.notBefore - now > SKEW)
    return refused(
      'ANSWER_NOT_YET_VALID',
      `answered with a certificate that is not valid before ${shownDate(leaf.notBefore)}, ${shownSpan(leaf.notBefore - now)} from now by Cloudflare's clock`,
      "Check the signer's clock.",
    );
  if (left <= 0)
    return refused(
      'ANSWER_EXPIRED',
      `answered with a certificate that expired at ${shownDate(leaf.notAfter)}`,
      "Check the signer's clock, and that it did not return an old certificate.",
    );
  if (left < minimumValidity)
    return refused(
      'ANSWER_BELOW_MINIMUM_VALIDITY',
      `answered with a certificate that is valid for ${shownSpan(left)}; \`minimum-validity\` is ${shownSpan(minimumValidity)}`,
      'Make it sign for longer, or lower `minimum-validity`.',
    );
  return leaf.notAfter > request.notAfter + SLACK
    ? refused(
        'ANSWER_LIVES_TOO_LONG',
        `answered with a certificate that is valid until ${shownDate(leaf.notAfter)}, longer than the requested ${shownSpan(request.notAfter - now)}`,
        'Make it sign for `validity` at most, or raise `validity`.',
      )
    : undefined;
};

const profile: Fault = (certificate, { now }) => {
  const policy = { minimumValidityMs: 0, expiryWarningMs: 0 };
  const finding = judgeCertificate(certificate, 'the answer', policy, now).find(
    ({ severity }) => severity !== 'warn',
  );
  return (
    finding &&
    refused(
      `ANSWER_${finding.reason}`,
      'answered with a certificate that origins or Cloudflare would refuse',
      finding.sentence,
    )
  );
};

const otherSigner: Fault = ({ x509, leaf }, { identity }) =>
  signerOf(x509, identity) === undefined
    ? refused(
        'ANSWER_SIGNED_BY_OTHER',
        `answered with a certificate signed by ${shown(leaf.issuer)}, which is not in \`client-ca\``,
        "Cloudflare sends only the leaf, so the authority that signs it must be in the origin's CA file and in `client-ca`.",
      )
    : undefined;

const FAULTS: readonly Fault[] = [isCa, otherKey, otherNames, dates, profile, otherSigner];

function refused(reason: string, cause: string, cure: string): Refused {
  return { kind: 'refused', reason, cause, cure };
}
