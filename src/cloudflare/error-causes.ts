/** What is known of a refusal. All texts are already cleaned. */
export interface Refusal {
  readonly status: number;
  readonly apiCodes: readonly number[];
  readonly apiMessages: readonly string[];
  /** Method and path template, such as `POST /zones/{zone_id}/origin_tls_client_auth`. */
  readonly endpoint: string;
  readonly ray: string | undefined;
  /** Cloudflare answered with its challenge page. */
  readonly challenged: boolean;
  /** The body was an envelope of the API (and not, say, a page of HTML). */
  readonly readable: boolean;
}

export interface Explanation {
  readonly cause: string;
  readonly cure: string;
}

type When = (refusal: Refusal) => boolean;

const ANYWHERE = /^/;
const ORIGIN_PULLS = /origin_tls_client_auth/;
const ZONES = /^GET \/zones$/;
const UPLOAD = /^POST .*origin_tls_client_auth/;
const SETTINGS = /\/settings\/(?:ssl|tls_client_auth)$/;

/** The same number means other things at other endpoints. */
function code(codes: readonly number[], where = ANYWHERE): When {
  return ({ apiCodes, endpoint }) => where.test(endpoint) && codes.some((one) => apiCodes.includes(one));
}

function says(pattern: RegExp, where = ANYWHERE): When {
  return ({ apiMessages, endpoint }) =>
    where.test(endpoint) && apiMessages.some((text) => pattern.test(text));
}

function statusIs(...statuses: readonly number[]): When {
  return (refusal) => statuses.includes(refusal.status);
}

function both(one: When, other: When): When {
  return (refusal) => one(refusal) && other(refusal);
}

const RATE_LIMITED = [
  "The API's rate limit was exceeded (1200 calls in 5 minutes per user or account token).",
  'Wait five minutes and run again. Other jobs with this token, or with tokens of the same user, count as well.',
] as const;

const WHERE =
  'My Profile > API Tokens in the dashboard (Manage Account > API Tokens for a token that begins with `cfat_`)';

