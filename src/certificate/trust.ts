import type { X509Certificate } from 'node:crypto';
import { finding, type Finding } from './finding.ts';
import { certificatesIn, type Leaf } from './leaf.ts';
import type { PrivateKey } from './private-key.ts';
import { refusedAlone, refusedByBundle } from './trust-reasons.ts';
import type { AskOpenSsl, TrustAnswer, TrustQuestion } from './trust-reasons.ts';
import { SKEW_MS } from './certificate-checks.ts';
import { readValidity } from './certificate-fields.ts';

export interface TrustWorld {
  readonly askOpenSsl: AskOpenSsl;
  readonly clock: { wall(): number };
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
}

export interface TrustCase {
  readonly leaf: Leaf;
  readonly key: PrivateKey;
  /** What was pasted beside the leaf; Cloudflare does not send it. */
  readonly chain: readonly X509Certificate[];
  /** PEM bundle of what the origin trusts. */
  readonly clientCa: string | undefined;
  /** Whether a check straight at the origin is to come, which outweighs this answer. */
  readonly originGiven: boolean;
  readonly input: string;
}

export interface Trust {
  /** An origin that trusts exactly `clientCa` accepts the leaf, over a path that origins admit by default. */
  readonly vouchedByCa: boolean;
  readonly findings: readonly Finding[];
}

/** Asks OpenSSL about a certificate, and says what its answer means. Only a yes vouches. */
export async function judgeTrust(about: TrustCase, world: TrustWorld): Promise<Trust> {
  const { clientCa, originGiven, input, leaf } = about;
  const alone = { leaf: leaf.pem, key: about.key.keyObject(), authorities: undefined };
  const answer = await askInTime({ ...alone, authorities: clientCa }, world);
  if (answer.kind === 'accepted')
    return clientCa === undefined ? trust(false) : accepted(answer.intermediates);
  // What is refused whatever the origin trusts is no fault of the bundle.
  const leafAnswer = clientCa === undefined ? answer : await world.askOpenSsl(alone);
  if (leafAnswer.kind !== 'accepted') return trust(false, refusedAlone(leafAnswer, leaf, input));
  const severity = originGiven ? 'refuse-unless-origin-check' : 'refuse';
  const authorities = certificatesIn(clientCa ?? '');
  return trust(false, refusedByBundle(answer, { ...about, authorities }, severity));
}

function trust(vouchedByCa: boolean, ...findings: readonly Finding[]): Trust {
  return { vouchedByCa, findings };
}

/** A certificate issued a moment ago by a clock that is ahead is waited for, and asked about again. */
async function askInTime(
  question: TrustQuestion,
  { askOpenSsl, clock, sleep, stop }: TrustWorld,
): Promise<TrustAnswer> {
  const answer = await askOpenSsl(question);
  if (answer.kind !== 'refused' || answer.code !== 'CERT_NOT_YET_VALID') return answer;
  const now = clock.wall();
  const begins = certificatesIn(question.leaf + (question.authorities ?? ''))
    .map(({ raw }) => readValidity(raw)?.notBefore ?? now)
    .filter((begin) => begin > now && begin - now <= SKEW_MS);
  if (begins.length === 0) return answer;
  // OpenSSL counts in whole seconds.
  await sleep(Math.max(...begins) - now + 1000, stop);
  return await askOpenSsl(question);
}

const DEPTH =
  'By default nginx admits one intermediate (`ssl_verify_depth 1`) and Apache none (`SSLVerifyDepth 1`)';

/** How many intermediates an origin admits is a setting of its own, which a bundle does not show. */
function accepted(intermediates: number): Trust {
  if (intermediates === 0) return trust(true);
  const opening = 'The path from the certificate to its root in `client-ca` has';
  if (intermediates === 1) {
    const says = `${opening} an intermediate. ${DEPTH}: on Apache, set \`SSLVerifyDepth 2\`.`;
    return trust(true, finding('warn', 'CLIENT_CA_ONE_INTERMEDIATE', 'client-ca', says));
  }
  const says = `${opening} ${intermediates} intermediates. ${DEPTH}, so \`client-ca\` does not vouch for the certificate. Set \`ssl_verify_depth ${intermediates}\` or \`SSLVerifyDepth ${intermediates + 1}\` there, and give \`origin\`, so that the origin itself can show that it accepts it.`;
  return trust(false, finding('warn', 'CLIENT_CA_PATH_TOO_LONG', 'client-ca', says));
}
