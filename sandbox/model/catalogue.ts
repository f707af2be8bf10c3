import type { Variants } from './variants.ts';

/** An error of the API: HTTP status, code and message, and what lies behind it. */
export interface ApiProblem {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly chain?: readonly { readonly code: number; readonly message: string }[];
}

const seen = {
  'certificate-id-required': [400, 1404, 'Certificate ID required.'],
  duplicate: [400, 1406, 'This certificate already exists for this zone.'],
  unparsable: [400, 1408, 'Unable to parse certificate.'],
  'not-a-leaf': [400, 1412, 'Only leaf certificate is allowed.'],
  'missing-leaf': [400, 1412, 'Missing leaf certificate.'],
  'pending-deletion': [400, 1414, 'The certificate is pending deletion.'],
  'bad-certificate-id': [
    400,
    1415,
    'Certificate ID in request is either invalid or the certificate has been deleted',
  ],
  'malformed-certificate-id': [400, 1415, 'Invalid Certificate ID'],
  'in-use': [400, 1433, 'The certificate is in use by one or more hostnames.'],
  'pending-deployment': [400, 1434, 'Cannot delete resource while in pending deployment state.'],
  'zone-certificate-not-found': [404, 1552, 'Certificate not found.'],
  'no-setting': [404, 1553, 'Setting for this hostname not found.'],
  unauthenticated: [403, 10_000, 'Authentication error'],
  'unknown-token': [403, 9109, 'Invalid access token'],
  'no-credential': [400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers'],
  'malformed-credential': [400, 6003, 'Invalid request headers'],
  'not-allowed': [403, 9109, 'Unauthorized to access requested resource'],
  'young-token': [403, 10_001, 'Unable to authenticate request'],
  'rate-limited': [429, 971, 'Please wait and consider throttling your request speed'],
  'no-route': [400, 7000, 'No route for that URI'],
  'method-not-allowed': [405, 10_405, 'Method not allowed'],
  'not-found': [404, 7000, 'No route for that URI'],
  malformed: [400, 6007, 'Malformed JSON in request body'],
  'invalid-value': [400, 1007, 'Invalid value in request body'],
} as const satisfies Record<string, readonly [number, number, string]>;

/** Errors whose codes nobody has seen: two sets, so that nothing can be built on either. */
const unseen = {
  conflict: [409, 1460, 1000, 'Another change of this zone is in progress.'],
  'key-mismatch': [400, 1410, 1452, 'The private key does not match the certificate.'],
  'encrypted-key': [400, 1411, 1453, 'The private key must not be encrypted.'],
  'unreadable-key': [400, 1409, 1454, 'Unable to parse private key.'],
  'unsupported-key': [400, 1413, 1455, 'The type of the private key is not supported.'],
  'weak-key': [400, 1416, 1456, 'The key is too weak.'],
  expired: [400, 1417, 1457, 'The certificate has expired.'],
  quota: [400, 1418, 1458, 'The quota of hostname certificates of this zone has been reached.'],
  'too-many-associations': [400, 1419, 1459, 'Too many hostnames are associated with this certificate.'],
  'hostname-outside-zone': [400, 1431, 1461, 'The hostname does not belong to this zone.'],
  'already-deleted': [400, 1432, 1414, 'Certificate is already deleted.'],
} as const satisfies Record<string, readonly [number, number, number, string]>;

export type CatalogueEntry =
  keyof typeof seen | keyof typeof unseen | 'hostname-certificate-not-found' | 'bad-zone-id';

/** The error as this variant of the API would word it. */
export function problem(entry: CatalogueEntry, variants: Variants, path = ''): ApiProblem {
  if (entry === 'hostname-certificate-not-found') {
    return { status: 404, code: variants.hostnameNotFound, message: 'Certificate not found.' };
  }
  if (entry === 'bad-zone-id') {
    const message = `Could not route to ${path}, perhaps your object identifier is invalid?`;
    return { status: variants.badZoneStatus, code: 7003, message };
  }
  if (isUnseen(entry)) {
    const [status, first, second, message] = unseen[entry];
    return { status, code: variants.unknownCodes === 'first' ? first : second, message };
  }
  const [status, code, message] = seen[entry];
  if (entry === 'malformed-credential') {
    const chain = [{ code: 6111, message: 'Invalid format for Authorization header' }];
    return { status, code, message, chain };
  }
  return { status: entry === 'unauthenticated' ? variants.authStatus : status, code, message };
}

function isUnseen(entry: string): entry is keyof typeof unseen {
  return Object.hasOwn(unseen, entry);
}
