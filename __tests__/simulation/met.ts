import { FAULTS, PASSING_FAULTS, RARE_FAULTS } from './faults.ts';
import type { Generation } from './odd-answers.ts';
import { HICCUPS } from './scenario.ts';
import type { Hiccup } from './scenario.ts';

/** What a long run has to meet beside the faults of single calls; the names are printed with their counts. */
export const CONDITIONS = [
  'the list lags',
  'by-id 404 right after create',
  'active, pending, active',
  'deployment_timed_out',
  'deletion_timed_out',
  'DELETE answered yes, certificate stays',
  '1406 for ours',
  "1406 for someone else's",
  '1406 for a tombstone',
  '1414',
  '1415',
  '1433',
  '1434',
  'a person deletes the old',
  'a person deletes the new',
  'a person re-points a hostname',
  'a person adds a third certificate',
  'a person uploads the same certificate',
  'a person associates another hostname',
  'another run interleaved',
  'probe flaky',
  'probe cached',
  'one edge bad',
  'origin down before the run',
  'origin does not trust the successor',
  'hostname gone from the zone',
  'quota full, some expired',
  'quota full, none expired',
  'cancel',
  'kill',
  'kill during roll-back',
  'cancel during roll-back',
  'cancel while a change hangs',
  'token rolled in mid-run',
  'token too young',
  'clock jumps by an hour',
  'clock a day off',
  'dry run',
  'the association list lags',
  'association deployment_timed_out',
  'a PUT refused and applied in part',
  'a former association is off',
  'enable: false',
  'replace',
  'delete-previous: false',
  'the issuer guard stops a run',
  'the time of a run is up',
  'another grace than two minutes',
  'origin unreachable',
  'origin accepts the successor',
  'origin refuses the successor',
  'origin lets in without a certificate',
  'a second signal',
  'an association without its certificate',
  'a deleted association is listed',
  'a revived id reads as on its way out',
] as const;

/** Only a run played as a whole, with the runner's files, can meet these. */
export const STAGED_CONDITIONS = [
  'output file unwritable',
  'summary file unwritable',
  'stdout closed',
  'debug on',
  'debug off',
] as const;

export type Condition = (typeof CONDITIONS)[number] | (typeof STAGED_CONDITIONS)[number];

/** The name of a hiccup of the site. */
export function hiccupOf(hiccup: Hiccup): string {
  return hiccup === '502' ? 'probe flaky' : `probe ${hiccup}`;
}

/** How often each fault was really met: a plan to inject one that no call comes to does not count. */
export class Tally {
  readonly counts = new Map<string, number>();

  count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  add(other: { readonly counts: ReadonlyMap<string, number> }): void {
    for (const [what, times] of other.counts) this.count(what, times);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, times) => sum + times, 0);
  }

  /** Everything a long run is to meet that it never met. */
  missing(generation: Generation): readonly string[] {
    return [
      ...FAULTS,
      ...RARE_FAULTS,
      ...(generation > 3 ? PASSING_FAULTS : []),
      ...CONDITIONS,
      ...HICCUPS.map(hiccupOf),
      ...STAGED_CONDITIONS,
    ].filter((what) => !this.counts.has(what));
  }
}
