import type { Random } from './random.ts';

/** Milliseconds, or a range of them from which every occasion draws its own. */
export type Span = number | readonly [from: number, to: number];

/** How long things take in the box. Everything may be changed while it runs. */
export interface Timings {
  /** Upload until `active`. */
  readonly deployment: Span;
  /** `deployment_timed_out` comes this long after the upload, where a variant asks for it. */
  readonly deploymentTimeout: Span;
  /** DELETE until `deleted`; the tombstone is `pending_deletion` so long. */
  readonly deletion: Span;
  /** How long an id that an upload brought back still reads `pending_deletion`. */
  readonly revival: Span;
  /** PUT until the association is `active` (its certificate must be so too). */
  readonly association: Span;
  /** How long 1433 still answers after a certificate's last association was moved. */
  readonly release: Span;
  /** How long a voided association is still shown with `enabled: null`. */
  readonly voidLinger: Span;
  /** How far the lists of certificates are behind the truth. */
  readonly listLag: Span;
  /** How far the list of associations is behind the truth. */
  readonly associationListLag: Span;
  /** How long a new certificate's id answers 404. */
  readonly byIdLag: Span;
  /** How long a mutation runs; another one of the zone gets 409 meanwhile. */
  readonly mutation: Span;
  /** How long the zone stays locked after a mutation was answered. */
  readonly lockLinger: Span;
  /** How long a flapping certificate was `active` before it is pending again, and how long it is so. */
  readonly flapAfter: Span;
  readonly flapFor: Span;
}

/** The pace seen live, as far as it was seen; nothing is slower or faster than it must be. */
export const liveTimings: Timings = {
  deployment: [3000, 60_000],
  deploymentTimeout: 120_000,
  deletion: 10_000,
  revival: [0, 45_000],
  association: [2000, 30_000],
  release: [2000, 15_000],
  voidLinger: [5000, 150_000],
  listLag: [0, 60_000],
  associationListLag: 0,
  byIdLag: 0,
  mutation: 0,
  lockLinger: 0,
  flapAfter: 3000,
  flapFor: 10_000,
};

/** A pace for tests with real sockets: the same order of things within a second. */
export const briskTimings: Timings = {
  deployment: 60,
  deploymentTimeout: 150,
  deletion: 60,
  revival: 0,
  association: 40,
  release: 40,
  voidLinger: 120,
  listLag: 0,
  associationListLag: 0,
  byIdLag: 0,
  mutation: 0,
  lockLinger: 0,
  flapAfter: 30,
  flapFor: 80,
};

/** One occasion's duration in milliseconds. */
export function draw(span: Span, random: Random): number {
  return typeof span === 'number' ? span : random.between(span[0], span[1]);
}
