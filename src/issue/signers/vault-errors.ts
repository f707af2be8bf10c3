import { cleanSentence } from '../../cloudflare/foreign-text.ts';
import type { Json } from '../../cloudflare/json.ts';
import type { ActionError } from '../../errors.ts';
import { shownClaim } from './id-token.ts';
import { IS_IT_THE_SIGNER, quoted, signerFailed } from './signing-server.ts';
import type { ServerAnswer } from './signing-server.ts';

/** One refusal, known by its status or by Vault's own words. */
interface Refusal {
  readonly when: (status: number, words: string) => boolean;
  readonly text: (
    words: string,
    settings: VaultSettings,
    claims: Json,
  ) => readonly [happened: string, remedy: string];
}

const says =
  (pattern: RegExp, ...statuses: readonly number[]): Refusal['when'] =>
  (status, words) =>
    (statuses.length === 0 || statuses.includes(status)) && pattern.test(words);

const SEALED: Refusal = {
  when: (status, words) => /\bsealed\b/iu.test(words) || status === 503,
  text: () => [
    'Vault is sealed or not ready (HTTP 503).',
    'Unseal it or wait until it is ready, then run again.',
  ],
};
const STANDBY: Refusal = {
  when: (status) => [429, 472, 473].includes(status),
  text: () => [
    'This Vault node is on standby or is not taking requests.',
    'Use the address of the active node, or of a load balancer that finds it.',
  ],
};
const LAGS: Refusal = {
  when: (status) => status === 412,
  text: () => ['This Vault replica is behind (HTTP 412).', "Run again, or use the primary's address."],
};

