import * as fc from 'fast-check';
import type { Hash, PURPOSES } from '../../certificate/support/certificates.ts';

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
