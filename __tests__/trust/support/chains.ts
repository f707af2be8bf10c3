import * as fc from 'fast-check';
import * as made from '../../certificate/support/certificates.ts';
import { DAY, extension, keyId, make, PURPOSES } from '../../certificate/support/certificates.ts';
import type { Hash, Made } from '../../certificate/support/certificates.ts';
import {
  bits,
  boolean,
  implicit,
  integer,
  nothing,
  oid,
  sequence,
  tagged,
} from '../../certificate/support/der-writer.ts';
import type { Der } from '../../certificate/support/der-writer.ts';
import { ec, rsa } from '../../certificate/support/keys.ts';
import type { KeyPair } from '../../certificate/support/keys.ts';

type Purpose = keyof typeof PURPOSES;
type Use = 'digitalSignature' | 'keyEncipherment' | 'keyAgreement' | 'keyCertSign';
type Dated = 'now' | 'expired' | 'future';
type Netscape = 'client' | 'server' | 'sslCa';
type Constraint = 'permits' | 'permits another' | 'excludes';

/** One certificate of a chain, as far as chains differ. Undefined: left out, or as it should be. */
export interface Member {
  readonly version1?: boolean;
  readonly ca?: boolean | undefined;
  readonly pathLength?: number | undefined;
  readonly uses?: readonly Use[] | undefined;
  readonly purposes?: readonly Purpose[] | undefined;
  readonly netscape?: Netscape | undefined;
  readonly constraint?: Constraint | undefined;
  readonly unknown?: 'critical' | 'passed over' | undefined;
  readonly keyIds?: 'right' | 'none' | 'wrong';
  readonly dated?: Dated;
  readonly key?: 'ec' | 'rsa' | 'short';
  readonly hash?: Extract<Hash, 'sha256' | 'sha1' | 'md5'>;
}

/** How the bundle is put together. */
export interface Bundle {
  readonly omits?: 'root' | 'lowest' | undefined;
  readonly adds: readonly ('namesake' | 'renewed root' | 'cross-signed' | 'leaf' | 'twice' | 'stranger')[];
  readonly reversed: boolean;
}

export interface Recipe {
  /** The leaf first, the root last; the leaf alone signs itself. */
  readonly members: readonly Member[];
  readonly bundle: Bundle;
}

export interface Chain {
  readonly leaf: Made;
  /** PEM. */
  readonly bundle: string;
}

const often = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 14, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const common = {
  version1: often(false, true),
  unknown: often<Member['unknown']>(undefined, 'critical', 'passed over'),
  keyIds: often<'right' | 'none' | 'wrong'>('right', 'none', 'wrong'),
  dated: often<Dated>('now', 'expired', 'future'),
  hash: often<Exclude<Member['hash'], undefined>>('sha256', 'sha1', 'md5'),
  key: often<Exclude<Member['key'], undefined>>('ec', 'rsa', 'rsa', 'short'),
};

const leaf = fc.record({
  ...common,
  ca: often<boolean | undefined>(false, undefined, true),
  uses: often<readonly Use[] | undefined>(
    ['digitalSignature'],
    undefined,
    ['keyEncipherment'],
    ['keyAgreement'],
  ),
  purposes: often<readonly Purpose[] | undefined>(
    ['clientAuth'],
    undefined,
    ['serverAuth'],
    ['any'],
    ['any', 'clientAuth'],
  ),
  netscape: often<Netscape | undefined>(undefined, 'client', 'server'),
});

const authority = fc.record({
  ...common,
  ca: often<boolean | undefined>(true, undefined, false),
  pathLength: often<number | undefined>(undefined, 0, 1, 2),
  uses: often<readonly Use[] | undefined>(['keyCertSign'], undefined, ['digitalSignature']),
  purposes: often<readonly Purpose[] | undefined>(undefined, ['clientAuth'], ['serverAuth'], ['any']),
  netscape: often<Netscape | undefined>(undefined, 'sslCa', 'client'),
  constraint: often<Constraint | undefined>(undefined, 'permits', 'permits another', 'excludes'),
});

/** Chains as people make them: mostly right, with a mistake or two anywhere. */
export const chains: fc.Arbitrary<Recipe> = fc.record({
  members: fc
    .tuple(leaf, fc.array(authority, { minLength: 0, maxLength: 4 }))
    .map(([lowest, above]) => [lowest, ...above] as readonly Member[]),
  bundle: fc.record({
    omits: often<Bundle['omits']>(undefined, 'root', 'lowest'),
    adds: fc.uniqueArray(
      fc.constantFrom('namesake', 'renewed root', 'cross-signed', 'leaf', 'twice', 'stranger'),
      { maxLength: 2 },
    ),
    reversed: fc.boolean(),
  }),
});

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

const NETSCAPE = { client: 0x80, server: 0x40, sslCa: 0x04 } as const;
const USES = {
  digitalSignature: 0x80,
  keyEncipherment: 0x20,
  keyAgreement: 0x08,
  keyCertSign: 0x04,
} as const;

function flags(octet: number): Der {
  return bits(Math.log2(octet & -octet), Uint8Array.of(octet));
}

function extensionsOf(member: Member, own: KeyPair, issuer: KeyPair): readonly Der[] {
  const { ca, pathLength, uses, purposes, netscape, constraint, unknown, keyIds } = member;
  const wrong = Buffer.from('0badbad0', 'hex');
  const within = (): Der =>
    sequence(
      tagged(
        CONSTRAINED[constraint ?? 'permits'].tag,
        sequence(implicit(2, Buffer.from(CONSTRAINED[constraint ?? 'permits'].name))),
      ),
    );
  return [
    ...(ca === undefined ? [] : [basicConstraints(ca, pathLength)]),
    ...(uses === undefined
      ? []
      : [extension('2.5.29.15', flags(uses.reduce((sum, use) => sum | USES[use], 0)), true)]),
    ...(purposes === undefined
      ? []
      : [extension('2.5.29.37', sequence(...purposes.map((one) => oid(PURPOSES[one]))))]),
    ...(netscape === undefined ? [] : [extension('2.16.840.1.113730.1.1', flags(NETSCAPE[netscape]))]),
    ...(constraint === undefined ? [] : [extension('2.5.29.30', within(), true)]),
    ...(unknown === undefined ? [] : [extension('1.3.6.1.4.1.99999.1', nothing, unknown === 'critical')]),
    ...(keyIds === 'none' ? [] : [made.subjectKeyId(keyId(own))]),
    ...(keyIds === 'none' ? [] : [made.authorityKeyId(keyIds === 'wrong' ? wrong : keyId(issuer))]),
    ...(ca === true ? [] : [made.alternativeNames('www.example.com')]),
  ];
}

const CONSTRAINED = {
  permits: { tag: 0, name: 'example.com' },
  'permits another': { tag: 0, name: 'example.org' },
  excludes: { tag: 1, name: 'example.com' },
} as const;

function basicConstraints(ca: boolean, pathLength: number | undefined): Der {
  const length = pathLength === undefined || !ca ? [] : [integer(`0${pathLength}`)];
  return extension('2.5.29.19', sequence(...(ca ? [boolean(true)] : []), ...length), true);
}