const LOGIN: readonly Refusal[] = [
  {
    when: says(/role .*could not be found|missing role/iu),
    text: (_, { loginMount, loginRole }) => [
      loginRole === undefined
        ? `Vault's JWT method at \`${loginMount}\` has no default role, and no \`login-role\` was given.`
        : `Vault's JWT method at \`${loginMount}\` has no role \`${loginRole}\`.`,
      'Set `login-role` to the role for this repository. docs/issuing.md shows how to make one.',
    ],
  },
  {
    when: says(/oidc role_type/iu),
    text: (_, { loginRole }) => [
      `The role \`${loginRole ?? 'default'}\` is for people: its role_type is oidc.`,
      'Set `role_type=jwt` on it. The default is oidc.',
    ],
  },
  {
    when: says(/audience/iu),
    text: (_, { audience }) => [
      `Vault refused the audience of the ID token: \`${audience}\` was sent.`,
      "Put exactly this text in the role's `bound_audiences`, or set `audience` to what is there.",
    ],
  },
  {
    when: says(/issuer|\biss\b/iu),
    text: (_, __, claims) => [
      `Vault refused the issuer of the ID token: ${shownClaim(claims, 'iss')} was sent.`,
      "Set the JWT method's `oidc_discovery_url` and `bound_issuer` to exactly this.",
    ],
  },
  {
    when: says(/claim "?[\w/]+"? (?:is missing|does not match)|claims?: claim/iu),
    text: (words, _, claims) => {
      const [, name = 'sub'] = /claim "?([\w/]+)"?/iu.exec(words.replace(/^.*?claims: /iu, '')) ?? [];
      return [
        `Vault refused the claim \`${name}\` of the ID token: ${shownClaim(claims, name)} was sent.`,
        `Fix the role's \`bound_claims\`, or run from the repository, environment or branch it names.`,
      ];
    },
  },
  {
    when: says(/sub(?:ject)?\)? claim/iu),
    text: (_, __, claims) => [
      `Vault refused the subject of the ID token: ${shownClaim(claims, 'sub')} was sent.`,
      "Bind `repository_id` and `environment` instead of `bound_subject`: the subject's format varies.",
    ],
  },
  {
    when: says(/expired|not yet valid|\bnbf\b|\bexp\b|\biat\b/iu),
    text: () => [
      'Vault says that the ID token has expired or is not valid yet.',
      'Check the clock of the Vault server: the token was only seconds old.',
    ],
  },
  {
    when: says(/signature|known key|keyset|verif/iu),
    text: () => [
      'Vault could not verify the signature of the ID token.',
      "Check the JWT method's `oidc_discovery_url` or `jwks_url`, and that Vault can reach it.",
    ],
  },
  {
    when: (status) => status === 403 || status === 404,
    text: (_, { loginMount, namespace }) => [
      `Vault has no login at \`auth/${loginMount}\`${namespace === undefined ? '' : ` in the namespace \`${namespace}\``}.`,
      'Check `login-mount` and `namespace`: the JWT method must be enabled there.',
    ],
  },
];

const SIGN: readonly Refusal[] = [
  {
    when: says(/unknown role/iu),
    text: (_, { mount, role }) => [
      `The PKI engine at \`${mount}\` has no role \`${role}\`.`,
      'Set `role` to a role of that engine. docs/issuing.md shows how to make one.',
    ],
  },
  {
    when: says(/beyond the expiration of the CA|past the (?:CA|issuer)/iu),
    text: () => [
      "The certificate would outlive Vault's authority, which Vault does not allow.",
      'Renew the authority in Vault, let its issuer truncate (`leaf_not_after_behavior=truncate`), or lower `validity`.',
    ],
  },
  {
    when: says(/max(?:imum)?[ _]ttl|ttl.*(?:larger|greater)/iu),
    text: () => [
      'Vault does not sign for as long as `validity` asks.',
      "Raise the role's `max_ttl`, or lower `validity`.",
    ],
  },
  {
    when: says(/not allowed by this role|common name|subject/iu),
    text: () => [
      'The role does not allow the requested common name.',
      'Allow it in the role: `allowed_domains` with `allow_bare_domains=true`, and `cn_validations=disabled` if it is not a hostname. Or set `common-name`.',
    ],
  },
  {
    when: says(/keys? of type|key[ _](?:type|bits)|bits/iu),
    text: () => [
      'The role does not sign this type of key.',
      "Set the role's `key_type` and `key_bits` to match `key` (`ec` and 256 by default). Without them, Vault signs only RSA keys.",
    ],
  },
  {
    when: says(/permission denied/iu, 403),
    text: (_, { mount, role }) => [
      `The policy of this login does not allow signing at \`${mount}/sign/${role}\`.`,
      `Give it a policy with \`path "${mount}/sign/${role}" { capabilities = ["update"] }\`.`,
    ],
  },
  {
    when: (status) => status === 403,
    text: () => [
      'Vault refused the token.',
      'Check that the token is still valid and belongs to this namespace.',
    ],
  },
  {
    when: (status) => status === 404,
    text: (_, { mount }) => [`Vault has no PKI engine at \`${mount}\`.`, 'Check `mount` and `namespace`.'],
  },
];

/** Why a login was refused, with what was sent. */
export function loginRefused(answer: ServerAnswer, settings: VaultSettings, claims: Json): ActionError {
  return explain([SEALED, STANDBY, LAGS, ...LOGIN], 'log this job in', answer, settings, claims);
}

/** Why a request was not signed. */
export function signRefused(answer: ServerAnswer, settings: VaultSettings): ActionError {
  return explain([SEALED, STANDBY, LAGS, ...SIGN], 'sign', answer, settings, {});
}

function explain(
  refusals: readonly Refusal[],
  what: string,
  { status, json }: ServerAnswer,
  settings: VaultSettings,
  claims: Json,
): ActionError {
  const words = cleanSentence(
    (Array.isArray(json?.['errors']) ? json['errors'] : [])
      .filter((one) => typeof one === 'string')
      .join('; '),
  );
  const known = refusals.find(({ when }) => when(status, words));
  const said = words === '' ? `HTTP ${status}` : `HTTP ${status}: ${quoted(words)}`;
  if (known === undefined) {
    const remedy = json === undefined ? IS_IT_THE_SIGNER : "See Vault's own log.";
    return signerFailed(`Vault did not ${what} (${said}).`, remedy);
  }
  const [happened, remedy] = known.text(words, settings, claims);
  return signerFailed(words === '' ? happened : `${happened} Vault said: ${quoted(words)}`, remedy);
}

/** How to ask Vault or OpenBao. */
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
