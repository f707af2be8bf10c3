import type { ApiFailure } from './error-catalogue.ts';

export interface Cure {
  readonly cause: string;
  readonly cure: string;
}

interface Entry extends Cure {
  /** The same number means other things at other endpoints. */
  readonly at?: RegExp;
  readonly codes: readonly number[];
}

const CERTIFICATES = /origin_tls_client_auth(?:\/hostnames\/certificates)?(?:\/\{certificate_id\})?$/u;
const ASSOCIATIONS = /^PUT .*\/hostnames$/u;

/** Codes as documented or seen live; the first entry that fits speaks. */
const CATALOGUE: readonly Entry[] = [
  {
    at: ASSOCIATIONS,
    codes: [1404],
    cause: 'Cloudflare asks for a certificate id with the association.',
    cure: 'Please report this: the action always sends one.',
  },
  {
    at: CERTIFICATES,
    codes: [1406],
    cause: 'This certificate already exists in the zone.',
    cure: 'Run again in a minute, or issue a fresh certificate.',
  },
  {
    at: CERTIFICATES,
    codes: [1408],
    cause: 'Cloudflare cannot read the certificate.',
    cure: 'Check that the certificate is a leaf in X.509 PEM, with a key of RSA 2048 or more, P-256, P-384 or P-521.',
  },
  {
    at: CERTIFICATES,
    codes: [1412],
    cause: 'Cloudflare accepts only a leaf certificate.',
    cure: 'Give the client certificate itself, with `CA:FALSE`; not the authority that issued it.',
  },
  {
    codes: [1414],
    cause: 'The certificate is being deleted.',
    cure: 'Run again in a minute.',
  },
  {
    codes: [1415],
    cause: 'Cloudflare does not know this certificate at this level, or it was deleted.',
    cure: 'Check the id; a zone certificate cannot be used for a hostname, nor the reverse. Then run again.',
  },
  {
    codes: [1433],
    cause: 'The certificate is still in use by a hostname.',
    cure: 'Point the hostname at another certificate first, or run again in a few minutes.',
  },
  { codes: [1434], cause: 'The certificate is still being deployed.', cure: 'Run again in a few minutes.' },
  {
    codes: [1551, 1552],
    cause: 'The certificate was not found.',
    cure: 'Check the certificate id, then run again.',
  },
  {
    codes: [1553],
    cause: 'The hostname has no setting of its own.',
    cure: 'Check the hostname, then run again.',
  },
  {
    codes: [9109],
    cause: 'The token may not do this here.',
    cure: 'Give the token the permission SSL and Certificates: Edit for this zone (zone settings need Zone Settings: Read).',
  },
  {
    codes: [10_000],
    cause: 'Cloudflare does not accept the token for this.',
    cure: 'Check that the token has SSL and Certificates: Edit (Read for a dry run) for this very zone, is not expired, and is not bound to other IP addresses; and that the zone id is a zone id, not an account id.',
  },
  {
    codes: [7003, 7000],
    cause: 'Cloudflare knows no such zone.',
    cure: 'Check `zone`: the name, or the id of 32 hexadecimal digits from the overview page of the zone.',
  },
  {
    codes: [971],
    cause: 'The rate limit of the API is used up.',
    cure: 'Wait five minutes, then run again; other programs of the same user count too.',
  },
];

/** Cause and cure of a failure, in words for people. */
export function cureFor(failure: ApiFailure): Cure {
  if (failure.challenge) {
    return {
      cause: 'A challenge page answered in place of the API.',
      cure: 'The runner’s address is being challenged: use another runner, or its own address range, then run again.',
    };
  }
  const codes = new Set(failure.errors.map(({ code }) => code));
  const entry = CATALOGUE.find(
    ({ at, codes: known }) =>
      known.some((code) => codes.has(code)) && (at === undefined || at.test(failure.endpoint)),
  );
  return entry ?? byStatus(failure.status);
}

function byStatus(status: number): Cure {
  if (status === 429) {
    return {
      cause: 'The rate limit of the API is used up.',
      cure: 'Wait five minutes, then run again; other programs of the same user count too.',
    };
  }
  if (status >= 500) {
    return { cause: 'Cloudflare’s API is failing.', cure: 'Look at cloudflarestatus.com, then run again.' };
  }
  if (status === 401 || status === 403) {
    return {
      cause: 'Cloudflare does not accept the token for this.',
      cure: 'Check the token, its permission SSL and Certificates: Edit, and its zone.',
    };
  }
  if (status >= 300 && status < 400) {
    return {
      cause: 'The API answered with a redirect, which is never followed: the request holds the key.',
      cure: 'Check `api-base-url` and any proxy on the way.',
    };
  }
  return {
    cause: 'Cloudflare refused the request.',
    cure: 'Read code and message above; mend the cause, then run again.',
  };
}
