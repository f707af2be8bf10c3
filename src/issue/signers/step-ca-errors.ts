import { cleanSentence } from '../../cloudflare/foreign-text.ts';
import { textOf, type Json } from '../../cloudflare/json.ts';
import type { ActionError } from '../../errors.ts';
import { shownClaim } from './id-token.ts';
import { says, serverRefused, type Refusal, type ServerAnswer } from './signing-server.ts';

/** With the claims of the token that was sent. */
const REFUSALS: readonly Refusal<Json>[] = [
  [
    says(/already used/iu, 401),
    'step-ca says that the one-time token has already been used.',
    'Run again: each run requests a new one.',
  ],
  // The message is the same for every reason: whatever it may be is told with what was sent.
  [
    says(/^/u, 401),
    (claims) =>
      `step-ca did not let this job in. The token had the audience ${shownClaim(claims, 'aud')}, the issuer ${shownClaim(claims, 'iss')} and the subject ${shownClaim(claims, 'sub')}.`,
    "The audience must be the `clientID` of an OIDC provisioner whose configuration endpoint belongs to this issuer, and the clocks must agree. step-ca's log has the reason.",
  ],
  [
    says(/duration/iu, 403),
    'step-ca does not sign for as long as `validity` asks.',
    "Raise the provisioner's `claims.maxTLSCertDuration` (24 hours by default), or lower `validity`.",
  ],
  [
    says(/^/u, 403),
    (claims) => `step-ca's policy does not allow this certificate. The job is ${shownClaim(claims, 'sub')}.`,
    "Allow the common name in the provisioner's or the authority's policy.",
  ],
  [
    says(/key (?:of type|must be)|RSA key/iu, 400),
    'step-ca does not sign this type of key.',
    'Set `key` to a type it accepts, such as `ec-p256`.',
  ],
  [
    says(/^/u, 400),
    (claims) =>
      `step-ca refused the request, perhaps because of the provisioner's template. The token had repository_id ${shownClaim(claims, 'repository_id')} and environment ${shownClaim(claims, 'environment')}.`,
    'Compare them with what the template requires. docs/issuing.md has an example.',
  ],
  [
    says(/^/u, 404),
    'There is no step-ca at `address`.',
    'Use its address without a path, such as https://ca.example:9000.',
  ],
];

export function stepCaRefused(answer: ServerAnswer, claims: Json): ActionError {
  const words = cleanSentence(textOf(answer.json, 'message') ?? '');
  return serverRefused('step-ca', 'sign', REFUSALS, answer, words, claims);
}
