import * as made from '../../certificate/support/certificates.ts';
import {
  authorityKeyId,
  basicConstraints,
  extension,
  keyId,
  keyUsage,
  make,
  makeCa,
} from '../../certificate/support/certificates.ts';
import type { Made } from '../../certificate/support/certificates.ts';
import { boolean, integer, sequence } from '../../certificate/support/der-writer.ts';
import { ec } from '../../certificate/support/keys.ts';

export const at = Date.now();
export const root = makeCa({ at });
const signed = (own: Made['keys'], issuer: Made, more: readonly Buffer[] = [basicConstraints(true)]) => [
  ...more,
  keyUsage('keyCertSign'),
  made.subjectKeyId(keyId(own)),
  authorityKeyId(keyId(issuer.keys)),
];
const intermediateOf = (issuer: Made, name = 'Intermediate', ...more: readonly Buffer[]): Made => {
  const keys = ec(name);
  const extensions = signed(keys, issuer, [basicConstraints(true), ...more]);
  return makeCa({ at, issuer, keys, subject: { CN: name }, extensions });
};
export const of = (issuer: Made, more: Parameters<typeof make>[0] = {}): Made =>
  make({ at, issuer, serial: '21', ...more });
/** What is in force, from the same issuer unless said. */
export const before = (issuer: Made, more: Parameters<typeof make>[0] = {}): Made =>
  make({ at, issuer, serial: '20', keys: ec('before'), from: at - 30 * made.DAY, ...more });

export const intermediate = intermediateOf(root);
export const narrow = makeCa({
  at,
  keys: ec('narrow'),
  subject: { CN: 'Narrow' },
  extensions: [
    extension('2.5.29.19', sequence(boolean(true), integer('00')), true),
    keyUsage('keyCertSign'),
    made.subjectKeyId(keyId(ec('narrow'))),
  ],
});
export const belowNarrow = intermediateOf(narrow, 'Below narrow');
export const forServers = intermediateOf(root, 'For servers', made.extendedKeyUsage('serverAuth'));
export const renamedKey = of(root, {
  extensions: [basicConstraints(false), keyUsage('digitalSignature'), authorityKeyId(Buffer.alloc(32, 7))],
});
export const version1 = makeCa({ at, keys: ec('v1'), subject: { CN: 'Version 1' }, extensions: null });
export const ofVersion1 = { extensions: [basicConstraints(false), keyUsage('digitalSignature')] };
export const second = intermediateOf(intermediate, 'Second');
export const old = makeCa({ at, keys: ec('old'), subject: { CN: 'Old CA' } });
export const three = root.pem + intermediate.pem + second.pem;
/** The same recipe run twice makes two authorities of one name, and leaves without key ids. */
export const [once, again] = ['once', 'again'].map((name) =>
  makeCa({ at, keys: ec(name), subject: { CN: 'Recipe' }, extensions: [basicConstraints(true)] }),
) as [Made, Made];
export const bare = { extensions: [basicConstraints(false)] };
