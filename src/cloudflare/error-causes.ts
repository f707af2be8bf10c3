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

interface Entry extends Explanation {
  readonly codes?: readonly number[];
  readonly statuses?: readonly number[];
  /** The same number means other things at other endpoints. */
  readonly endpoint?: RegExp;
  readonly message?: RegExp;
  readonly when?: (refusal: Refusal) => boolean;
}

const ORIGIN_PULLS = /origin_tls_client_auth/;
const UPLOAD = /^POST .*origin_tls_client_auth/;
const SETTINGS = /\/settings\/(?:ssl|tls_client_auth)$/;

const RATE_LIMITED: Explanation = {
  cause: "The API's rate limit was exceeded (1200 calls in 5 minutes per user or account token).",
  cure: 'Wait five minutes and run again. Other jobs with this token, or with tokens of the same user, count as well.',
};

/** Tried in this order: the first that fits explains the refusal. */
const ENTRIES: readonly Entry[] = [
  {
    when: (refusal) => refusal.challenged,
    cause: "Cloudflare answered with a challenge page instead of the API's answer.",
    cure: "Cloudflare challenges this runner's address: use another runner or allow the address, then run again.",
  },
  {
    when: ({ status }) => status >= 300 && status < 400,
    cause:
      'The answer was a redirect. Redirects are never followed, because the request carries the token and may carry the key.',
    cure: 'Check `api-base-url`, and any proxy in between.',
  },
  {
    codes: [6003, 6111, 9103, 9106],
    cause:
      '`api-token` does not hold an API token. It may be a global API key, the name or id of a token, or a token with other text around it.',
    cure: 'Create an API token with "Zone > SSL and Certificates: Edit", and store it in the secret with nothing else.',
  },
  {
    codes: [10001],
    message: /method not allowed for token/i,
    cause: 'The token is not allowed to make this call.',
    cure: 'Give the token "Zone > SSL and Certificates: Edit" on this zone.',
  },
  {
    message: /unable to authenticate request/i,
    statuses: [401, 403],
    cause:
      'Cloudflare does not know this token. A new one takes a few seconds to become valid, and a rolled one is no longer valid.',
    cure: 'Wait a minute and run again. If that does not help, store the current token in the secret.',
  },
  {
    codes: [10000],
    cause:
      'The token lacks the permission "SSL and Certificates: Edit" for this zone, its IP filter excludes this runner, or the zone id is wrong.',
    cure: 'In the dashboard under My Profile > API Tokens (Manage Account > API Tokens for a token that begins with `cfat_`), give the token "Zone > SSL and Certificates: Edit" on this zone and check its IP filter. Also check the zone id.',
  },
  {
    codes: [9109],
    endpoint: SETTINGS,
    cause: "The token is not allowed to read this zone's settings.",
    cure: 'Add "Zone > Zone Settings: Read" to the token.',
  },
  {
    codes: [9109],
    cause:
      'The token is not valid here: it is for other zones, has expired, or its IP filter excludes this runner.',
    cure: 'Check that the token covers this zone with "SSL and Certificates: Edit" and has not expired.',
  },
  {
    codes: [7003, 7000],
    cause: 'The zone id is malformed, or the path of `api-base-url` is not `/client/v4`.',
    cure: "Copy the zone id (32 hexadecimal digits) from the zone's Overview page in the dashboard.",
  },
  { codes: [971], ...RATE_LIMITED },
  {
    codes: [1404],
    endpoint: ORIGIN_PULLS,
    cause: 'Cloudflare wants a certificate id, even to switch an association off.',
    cure: 'This is a bug in this action: please report it with the ray id.',
  },
  {
    codes: [1406],
    endpoint: ORIGIN_PULLS,
    cause: 'The zone already has this certificate, or it was deleted only seconds ago.',
    cure: 'If it was just deleted, wait half a minute and run again. Otherwise issue a new certificate.',
  },
  {
    codes: [1408],
    endpoint: UPLOAD,
    cause: 'Cloudflare could not parse the certificate.',
    cure: 'Check with `openssl x509 -in certificate.pem -noout -text` that it is a complete PEM certificate with a supported key type.',
  },
  {
    codes: [1412],
    endpoint: UPLOAD,
    cause:
      'Cloudflare only takes leaf certificates. This one is an authority (CA:TRUE), or no leaf was found.',
    cure: 'Use the client certificate that your authority issued (`basicConstraints = CA:FALSE`), not the authority itself.',
  },
  {
    codes: [1413],
    endpoint: UPLOAD,
    cause: 'Cloudflare does not take this type of key.',
    cure: 'Issue the certificate with an EC key on P-256, or an RSA key of at least 2048 bits.',
  },
  {
    codes: [1414],
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate is already being deleted.',
    cure: 'Nothing to do: it will be gone in about ten seconds.',
  },
  {
    codes: [1415],
    endpoint: ORIGIN_PULLS,
    cause:
      'There is no such certificate at this level: the id is wrong or from the other level, or the certificate was deleted.',
    cure: 'Check whether somebody else deleted it, then run again.',
  },
  {
    codes: [1433],
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate is in use: a hostname uses it, or did until a moment ago.',
    cure: 'Move its hostnames to another certificate, wait up to five minutes and try again.',
  },
  {
    codes: [1434],
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate is still being deployed and cannot be deleted yet.',
    cure: 'Wait a few minutes and run again.',
  },
  {
    codes: [1551, 1552],
    endpoint: ORIGIN_PULLS,
    cause: 'There is no certificate with this id at this level of the zone.',
    cure: 'Check the id and the level (`zone` or `hostname`), and whether somebody else deleted the certificate.',
  },
  {
    codes: [1553],
    endpoint: ORIGIN_PULLS,
    cause: 'This hostname has no certificate of its own.',
    cure: 'Check that the hostname belongs to this zone. A rotation with `level: hostname` sets it up.',
  },
  {
    message: /already (?:been )?deleted/i,
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate has already been deleted.',
    cure: 'Nothing to do.',
  },
  { statuses: [429], ...RATE_LIMITED },
  {
    statuses: [409],
    cause: 'Another change to this zone was in progress the whole time.',
    cure: "Find the other job or person changing this zone's origin pulls, wait until they are done, then run again.",
  },
  {
    codes: [1000],
    cause: "Cloudflare's API had an internal error. Your certificate and token are not the problem.",
    cure: 'Check https://www.cloudflarestatus.com and run again.',
  },
  {
    statuses: [401],
    cause: 'The token was not accepted.',
    cure: 'Check that the secret holds a current API token, complete and without quotes.',
  },
  {
    statuses: [403],
    cause:
      'The token is not allowed to do this, or a firewall or proxy in front of the API blocked the call.',
    cure: 'Give the token "SSL and Certificates: Edit" on this zone. If it has that, check for proxies between the runner and the API.',
  },
  {
    statuses: [404, 405],
    cause: 'The API does not know this path or does not allow this call.',
    cure: 'Check the zone id, the certificate id and `api-base-url`.',
  },
  {
    when: ({ status }) => status === 408 || status >= 500,
    cause: "Cloudflare's API or network failed. Your certificate is not the problem.",
    cure: 'Check https://www.cloudflarestatus.com and run again.',
  },
  {
    when: ({ status, readable }) => status < 300 && !readable,
    cause: 'The answer was empty, cut off, not JSON, or not what the API documents.',
    cure: 'Run again. If that does not help, check `api-base-url` and any proxy between the runner and the API.',
  },
];

export const UNKNOWN: Explanation = {
  cause: 'This action does not know the reason.',
  cure: "See Cloudflare's message above. Cloudflare support can look up the request by its ray id.",
};

/** Cause and cure of a refusal, by endpoint and code, then by message, then by status; undefined: not known. */
export function explain(refusal: Refusal): Explanation | undefined {
  return ENTRIES.find((entry) => fits(entry, refusal));
}

function fits(entry: Entry, refusal: Refusal): boolean {
  const { codes, statuses, endpoint, message, when } = entry;
  if (codes !== undefined && !codes.some((code) => refusal.apiCodes.includes(code))) return false;
  if (statuses !== undefined && !statuses.includes(refusal.status)) return false;
  if (endpoint !== undefined && !endpoint.test(refusal.endpoint)) return false;
  if (message !== undefined && !refusal.apiMessages.some((text) => message.test(text))) return false;
  return when === undefined || when(refusal);
}
