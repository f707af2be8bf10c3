import { cleanSentence } from '../../cloudflare/foreign-text.ts';
import type { Json } from '../../cloudflare/json.ts';
import type { ActionError } from '../../errors.ts';
import { shownClaim } from './id-token.ts';
import { says, serverRefused, type Refusal, type ServerAnswer } from './signing-server.ts';

type Asked = VaultSettings & { readonly claims: Json; readonly words: string };

const NOT_READY: readonly Refusal<Asked>[] = [
  [
    (status, words) => /\bsealed\b/iu.test(words) || status === 503,
    'Vault is sealed or not ready (HTTP 503).',
    'Unseal it or wait until it is ready, then run again.',
  ],
  [
    says(/^/u, 429, 472, 473),
    'This Vault node is on standby or is not taking requests.',
    'Use the address of the active node, or of a load balancer that finds it.',
  ],
  [says(/^/u, 412), 'This Vault replica is behind (HTTP 412).', "Run again, or use the primary's address."],
];

const LOGIN: readonly Refusal<Asked>[] = [
  [
    says(/role .*could not be found|missing role/iu),
    ({ loginMount, loginRole }) =>
      loginRole === undefined
        ? `Vault's JWT method at \`${loginMount}\` has no default role, and no \`login-role\` was given.`
        : `Vault's JWT method at \`${loginMount}\` has no role \`${loginRole}\`.`,
    'Set `login-role` to the role for this repository. docs/issuing.md shows how to make one.',
  ],
  [
    says(/oidc role_type/iu),
    ({ loginRole }) => `The role \`${loginRole ?? 'default'}\` is for people: its role_type is oidc.`,
    'Set `role_type=jwt` on it. The default is oidc.',
  ],
  [
    says(/audience/iu),
    ({ audience }) => `Vault refused the audience of the ID token: \`${audience}\` was sent.`,
    "Put exactly this text in the role's `bound_audiences`, or set `audience` to what is there.",
  ],
  [
    says(/issuer|\biss\b/iu),
    ({ claims }) => `Vault refused the issuer of the ID token: ${shownClaim(claims, 'iss')} was sent.`,
    "Set the JWT method's `oidc_discovery_url` and `bound_issuer` to exactly this.",
  ],
  [
    says(/claim "?[\w/]+"? (?:is missing|does not match)|claims?: claim/iu),
    ({ words, claims }) => {
      const [, name = 'sub'] = /claim "?([\w/]+)"?/iu.exec(words.replace(/^.*?claims: /iu, '')) ?? [];
      return `Vault refused the claim \`${name}\` of the ID token: ${shownClaim(claims, name)} was sent.`;
    },
    "Fix the role's `bound_claims`, or run from the repository, environment or branch it names.",
  ],
  [
    says(/sub(?:ject)?\)? claim/iu),
    ({ claims }) => `Vault refused the subject of the ID token: ${shownClaim(claims, 'sub')} was sent.`,
    "Bind `repository_id` and `environment` instead of `bound_subject`: the subject's format varies.",
  ],
  [
    says(/expired|not yet valid|\bnbf\b|\bexp\b|\biat\b/iu),
    'Vault says that the ID token has expired or is not valid yet.',
    'Check the clock of the Vault server: the token was only seconds old.',
  ],
  [
    says(/signature|known key|keyset|verif/iu),
    'Vault could not verify the signature of the ID token.',
    "Check the JWT method's `oidc_discovery_url` or `jwks_url`, and that Vault can reach it.",
  ],
  [
    says(/^/u, 403, 404),
    ({ loginMount, namespace }) =>
      `Vault has no login at \`auth/${loginMount}\`${namespace === undefined ? '' : ` in the namespace \`${namespace}\``}.`,
    'Check `login-mount` and `namespace`: the JWT method must be enabled there.',
  ],
];

const REFUSED_TOKEN = [
  'Vault refused the token.',
  'Check that the token is still valid and belongs to this namespace.',
] as const;

const SIGN: readonly Refusal<Asked>[] = [
  [
    says(/unknown role/iu),
    ({ mount, role }) => `The PKI engine at \`${mount}\` has no role \`${role}\`.`,
    'Set `role` to a role of that engine. docs/issuing.md shows how to make one.',
  ],
  [
    says(/beyond the expiration of the CA|past the (?:CA|issuer)/iu),
    "The certificate would outlive Vault's authority, which Vault does not allow.",
    'Renew the authority in Vault, let its issuer truncate (`leaf_not_after_behavior=truncate`), or lower `validity`.',
  ],
  [
    says(/max(?:imum)?[ _]ttl|ttl.*(?:larger|greater)/iu),
    'Vault does not sign for as long as `validity` asks.',
    "Raise the role's `max_ttl`, or lower `validity`.",
  ],
  [
    says(/not allowed by this role|common name|subject/iu),
    'The role does not allow the requested common name.',
    'Allow it in the role: `allowed_domains` with `allow_bare_domains=true`, and `cn_validations=disabled` if it is not a hostname. Or set `common-name`.',
  ],
  [
    says(/keys? of type|key[ _](?:type|bits)|bits/iu),
    'The role does not sign this type of key.',
    "Set the role's `key_type` and `key_bits` to match `key` (`ec` and 256 by default). Without them, Vault signs only RSA keys.",
  ],
  [says(/(?:invalid|bad) token/iu, 403), ...REFUSED_TOKEN],
  [
    says(/permission denied/iu, 403),
    ({ mount, role, token }) =>
      token === undefined
        ? `The policy of this login does not allow signing at \`${mount}/sign/${role}\`.`
        : `The token in \`token-env\` may not sign at \`${mount}/sign/${role}\`, or is not valid any more.`,
    ({ mount, role }) =>
      `Give it a policy with \`path "${mount}/sign/${role}" { capabilities = ["update"] }\`.`,
  ],
  [says(/^/u, 403), ...REFUSED_TOKEN],
  [
    says(/^/u, 404),
    ({ mount }) => `Vault has no PKI engine at \`${mount}\`.`,
    'Check `mount` and `namespace`.',
  ],
];

export function vaultRefused(
  what: 'log this job in' | 'sign',
  answer: ServerAnswer,
  settings: VaultSettings,
  claims: Json = {},
): ActionError {
  const errors: readonly unknown[] = Array.isArray(answer.json?.['errors']) ? answer.json['errors'] : [];
  const words = cleanSentence(errors.filter((one) => typeof one === 'string').join('; '));
  const refusals = [...NOT_READY, ...(what === 'sign' ? SIGN : LOGIN)];
  return serverRefused('Vault', what, refusals, answer, words, { ...settings, claims, words });
}

export interface VaultSettings {
  /** An https URL without a path of the API. */
  readonly address: string;
  /** Where the PKI engine is mounted, and the role that signs there. */
  readonly mount: string;
  readonly role: string;
  /** Where the JWT method is mounted, and the role to log in with; undefined: the method's default role. */
  readonly loginMount: string;
  readonly loginRole: string | undefined;
  readonly audience: string;
  readonly namespace: string | undefined;
  /** PEM of whoever signed the server's TLS certificate; undefined: the runner's authorities. */
  readonly serverCa: string | undefined;
  /** A token that somebody has, in place of GitHub's identity. It is not revoked. */
  readonly token: string | undefined;
}
