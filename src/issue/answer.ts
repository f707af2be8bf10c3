import { judgeCertificate, SKEW_MS } from '../certificate/certificate-checks.ts';
import { ISSUED, shown, shownDate, shownSpan } from '../certificate/finding.ts';
import { usableIn } from '../certificate/input-form.ts';
import { parse, type Leaf, type Parsed } from '../certificate/leaf.ts';
import { readPasted } from '../certificate/pasted-text.ts';
import { hasOnlyName, signerOf, subjectOf, type Identity } from './identity.ts';
import type { SigningRequest } from './signer.ts';

export type AnswerRead =
  | { readonly kind: 'accepted'; readonly leaf: Leaf }
  /** The cause continues from "The signer … ". */
  | { readonly kind: 'refused'; readonly reason: string; readonly cause: string; readonly cure: string };

/** Signers round, and their clocks differ. */
export const SLACK = 3_600_000;

/** Checks what a signer answered; nothing in it is trusted. Pure; never throws. */
export function readAnswer(
  text: string,
  request: SigningRequest,
  { identity, minimumValidity }: Pick<Answered, 'identity' | 'minimumValidity'>,
): AnswerRead {
  const reading = readPasted(text);
  const { certificates, keys } = usableIn(reading);
  if (keys.length > 0)
    return refused(
      'ANSWER_HOLDS_KEY',
      'answered with a private key',
      'Treat that key as leaked. A signer receives a request and must return certificates only.',
    );
  // Nothing else in the answer is used: Cloudflare sends the leaf alone.
  const leaf = certificates[0] && parse(certificates[0]);
  if (leaf === undefined)
    return refused(
      'ANSWER_NOT_PEM',
      'answered without a readable PEM certificate',
      'Make it return the certificate in PEM, the leaf first, and nothing else.',
    );
  const left = leaf.leaf.notAfter - request.now;
  const about = { ...leaf, request, identity, minimumValidity, left };
  for (const [reason, applies, cause, cure] of FAULTS)
    if (applies(about)) return refused(reason, typeof cause === 'string' ? cause : cause(about), cure);
  return unfit(leaf, request.now) ?? { kind: 'accepted', leaf: leaf.leaf };
}

interface Answered extends Parsed {
  readonly identity: Identity;
  readonly minimumValidity: number;
  readonly request: SigningRequest;
  /** Milliseconds until its end. */
  readonly left: number;
}

type Fault = readonly [
  reason: string,
  applies: (about: Answered) => boolean,
  cause: string | ((about: Answered) => string),
  cure: string,
];

/** Tried in this order. */
const FAULTS: readonly Fault[] = [
  [
    'ANSWER_IS_CA',
    ({ facts }) => facts.basicConstraints?.ca === true,
    "answered with an authority's certificate (CA:TRUE) first",
    'Make it sign with basicConstraints CA:FALSE, and return the leaf first.',
  ],
  [
    'ANSWER_OF_OTHER_KEY',
    ({ x509, request }) => !x509.publicKey.equals(request.publicKey),
    'answered with a certificate for a different key than the one in the request',
    'Make it sign the request it receives.',
  ],
  [
    'ANSWER_OF_OTHER_SUBJECT',
    ({ x509, identity }) => !hasOnlyName(x509, identity),
    ({ x509, leaf, identity }) =>
      `answered with the subject ${shown(leaf.subject)}${x509.subjectAltName === undefined ? '' : ' with subject alternative names'}, where ${shown(subjectOf(identity))} was requested`,
    "Make it keep the request's subject and add no names, or set `common-name` to the name it uses. Otherwise the next run will not recognise the certificate.",
  ],
  [
    'ANSWER_NOT_YET_VALID',
    ({ leaf, request }) => leaf.notBefore - request.now > SKEW_MS,
    ({ leaf, request }) =>
      `answered with a certificate that is not valid before ${shownDate(leaf.notBefore)}, ${shownSpan(leaf.notBefore - request.now)} from now by Cloudflare's clock`,
    "Check the signer's clock.",
  ],
  [
    'ANSWER_EXPIRED',
    ({ left }) => left <= 0,
    ({ leaf }) => `answered with a certificate that expired at ${shownDate(leaf.notAfter)}`,
    "Check the signer's clock, and that it did not return an old certificate.",
  ],
  [
    'ANSWER_BELOW_MINIMUM_VALIDITY',
    ({ left, minimumValidity }) => left < minimumValidity,
    ({ left, minimumValidity }) =>
      `answered with a certificate that is valid for ${shownSpan(left)}; \`minimum-validity\` is ${shownSpan(minimumValidity)}`,
    'Make it sign for longer, or lower `minimum-validity`.',
  ],
  [
    'ANSWER_LIVES_TOO_LONG',
    ({ leaf, request }) => leaf.notAfter > request.notAfter + SLACK,
    ({ leaf, request }) =>
      `answered with a certificate that is valid until ${shownDate(leaf.notAfter)}, longer than the requested ${shownSpan(request.notAfter - request.now)}`,
    'Make it sign for `validity` at most, or raise `validity`.',
  ],
  [
    'ANSWER_SIGNED_BY_OTHER',
    ({ x509, identity }) => signerOf(x509, identity) === undefined,
    ({ leaf }) =>
      `answered with a certificate signed by ${shown(leaf.issuer)}, which is not in \`client-ca\``,
    "Cloudflare sends only the leaf, so the authority that signs it must be in the origin's CA file and in `client-ca`.",
  ],
];

function refused(reason: string, cause: string, cure: string): AnswerRead {
  return { kind: 'refused', reason, cause, cure };
}

/** Fit in every way that a pasted certificate has to be. */
function unfit(leaf: Parsed, now: number): AnswerRead | undefined {
  const policy = { minimumValidity: 0, expiryWarning: 0 };
  const findings = judgeCertificate(leaf, ISSUED, policy, now);
  const found = findings.find(({ severity }) => severity !== 'warn');
  const cause = 'answered with a certificate that origins or Cloudflare would refuse';
  return found && refused(`ANSWER_${found.reason}`, cause, found.sentence);
}
