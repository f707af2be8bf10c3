import { createAuthority, type Pair } from '../../sandbox/authority/index.ts';
import { preflight } from '../../src/certificate/preflight.ts';
import type { Successor } from '../../src/certificate/preflight.ts';

/** When every world begins, epoch milliseconds. */
export const BEGIN = Date.UTC(2026, 10, 1, 12);
const DAY = 86_400_000;

/** Whose certificate a run brings. `fresh` is issued by the people who were told to issue one. */
export type Part = 'successor' | 'third' | 'fresh';

/** The certificates of all worlds: made once, since keys cost time. */
export interface Cast {
  readonly authority: string;
  readonly otherAuthority: string;
  readonly stale: Pair;
  readonly predecessor: Pair;
  readonly successor: Pair;
  /** What a second run or a person uploads. */
  readonly third: Pair;
  readonly fresh: Pair;
  /** Same authority, another subject: never a predecessor. */
  readonly stranger: Pair;
  /** From the other authority. */
  readonly foreign: Pair;
  readonly foreignFresh: Pair;
  /** With the successor's serial number, from the other authority. */
  readonly namesake: Pair;
  /** Of other services, to fill the quota; the first half has expired. */
  readonly fillers: readonly Pair[];
}

export async function makeCast(): Promise<Cast> {
  const one = await createAuthority({ subject: 'CN=Origin authority', notBefore: BEGIN - 900 * DAY });
  const two = await createAuthority({ subject: 'CN=Other authority', notBefore: BEGIN - 900 * DAY });
  const leaf = (days: number, subject = 'CN=origin-pull', from = one, until = 400): Promise<Pair> =>
    from.issue({ subject, notBefore: BEGIN - days * DAY, notAfter: BEGIN + until * DAY });
  const [stale, predecessor, successor, third, fresh, stranger, foreign, foreignFresh] = await Promise.all([
    leaf(300),
    leaf(90),
    leaf(3),
    leaf(2.5),
    leaf(2),
    leaf(200, 'CN=other-service'),
    leaf(3, 'CN=origin-pull', two),
    leaf(2, 'CN=origin-pull', two),
  ]);
  const namesake = await two.issue({
    subject: 'CN=origin-pull',
    notBefore: BEGIN - 90 * DAY,
    notAfter: BEGIN + 400 * DAY,
    serialNumber: successor.serialNumber,
  });
  const fillers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => leaf(500, `CN=service-${index}`, one, index < 5 ? -10 : 400)),
  );
  return {
    authority: one.certificate,
    otherAuthority: two.certificate,
    stale,
    predecessor,
    successor,
    third,
    fresh,
    stranger,
    foreign,
    foreignFresh,
    namesake,
    fillers,
  };
}

/** The certificate of a part, in a world whose successor comes from one or the other authority. */
export function pairOf(cast: Cast, part: Part, successor: 'same-issuer' | 'other-issuer'): Pair {
  switch (part) {
    case 'third':
      return cast.third;
    case 'successor':
      return successor === 'other-issuer' ? cast.foreign : cast.successor;
    case 'fresh':
      return successor === 'other-issuer' ? cast.foreignFresh : cast.fresh;
  }
}

const known = new Map<string, Successor>();

/** The certificate as the action's own preflight reads it. */
export function successorOf(pair: Pair): Successor {
  const found = known.get(pair.fingerprint) ?? check(pair);
  known.set(pair.fingerprint, found);
  return found;
}

const POLICY = { minimumValidity: 0, expiryWarning: 0, clientCa: undefined, originGiven: false };

function check(pair: Pair): Successor {
  const names = {
    certificate: 'certificate',
    privateKey: 'private-key',
    passphrase: 'private-key-passphrase',
  };
  const pasted = { certificate: pair.certificate, privateKey: pair.privateKey, passphrase: undefined, names };
  const result = preflight(pasted, POLICY, BEGIN);
  if (result.kind === 'refused') throw new Error(result.findings.map(({ sentence }) => sentence).join(' '));
  return result.successor;
}

const pieces = new WeakMap<Cast, readonly string[]>();

/** A piece of each line of each key, as it would stand in any text that shows one. */
export function keyPiecesOf(cast: Cast): readonly string[] {
  const pairs = [cast.successor, cast.foreign, cast.third, cast.fresh, cast.foreignFresh];
  const found = pieces.get(cast) ?? pairs.flatMap(({ privateKey }) => piecesOf(privateKey));
  pieces.set(cast, found);
  return found;
}

/** The same of one key. */
export function piecesOf(privateKey: string): readonly string[] {
  return privateKey
    .split('\n')
    .filter((line) => line.length > 40 && !line.startsWith('-'))
    .map((line) => line.slice(8, 32));
}

/** What an origin may trust; `pinned`: the very certificates that were there before. */
export function trustedBy({ authority, otherAuthority, predecessor, stale }: Cast) {
  const pinned = [stale.certificate, predecessor.certificate];
  return { both: [authority, otherAuthority], old: [authority], pinned };
}
