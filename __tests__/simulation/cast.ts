import { createAuthority, type Pair } from '../../sandbox/authority/index.ts';
import { preflight } from '../../src/certificate/preflight.ts';
import type { Successor } from '../../src/certificate/preflight.ts';

/** When every world begins, epoch milliseconds. */
export const BEGIN = Date.UTC(2026, 10, 1, 12);
const DAY = 86_400_000;

/** The certificates of all worlds: made once, since keys cost time. */
export interface Cast {
  readonly authority: string;
  readonly otherAuthority: string;
  readonly stale: Pair;
  readonly predecessor: Pair;
  readonly successor: Pair;
  /** What a second run or a person uploads. */
  readonly third: Pair;
  /** Same authority, another subject: never a predecessor. */
  readonly stranger: Pair;
  /** From the other authority. */
  readonly foreign: Pair;
}

export async function makeCast(): Promise<Cast> {
  const one = await createAuthority({ subject: 'CN=Origin authority', notBefore: BEGIN - 900 * DAY });
  const two = await createAuthority({ subject: 'CN=Other authority', notBefore: BEGIN - 900 * DAY });
  const leaf = (days: number, subject = 'CN=origin-pull'): Promise<Pair> =>
    one.issue({ subject, notBefore: BEGIN - days * DAY, notAfter: BEGIN + 400 * DAY });
  const [stale, predecessor, successor, third, stranger] = await Promise.all([
    leaf(300),
    leaf(90),
    leaf(2),
    leaf(1),
    leaf(200, 'CN=other-service'),
  ]);
  const foreign = await two.issue({
    subject: 'CN=origin-pull',
    notBefore: BEGIN - 2 * DAY,
    notAfter: BEGIN + 400 * DAY,
  });
  return {
    authority: one.certificate,
    otherAuthority: two.certificate,
    stale,
    predecessor,
    successor,
    third,
    stranger,
    foreign,
  };
}

const known = new Map<string, Successor>();

/** The certificate as the action's own preflight takes it. */
export function successorOf(pair: Pair, originCa: string | undefined): Successor {
  const key = `${pair.fingerprint} ${originCa ?? ''}`;
  const found = known.get(key) ?? check(pair, originCa);
  known.set(key, found);
  return found;
}

function check(pair: Pair, originCa: string | undefined): Successor {
  const names = {
    certificate: 'certificate',
    privateKey: 'private-key',
    passphrase: 'private-key-passphrase',
  };
  const pasted = { certificate: pair.certificate, privateKey: pair.privateKey, passphrase: undefined, names };
  const result = preflight(pasted, { minimumValidityMs: 0, expiryWarningMs: 0, originCa }, BEGIN);
  if (result.kind === 'refused') throw new Error(result.findings.map(({ sentence }) => sentence).join(' '));
  return result.successor;
}
