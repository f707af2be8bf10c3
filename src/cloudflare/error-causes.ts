/** What is known of a refusal. Texts have been cleaned before they come here. */
export interface Refusal {
  readonly status: number;
  readonly apiCodes: readonly number[];
  readonly apiMessages: readonly string[];
  /** Method and path template, such as `POST /zones/{zone_id}/origin_tls_client_auth`. */
  readonly endpoint: string;
  readonly ray: string | undefined;
  /** Cloudflare's challenge page answered in the API's place. */
  readonly challenged: boolean;
  /** The body was an envelope of the API (and not, say, a page of HTML). */
  readonly readable: boolean;
}

export interface Explanation {
  /** Why it happened, in a sentence. */
  readonly cause: string;
  /** What to do about it. */
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

/** Asked in this order; the first that fits explains. */
const ENTRIES: readonly Entry[] = [
  {
    when: (refusal) => refusal.challenged,
    cause: "A challenge page of Cloudflare's network edge answered in place of the API.",
    cure: 'The address of this runner is being challenged: run on another runner, or allow its address, and try again.',
  },
  {
    when: ({ status }) => status >= 300 && status < 400,
    cause:
      'The answer was a redirect, which is never followed, since the request carries the token and may carry the key.',
    cure: 'Check `api-base-url`, and any proxy in between.',
  },
  {
    codes: [6003, 6111, 9103, 9106],
    cause:
      'The secret in `api-token` is no API token: a global API key, the name or id of a token, or text that was pasted along with it.',
    cure: 'Make an API token with "Zone > SSL and Certificates: Edit", and put it alone into the secret.',
  },
  {
    codes: [10001],
    message: /method not allowed for token/i,
    cause: 'The token may not make this call at all.',
    cure: 'Give the token "Zone > SSL and Certificates: Edit" on this zone.',
  },
  {
    message: /unable to authenticate request/i,
    statuses: [401, 403],
    cause:
      'The token is not (or not yet) known: one made seconds ago takes a moment to become valid, and one that was rolled no longer is.',
    cure: 'Wait a minute and run again; if it stays, put the current token into the secret.',
  },
  {
    codes: [10000],
    cause:
      'The token lacks the permission "SSL and Certificates: Edit" for this zone, or the id is not the id of a zone, or a filter on client IP addresses of the token shuts out this runner.',
    cure: 'In the dashboard, under My Profile > API Tokens, or Manage Account > API Tokens for one that begins with `cfat_`, give the token "Zone > SSL and Certificates: Edit" on this zone, and check its IP filter; check the zone id.',
  },
  {
    codes: [9109],
    endpoint: SETTINGS,
    cause: 'The token may not read the settings of this zone.',
    cure: 'Add "Zone > Zone Settings: Read" to the token.',
  },
  {
    codes: [9109],
    cause:
      'The token is not valid here: it was made for other zones, has expired, or its IP filter shuts out this runner.',
    cure: 'Check that the token covers this zone with "SSL and Certificates: Edit" and has not expired.',
  },
  {
    codes: [7003, 7000],
    cause: 'The zone id is malformed, or `api-base-url` has another path than `/client/v4`.',
    cure: 'Copy the zone id from the Overview page of the zone in the dashboard (32 hexadecimal digits).',
  },
  {
    codes: [971],
    cause: 'More calls were made than the API allows (1200 in 5 minutes for a user or an account token).',
    cure: 'Wait five minutes and run again; look for other jobs that use tokens of the same user, or this token.',
  },
  {
    codes: [1404],
    endpoint: ORIGIN_PULLS,
    cause: 'A certificate id is required, also to switch an association off.',
    cure: 'This is a defect of this action: please report it with the ray id.',
  },
  {
    codes: [1406],
    endpoint: ORIGIN_PULLS,
    cause: 'This certificate exists in the zone already, or was deleted from it only seconds ago.',
    cure: 'If it was just deleted, wait half a minute and run again; otherwise issue a fresh certificate.',
  },
  {
    codes: [1408],
    endpoint: UPLOAD,
    cause: 'Cloudflare could not parse the certificate.',
    cure: 'Check with `openssl x509 -in certificate.pem -noout -text` that it is a whole PEM certificate with a supported kind of key.',
  },
  {
    codes: [1412],
    endpoint: UPLOAD,
    cause:
      'Only a leaf certificate is accepted, and this one is an authority (CA:TRUE) or no leaf was found.',
    cure: 'Upload the client certificate your authority issued, with `basicConstraints = CA:FALSE`, and not the authority itself.',
  },
  {
    codes: [1413],
    endpoint: UPLOAD,
    cause: 'Cloudflare does not take a key of this kind.',
    cure: 'Issue the certificate with an EC key on P-256, or an RSA key of at least 2048 bits.',
  },
  {
    codes: [1414],
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate is being deleted already.',
    cure: 'Nothing has to be done: it will be gone in about ten seconds.',
  },
  {
    codes: [1415],
    endpoint: ORIGIN_PULLS,
    cause:
      'The certificate id is invalid or its certificate was deleted; the id of a zone-level certificate does not work for a hostname, nor the reverse.',
    cure: 'Check whether somebody else deleted the certificate, then run again.',
  },
  {
    codes: [1433],
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate is in use: a hostname is associated with it, or was until a moment ago.',
    cure: 'Point its hostnames at another certificate, wait up to five minutes and try again.',
  },
  {
    codes: [1434],
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate cannot be deleted while it is being deployed.',
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
    cause: 'Nothing is configured for this hostname.',
    cure: 'Check that the hostname belongs to this zone; a rotation with `level: hostname` sets it up.',
  },
  {
    message: /already (?:been )?deleted/i,
    endpoint: ORIGIN_PULLS,
    cause: 'The certificate is deleted already.',
    cure: 'Nothing has to be done.',
  },
  {
    statuses: [429],
    cause: 'More calls were made than the API allows (1200 in 5 minutes for a user or an account token).',
    cure: 'Wait five minutes and run again; look for other jobs that use tokens of the same user, or this token.',
  },
  {
    statuses: [409],
    cause: 'Another change of this zone was running all the time.',
    cure: 'Look for another job or person that changes origin pulls of this zone, wait for it, then run again.',
  },
  {
    codes: [1000],
    cause: "Cloudflare's API failed inside; this is not about your certificate or your token.",
    cure: 'Look at https://www.cloudflarestatus.com and run again.',
  },
  {
    statuses: [401],
    cause: 'The token was not accepted.',
    cure: 'Check that the secret holds a current API token, whole and without quotes.',
  },
  {
    statuses: [403],
    cause: 'The token may not do this, or something before the API (a firewall, a proxy) forbade it.',
    cure: 'Give the token "SSL and Certificates: Edit" on this zone; if it has that, look at proxies between the runner and the API.',
  },
  {
    statuses: [404, 405],
    cause: 'The API does not know this path or does not allow this call.',
    cure: 'Check the zone id, the certificate id and `api-base-url`.',
  },
  {
    when: ({ status }) => status === 408 || status >= 500,
    cause: "Cloudflare's API or its network edge failed; this is not about your certificate.",
    cure: 'Look at https://www.cloudflarestatus.com and run again.',
  },
  {
    when: ({ status, readable }) => status < 300 && !readable,
    cause: 'What came was empty, cut off, not JSON, or not of the form the API documents.',
    cure: 'Run again; if it stays, check `api-base-url` and any proxy between the runner and the API.',
  },
];

const UNKNOWN: Explanation = {
  cause: 'The API gave no reason this action knows.',
  cure: "Read Cloudflare's message above; with the ray id, Cloudflare support can look the request up.",
};

/** Cause and cure of a refusal, by endpoint and code, then by message, then by status. */
export function explain(refusal: Refusal): Explanation {
  return ENTRIES.find((entry) => fits(entry, refusal)) ?? UNKNOWN;
}

/** Whether there is more to say of it than that it is not known. */
export function isKnown(refusal: Refusal): boolean {
  return ENTRIES.some((entry) => fits(entry, refusal));
}

function fits(entry: Entry, refusal: Refusal): boolean {
  const { codes, statuses, endpoint, message, when } = entry;
  if (codes !== undefined && !codes.some((code) => refusal.apiCodes.includes(code))) return false;
  if (statuses !== undefined && !statuses.includes(refusal.status)) return false;
  if (endpoint !== undefined && !endpoint.test(refusal.endpoint)) return false;
  if (message !== undefined && !refusal.apiMessages.some((text) => message.test(text))) return false;
  return when === undefined || when(refusal);
}
