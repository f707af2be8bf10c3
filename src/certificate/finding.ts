/**
 * One finding of the preflight.
 * - `refuse`: nothing may be written.
 * - `refuse-unless-in-force`: refused, unless the certificate already is in force and nothing would be written.
 * - `refuse-unless-origin-check`: refused, unless a check straight at the origin has passed.
 * - `warn`: the run continues, with an annotation.
 */
export type Severity = 'refuse' | 'refuse-unless-in-force' | 'refuse-unless-origin-check' | 'warn';

export interface Finding {
  /** Stable, for workflows and tests to match on. */
  readonly reason: string;
  readonly severity: Severity;
  /** The input at fault, by the user's name for it. */
  readonly input: string;
  /** Cause and cure in whole sentences; never holds input text, except names from certificates, made harmless. */
  readonly sentence: string;
}

export function finding(severity: Severity, reason: string, input: string, sentence: string): Finding {
  return { reason, severity, input, sentence };
}

/** Whether it refuses, whatever may be observed. */
export function isRefusal({ severity }: Finding): boolean {
  return severity === 'refuse';
}

/** Its last sentence is the cure: told apart where a long cause would hide it. */
export function causeAndCure({ sentence }: Finding): readonly [cause: string, cure: string] {
  const [, cause = sentence, cure = ''] = /^(.*\.) (.+)$/su.exec(sentence) ?? [];
  return [cause, cure];
}

/** One named check: whether it applies, and the sentence that goes on from the opening. */
export interface Check<T> {
  readonly reason: string;
  readonly severity: Severity;
  readonly applies: (about: T) => boolean;
  readonly says: string | ((about: T) => string);
}

export function judgeBy<T>(
  checks: readonly Check<T>[],
  about: T,
  input: string,
  opening: string,
): readonly Finding[] {
  return checks
    .filter(({ applies }) => applies(about))
    .map(({ severity, reason, says }) =>
      finding(severity, reason, input, `${opening} ${typeof says === 'string' ? says : says(about)}`),
    );
}

/** Stands for an input where a certificate is in none. */
export const ISSUED = 'issued certificate';

/** The certificate of an input, for a sentence. */
export function certificateOf(input: string): string {
  return input === ISSUED ? `the ${ISSUED}` : `the certificate in \`${input}\``;
}

const MAXIMUM_NAME = 100;
const DAY = 86_400_000;

/** A name of a `Leaf`, which has nothing invisible in it, fit for a sentence: quoted and short. */
export function shown(name: string): string {
  const short = name.length > MAXIMUM_NAME ? `${name.slice(0, MAXIMUM_NAME).toWellFormed()}…` : name;
  return `"${short.replaceAll(/["`]/g, "'")}"`;
}

/** Epoch milliseconds as `2026-11-23 23:07 UTC`. */
export function shownDate(ms: number): string {
  return new Date(ms).toISOString().replace(/^(.*)T(\d\d:\d\d).*$/, '$1 $2 UTC');
}

/** A span of time in the unit a person would use, rounded down. */
export function shownSpan(ms: number): string {
  const [count, unit] =
    ms >= 2 * DAY
      ? [ms / DAY, 'days']
      : ms >= 7_200_000
        ? [ms / 3_600_000, 'hours']
        : ms >= 120_000
          ? [ms / 60_000, 'minutes']
          : [ms / 1000, 'seconds'];
  return `${String(Math.floor(count))} ${unit}`;
}
