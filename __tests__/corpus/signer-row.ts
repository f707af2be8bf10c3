import type { HttpAnswer, HttpRequest } from '../../src/outside.ts';
import type { SignerKind } from '../support/signer-network.ts';

/** Something odd on the way to a signer, and what must come of a run that meets it. Free of test code. */
export interface SignerRow {
  /** An answer's description: `half of the JSON`. */
  readonly name: string;
  readonly signers: readonly SignerKind[];
  /** What befalls the answer to a call; undefined leaves it as it is. */
  readonly meets: (met: Met) => HttpAnswer | undefined;
  /** By default it fails before anything is changed. */
  readonly result?: 'rotated' | 'failed';
  /** Parts of what is said. */
  readonly says: readonly string[];
  /** Whether the token of a Vault login stays valid: only where nobody could revoke it. */
  readonly leavesToken?: boolean;
}

export interface Met {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
  readonly call: Call;
  /** How many of this kind there were, this one included. */
  readonly count: number;
  readonly stop: AbortController;
}

export type Call = 'id-token' | 'login' | 'sign' | 'revoke' | 'root' | 'provisioners';

const CALLS: readonly (readonly [RegExp, Call])[] = [
  [/^https:\/\/github\.test\/token/u, 'id-token'],
  [/\/login$/u, 'login'],
  [/\/revoke-self$/u, 'revoke'],
  [/\/sign(?:\/|$)/u, 'sign'],
  [/\/root\//u, 'root'],
  [/\/provisioners/u, 'provisioners'],
];

export function callOf({ url }: HttpRequest): Call {
  const known = CALLS.find(([pattern]) => pattern.test(url));
  if (known === undefined) throw new Error(`A call nobody foresaw: ${url}`);
  return known[1];
}
