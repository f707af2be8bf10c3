/** Answers that say nothing about whether the call was applied: each occurs before and after. */
const STATUSES = [500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530] as const;
export type StatusFault = `${(typeof STATUSES)[number]} ${'before' | 'after'}`;
const STATUS_FAULTS: readonly StatusFault[] = STATUSES.flatMap(
  (status) => [`${status} before`, `${status} after`] as const,
);

/** What may go wrong with one call. B: before it was applied, A: after it, R: in the answer. */
const NAMED = [
  'dns', // B, certainly not sent
  'refused', // B, certainly not sent
  'tls', // B, certainly not sent
  'reset-before', // B, but the client cannot know
  'reset-after', // A
  'timeout-before', // B
  'timeout-after', // A
  'timeout-later', // applied 10 to 60 seconds after the client gave up
  'cut', // A
  'empty-200', // A
  'html-200', // A
  'html-403', // B: a challenge
  'html-503', // B
  '429-seconds',
  '429-date',
  '429-none',
  '429-zero',
  '429-garbage',
  '409',
  '401',
  '403',
  '403-young',
  'false-200', // B: success false with 200
  'wrong-type', // A
  'missing-id', // A
] as const;

/** Drawn by a random stream of their own, see `extras.ts`. */
export const RARE_FAULTS = [
  'cut-200', // A: half an answer, delivered whole
  'false-200-after', // A: success false with 200
  'html-403-plain', // B: no word of a challenge
  'ratelimit-empty', // R: nothing is left of the window
  '429-huge', // longer than any run may take
  'association-times-out', // R: the association ends as `deployment_timed_out`
] as const;

/** Never drawn: that would make another world of each seed. */
export const UNDRAWN_FAULTS = [
  'html-403-after', // A: a firewall's page in place of the answer
] as const;

/** Errors that strike good calls now and then, and say nothing of what became of a change. */
export const PASSING_FAULTS = [
  '10000 before',
  '10000 after',
  '971 with 200 before',
  '971 with 200 after',
  'no code with 200 before',
  'no code with 200 after',
  '1000 with 400 before',
  '1000 with 400 after',
  'request timeout before',
  'request timeout after',
] as const;

export type PassingFault = (typeof PASSING_FAULTS)[number];
export type NamedFault =
  (typeof NAMED)[number] | (typeof RARE_FAULTS)[number] | (typeof UNDRAWN_FAULTS)[number] | PassingFault;
export type Fault = NamedFault | StatusFault;

export const FAULTS: readonly [Fault, ...Fault[]] = [...NAMED, ...STATUS_FAULTS];

/** One status of each kind stands for all: those that every call of a run meets, one by one. */
export const SWEPT: readonly Fault[] = [
  ...NAMED,
  '500 before',
  '502 after',
  '503 before',
  '504 after',
  '520 before',
  '524 after',
  '530 before',
];

const named: ReadonlySet<string> = new Set([...NAMED, ...RARE_FAULTS, ...UNDRAWN_FAULTS, ...PASSING_FAULTS]);
const passing: ReadonlySet<string> = new Set(PASSING_FAULTS);

export const isPassing = (fault: NamedFault): fault is PassingFault => passing.has(fault);

export const isNamed = (fault: Fault): fault is NamedFault => named.has(fault);

/** The status of a gateway's answer, and whether the call was applied before it. */
export function gatewayOf(fault: StatusFault): { readonly status: number; readonly applied: boolean } {
  return { status: Number(fault.slice(0, 3)), applied: fault.endsWith('after') };
}

export interface CallFacts {
  /** Counts the calls of one run from 0. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  /** Counts the writes of one run from 0; undefined for a read. */
  readonly write: number | undefined;
}

/** Says what goes wrong with a call, of a run that goes on or was cancelled by now; undefined: nothing. */
export type FaultPlan = (call: CallFacts, cancelled: boolean) => Fault | undefined;

export const noFaults: FaultPlan = () => undefined;

/** What ends a run at a call: killed for good, or cancelled by a signal. */
export interface Ending {
  readonly kind: 'kill' | 'cancel';
  readonly call: number;
  /** Before the call is sent, or after it was applied and before its answer arrives. */
  readonly when: 'before' | 'after';
  /** Counts from the first call of a roll-back, or writes only, instead of all calls of the run. */
  readonly of?: 'roll-back' | 'writes';
  /** So many milliseconds later; at once by default. */
  readonly later?: number;
}
