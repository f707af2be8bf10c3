import { cleanSentence } from '../../cloudflare/foreign-text.ts';
import { textOf } from '../../cloudflare/json.ts';
import type { Json } from '../../cloudflare/json.ts';
import type { ActionError } from '../../errors.ts';
import { shownClaim } from './id-token.ts';
import { IS_IT_THE_SIGNER, quoted, signerFailed } from './signing-server.ts';
import type { ServerAnswer } from './signing-server.ts';

/** One refusal, known by its status and by step-ca's own words. */
interface Refusal {
  readonly when: (status: number, words: string) => boolean;
  readonly text: (audience: string, claims: Json) => readonly [happened: string, remedy: string];
}

const REFUSALS: readonly Refusal[] = [
  {
    when: (status, words) => status === 401 && /already used/iu.test(words),
    text: () => [
      'step-ca says that the one-time token has already been used.',
      'Run again: each run requests a new one.',
    ],
  },
  {
    // The message is the same for every reason: whatever it may be is told with what was sent.
    when: (status) => status === 401,
    text: (audience, claims) => [
      `step-ca did not let this job in. The token had the audience \`${audience}\`, the issuer ${shownClaim(claims, 'iss')} and the subject ${shownClaim(claims, 'sub')}.`,
      "The audience must be the `clientID` of an OIDC provisioner whose configuration endpoint belongs to this issuer, and the clocks must agree. step-ca's log has the reason.",
    ],
  },
  {
    when: (status, words) => status === 403 && /duration/iu.test(words),
    text: () => [
      'step-ca does not sign for as long as `validity` asks.',
      "Raise the provisioner's `claims.maxTLSCertDuration` (24 hours by default), or lower `validity`.",
    ],
  },
  {
    when: (status) => status === 403,
    text: (_, claims) => [
      `step-ca's policy does not allow this certificate. The job is ${shownClaim(claims, 'sub')}.`,
      "Allow the common name in the provisioner's or the authority's policy.",
    ],
  },
  {
    when: (status, words) => status === 400 && /key (?:of type|must be)|RSA key/iu.test(words),
    text: () => [
      'step-ca does not sign this type of key.',
      'Set `key` to a type it accepts, such as `ec-p256`.',
    ],
  },
  {
    when: (status) => status === 400,
    text: (_, claims) => [
      `step-ca refused the request, perhaps because of the provisioner's template. The token had repository_id ${shownClaim(claims, 'repository_id')} and environment ${shownClaim(claims, 'environment')}.`,
      'Compare them with what the template requires. docs/issuing.md has an example.',
    ],
  },
  {
    when: (status) => status === 404,
    text: () => [
      'There is no step-ca at `address`.',
      'Use its address without a path, such as https://ca.example:9000.',
    ],
  },
];

/** Why a request was not signed, with what was sent. */
export function stepCaRefused({ status, json }: ServerAnswer, audience: string, claims: Json): ActionError {
  const words = cleanSentence(json === undefined ? '' : (textOf(json, 'message') ?? ''));
  const known = REFUSALS.find(({ when }) => when(status, words));
  if (known === undefined) {
    return signerFailed(
      `step-ca did not sign (HTTP ${status}${words === '' ? '' : `: ${quoted(words)}`}).`,
      json === undefined ? IS_IT_THE_SIGNER : "See step-ca's log.",
    );
  }
  const [happened, remedy] = known.text(audience, claims);
  return signerFailed(words === '' ? happened : `${happened} It said: ${quoted(words)}`, remedy);
}
