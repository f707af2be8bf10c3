import * as made from '../../certificate/support/certificates.ts';
import { DAY, keyId, make } from '../../certificate/support/certificates.ts';
import type { Hash, Made } from '../../certificate/support/certificates.ts';
import type { Der } from '../../certificate/support/der-writer.ts';
import { ec, rsa } from '../../certificate/support/keys.ts';
import type { KeyPair } from '../../certificate/support/keys.ts';
import { extensionsOf } from './extensions.ts';
import type { Bundle, Member, Recipe } from './recipes.ts';

export interface Chain {
  readonly leaf: Made;
  /** PEM. */
  readonly bundle: string;
}

/** Makes the certificates of a recipe, valid around `at`. */
export function build({ members, bundle }: Recipe, at: number): Chain {
  const top = members.length - 1;
  const issue = (
    place: number,
    issuer: Made | undefined,
    more: Partial<Parameters<typeof make>[0]> = {},
  ): Made => {
    const member = members[place] ?? {};
    const keys = keysOf(member, place, top);
    return make({
      keys,
      issuer,
      subject: { CN: place === 0 ? 'leaf' : `authority ${place}` },
      serial: `1${place}`,
      ...datesOf(member, at),
      hash: hashOf(member, issuer?.keys ?? keys),
      extensions: member.version1 === true ? null : extensionsOf(member, keys, issuer?.keys ?? keys),
      ...more,
    });
  };
  const down = members.map((_, index) => top - index);
  const chain: Made[] = [];
  for (const place of down) chain.unshift(issue(place, chain[0]));
  const [lowest] = chain;
  if (lowest === undefined) throw new Error('a chain has a leaf');
  const authorities = chain.slice(1);
  const root = authorities.at(-1);
  const kept = authorities.filter(
    (one) =>
      !(bundle.omits === 'root' && one === root) && !(bundle.omits === 'lowest' && one === authorities[0]),
  );
  const added = bundle.adds.flatMap((what) => addedBy(what, lowest, chain, at));
  const all = [...kept, ...added];
  const twice = bundle.adds.includes('twice') ? [...all, ...all] : all;
  const pems = (bundle.reversed ? twice.toReversed() : twice).map(({ pem }) => pem);
  // A bundle is never empty: who gives one, gives something.
  return { leaf: lowest, bundle: (pems.length === 0 ? [stranger(at).pem] : pems).join('') };
}

const stranger = (at: number): Made => made.makeCa({ at, keys: ec('stranger'), subject: { CN: 'stranger' } });

function addedBy(
  what: Bundle['adds'][number],
  lowest: Made,
  chain: readonly Made[],
  at: number,
): readonly Made[] {
  const above = chain[1];
  const root = chain.at(-1);
  switch (what) {
    case 'twice':
      return [];
    case 'leaf':
      return [lowest];
    case 'stranger':
      return [stranger(at)];
    case 'namesake':
      return above === undefined ? [] : [made.makeCa({ at, keys: ec('namesake'), subject: above.subject })];
    case 'renewed root':
      return root === undefined || root === lowest
        ? []
        : [made.makeCa({ at, keys: root.keys, subject: root.subject, serial: '77', to: at + 900 * DAY })];
    case 'cross-signed': {
      if (above === undefined) return [];
      const other = made.makeCa({ at, keys: ec('other root'), subject: { CN: 'other root' } });
      const crossed = made.makeCa({
        at,
        keys: above.keys,
        subject: above.subject,
        issuer: other,
        serial: '78',
        extensions: authorityExtensions(above.keys, other.keys),
      });
      return [crossed, other];
    }
  }
}

const authorityExtensions = (own: KeyPair, issuer: KeyPair): readonly Der[] => [
  made.basicConstraints(true),
  made.keyUsage('keyCertSign'),
  made.subjectKeyId(keyId(own)),
  made.authorityKeyId(keyId(issuer)),
];

function keysOf({ key }: Member, place: number, top: number): KeyPair {
  const name = place === 0 ? 'leaf' : place === top ? 'root' : `middle ${place}`;
  if (key === 'rsa') return rsa(name);
  return key === 'short' ? rsa(name, 1024) : ec(name);
}

/** MD5 signs with RSA only. */
function hashOf({ hash = 'sha256' }: Member, issuer: KeyPair): Hash {
  return hash === 'md5' && issuer.privateKey.asymmetricKeyType !== 'rsa' ? 'sha1' : hash;
}

function datesOf({ dated }: Member, at: number): { readonly from: number; readonly to: number } {
  if (dated === 'expired') return { from: at - 90 * DAY, to: at - DAY };
  return dated === 'future' ? { from: at + DAY, to: at + 90 * DAY } : { from: at - DAY, to: at + 90 * DAY };
}
