/** What may go wrong with one call. B: before it was applied, A: after it, R: in the answer. */
export const FAULTS = [
  'dns', // B, certainly not sent
  'refused', // B, certainly not sent
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
  '500-before',
  '500-after',
  '502-after',
  '520-before',
  '524-after',
  '530-before',
  '429-seconds',
  '429-date',
  '429-none',
  '409',
  '401',
  '403',
  '403-young',
  'false-200', // B: success false with 200
  'wrong-type', // A
  'missing-id', // A
] as const;

export type Fault = (typeof FAULTS)[number];

export interface CallFacts {
  /** Counts the calls of one run from 0. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
}

/** Says what goes wrong with a call; undefined: nothing. */
export type FaultPlan = (call: CallFacts) => Fault | undefined;

export const noFaults: FaultPlan = () => undefined;

/** What ends a run at a call: killed for good, or cancelled by a signal. */
export interface Ending {
  readonly kind: 'kill' | 'cancel';
  readonly call: number;
  /** Before the call is sent, or after it was applied and before its answer arrives. */
  readonly when: 'before' | 'after';
}