/** Tried in this order: the first that fits explains the refusal. */
const ENTRIES: readonly (readonly [when: When, cause: string, cure: string])[] = [
  [
    (refusal) => refusal.challenged,
    "Cloudflare answered with a challenge page instead of the API's answer.",
    "Cloudflare challenges this runner's address: use another runner or allow the address, then run again.",
  ],
  [
    ({ status }) => status >= 300 && status < 400,
    'The answer was a redirect. Redirects are never followed, because the request carries the token and may carry the key.',
    'Check `api-base-url`, and any proxy in between.',
  ],
  [
    code([6003, 6111, 9103, 9106]),
    '`api-token` does not hold an API token. It may be a global API key, the name or id of a token, or a token with other text around it.',
    'Create an API token with "Zone > SSL and Certificates: Edit" and "Zone > Zone: Read", and store it in the secret with nothing else.',
  ],
  [
    both(code([10001]), says(/method not allowed for token/i)),
    'The token is not allowed to make this call.',
    'Give the token "Zone > SSL and Certificates: Edit" on this zone.',
  ],
  [
    both(says(/unable to authenticate request/i), statusIs(401, 403)),
    'Cloudflare does not know this token. A new one takes a few seconds to become valid, and a rolled one is no longer valid.',
    'Wait a minute and run again. If that does not help, store the current token in the secret.',
  ],
  [
    code([10000], ZONES),
    'Cloudflare does not accept the token: it may be incomplete or no longer valid, it may lack "Zone: Read", or its IP filter excludes this runner.',
    `Check under ${WHERE} that the token in the secret is active, has "Zone > Zone: Read" and "Zone > SSL and Certificates: Edit" on the zone, and that its IP filter admits this runner. With the zone's id in \`zone\`, "Zone: Read" is not needed.`,
  ],
  [
    code([10000]),
    'The token lacks the permission "SSL and Certificates: Edit" for this zone, its IP filter excludes this runner, or the zone id is wrong.',
    `Under ${WHERE}, give the token "Zone > SSL and Certificates: Edit" on this zone and check its IP filter. Also check the zone id.`,
  ],
  [
    code([9109], SETTINGS),
    "The token is not allowed to read this zone's settings.",
    'Add "Zone > Zone Settings: Read" to the token.',
  ],
  [
    code([9109]),
    'The token is not valid here: it is for other zones, has expired, or its IP filter excludes this runner.',
    'Check that the token covers this zone with "SSL and Certificates: Edit" and has not expired.',
  ],
  [
    code([7003, 7000]),
    'The zone id is malformed, or the path of `api-base-url` is not `/client/v4`.',
    "Copy the zone id (32 hexadecimal digits) from the zone's Overview page in the dashboard.",
  ],
  [code([971]), ...RATE_LIMITED],
  [
    code([1404], ORIGIN_PULLS),
    'Cloudflare wants a certificate id, even to switch an association off.',
    'This is a bug in this action: please report it with the ray id.',
  ],
  [
    code([1406], ORIGIN_PULLS),
    'The zone already has this certificate, or it was deleted only seconds ago.',
    'If it was just deleted, wait half a minute and run again. Otherwise issue a new certificate.',
  ],
  [
    code([1408], UPLOAD),
    'Cloudflare could not parse the certificate.',
    'Check with `openssl x509 -in certificate.pem -noout -text` that it is a complete PEM certificate with a supported key type.',
  ],
  [
    code([1412], UPLOAD),
    'Cloudflare only takes leaf certificates. This one is an authority (CA:TRUE), or no leaf was found.',
    'Use the client certificate that your authority issued (`basicConstraints = CA:FALSE`), not the authority itself.',
  ],
  [
    code([1413], UPLOAD),
    'Cloudflare does not take this type of key.',
    'Issue the certificate with an EC key on P-256, or an RSA key of at least 2048 bits.',
  ],
  [
    code([1414], ORIGIN_PULLS),
    'The certificate is already being deleted.',
    'Nothing to do: it will be gone in about ten seconds.',
  ],
  [
    code([1415], ORIGIN_PULLS),
    'There is no such certificate at this level: the id is wrong or from the other level, or the certificate was deleted.',
    'Check whether somebody else deleted it, then run again.',
  ],
  [
    code([1433], ORIGIN_PULLS),
    'The certificate is in use: a hostname uses it, or did until a moment ago.',
    'Move its hostnames to another certificate, wait up to five minutes and try again.',
  ],
  [
    code([1434], ORIGIN_PULLS),
    'The certificate is still being deployed and cannot be deleted yet.',
    'Wait a few minutes and run again.',
  ],
  [
    code([1551, 1552], ORIGIN_PULLS),
    'There is no certificate with this id at this level of the zone.',
    'Check the id and the level (`zone` or `hostname`), and whether somebody else deleted the certificate.',
  ],
  [
    code([1553], ORIGIN_PULLS),
    'This hostname has no certificate of its own.',
    'Check that the hostname belongs to this zone. A rotation with `level: hostname` sets it up.',
  ],
  [
    says(/already (?:been )?deleted/i, ORIGIN_PULLS),
    'The certificate has already been deleted.',
    'Nothing to do.',
  ],
  [statusIs(429), ...RATE_LIMITED],
  [
    statusIs(409),
    'Another change to this zone was in progress the whole time.',
    "Find the other job or person changing this zone's origin pulls, wait until they are done, then run again.",
  ],
  [
    code([1000]),
    "Cloudflare's API had an internal error. Your certificate and token are not the problem.",
    'Check https://www.cloudflarestatus.com and run again.',
  ],
  [
    ({ status, readable }) => !readable && status >= 400 && status < 500 && status !== 408,
    'This is no answer of the API: a firewall or proxy in front of it seems to have blocked the call.',
    'Allow calls of all methods to `api.cloudflare.com` in the proxy or firewall between this runner and the API, and check `api-base-url`.',
  ],
  [
    statusIs(401),
    'The token was not accepted.',
    'Check that the secret holds a current API token, complete and without quotes.',
  ],
  [
    statusIs(403),
    'The token is not allowed to do this, or a firewall or proxy in front of the API blocked the call.',
    'Give the token "SSL and Certificates: Edit" on this zone. If it has that, check for proxies between the runner and the API.',
  ],
  [
    statusIs(404, 405),
    'The API does not know this path or does not allow this call.',
    'Check the zone id, the certificate id and `api-base-url`.',
  ],
  [
    ({ status }) => status === 408 || status >= 500,
    "Cloudflare's API or network failed. Your certificate is not the problem.",
    'Check https://www.cloudflarestatus.com and run again.',
  ],
  [
    ({ status, readable }) => status < 300 && !readable,
    'The answer was empty, cut off, not JSON, or not what the API documents.',
    'Run again. If that does not help, check `api-base-url` and any proxy between the runner and the API.',
  ],
];

export const UNKNOWN: Explanation = {
  cause: 'This action does not know the reason.',
  cure: 'Run again. If that does not help, ask Cloudflare support, with the ray id if one is named above.',
};

/** Cause and cure of a refusal, by endpoint and code, then by message, then by status; undefined: not known. */
export function explain(refusal: Refusal): Explanation | undefined {
  const [, cause, cure] = ENTRIES.find(([when]) => when(refusal)) ?? [];
  return cause === undefined || cure === undefined ? undefined : { cause, cure };
}
