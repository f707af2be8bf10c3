import type { OperationResult } from '../operations/operation-result.ts';
import { counted, daysAgo } from '../zone/words.ts';
import type { Evidence } from '../probe/evidence.ts';
import type { Predecessor } from '../zone/result-parts.ts';
import type { TargetOutcome } from '../rotation/result.ts';

/** Words, marks, dates and durations that summary, log, annotations and issue share. */

export { counted };

const LATEST = 8.64e15;

/** ISO 8601 in UTC to the second, or undefined for what is no moment. `at` is epoch milliseconds. */
export function isoMoment(at: number | undefined): string | undefined {
  if (at === undefined || !Number.isFinite(at) || Math.abs(at) > LATEST) return undefined;
  return `${new Date(at).toISOString().slice(0, -'.000Z'.length)}Z`;
}

/** `2027-03-01 12:00 UTC`, or `unknown`. */
export function moment(at: number | undefined): string {
  const iso = isoMoment(at);
  return iso === undefined ? 'unknown' : `${iso.replace('T', ' ').replace(/:\d\dZ$/u, '')} UTC`;
}

/** `23:04:11`, or an empty text. */
export function clock(at: number): string {
  return isoMoment(at)?.replace(/^.*T|Z$/gu, '') ?? '';
}

/** `0.4 s`, `12 s`, `2 min 4 s`, `1 h 3 min`. What is negative or no number counts as nothing. */
export function duration(milliseconds: number): string {
  const span = Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
  if (span < 9950) return `${Math.round(span / 100) / 10} s`;
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `98 days left`, `less than a day left`, `expired 3 days ago`, of what `daysUntil` gave; undefined if unknown. */
export function daysLeftWords(days: number | undefined): string | undefined {
  if (days === undefined || !Number.isFinite(days)) return undefined;
  const whole = Math.floor(days);
  if (whole > 0) return `${counted(whole, 'day')} left`;
  return whole === 0 ? 'less than a day left' : `expired ${daysAgo(whole)}`;
}

export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Emoji that need no variation selector: the log and the summary drop what is invisible. */
export const MARKS: Readonly<Record<OperationResult['outcome'], string>> = {
  ok: '✅',
  due: '📅',
  deleted: '✅',
  disabled: '✅',
  rotated: '✅',
  unchanged: '✅',
  planned: '📝',
  'not-started': '➖',
  'rolled-back': '⏪',
  failed: '❌',
};

/** `Not started`, `Rolled back`. */
export function outcomeWords(outcome: TargetOutcome): string {
  return capital(outcome.replaceAll('-', ' '));
}

export const FATE_WORDS: Readonly<Record<Predecessor['fate'], string>> = {
  deleted: 'deleted',
  'to-delete': 'to be deleted',
  kept: 'kept',
  'in-use': 'still in use',
  'already-gone': 'already gone',
  'delete-unconfirmed': 'deletion not confirmed',
};

/** Of probes and of what was seen at an origin. */
export const VERDICT_MARKS: Readonly<Record<Evidence['verdict'], string>> = {
  pass: '✅',
  fail: '❌',
  inconclusive: '❓',
  skipped: '➖',
};

export const WHEN_WORDS: Readonly<Record<Evidence['when'], string>> = {
  before: 'before',
  after: 'after',
  'after-rollback': 'after rolling back',
};
