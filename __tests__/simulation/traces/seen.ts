import type { ShownCertificate, ShownRow, Step, StepOf } from './trace.ts';

/** Dates may be cut off to whole seconds, and a look takes a moment. */
export const IMPRECISION = 3000;
/** A look counts as "just before" for so long; a read may itself take half a minute. */
export const JUST_BEFORE = 45_000;
export const TWO_MINUTES = 120_000;
export const HOUR = 3_600_000;
/** The window of the rate limit. */
const SHUT_FOR = 300_000;

/** What a trace is judged by, besides what the run saw. */
export interface Course {
  readonly level: 'zone' | 'hostname';
  /** Milliseconds for hostnames of the run; two minutes at least for others. */
  readonly grace: number;
  readonly hostnames: readonly string[];
  /** Of the hostnames only those count that the run moved, or that have an association at all. */
  readonly partial: boolean;
  /** Whether the zone is on before the run. */
  readonly switchedOn: boolean;
  /** Visits tell which certificate was shown to the origin. */
  readonly echo: boolean;
  /** Whether a certificate is the one that the run brings. */
  readonly brings: (id: string) => boolean;
  /** Whether it is of the lineage of what the run brings, with an earlier `notBefore`. */
  readonly precedes: (id: string) => boolean;
  readonly uploadedOn: (id: string, at: number) => number;
  /** It was cancelled, or its time was over: then it does no more. */
  readonly cutShort: boolean;
  /** It said that it goes back. */
  readonly goesBack: boolean;
}

/** What a run had sent and seen before one of its steps. */
export class Seen {
  readonly #steps: readonly Step[];
  readonly #course: Course;

  constructor(steps: readonly Step[], course: Course) {
    this.#steps = steps;
    this.#course = course;
  }

  all<Kind extends Step['kind']>(kind: Kind): readonly StepOf<Kind>[] {
    return this.#steps.filter((step): step is StepOf<Kind> => step.kind === kind);
  }

  last<Kind extends Step['kind']>(kind: Kind): StepOf<Kind> | undefined {
    return this.all(kind).at(-1);
  }

  /** What came before or from the last step that does what is asked for. */
  since(marks: (step: Step) => boolean): Seen {
    const nth = this.#steps.findLastIndex(marks);
    return new Seen(this.#steps.slice(Math.max(nth, 0)), this.#course);
  }

  before(step: Step): Seen {
    return new Seen(this.#steps.slice(0, this.#steps.indexOf(step)), this.#course);
  }

  /** Every certificate as it was shown, by a list or by its id, in order. */
  shown(wanted: (id: string) => boolean): readonly (ShownCertificate & { readonly at: number })[] {
    return this.#steps.flatMap((step) => {
      const { at } = step;
      if (step.kind === 'list')
        return step.certificates.filter(({ id }) => wanted(id)).map((one) => ({ ...one, at }));
      if (step.kind !== 'read' || step.status === undefined || !wanted(step.id)) return [];
      const { id, status, uploaded_on } = step;
      return [{ id, status, at, ...(uploaded_on === undefined ? {} : { uploaded_on }) }];
    });
  }

  /** By its id, as the last read that was answered told; undefined: none was. */
  byId(wanted: (id: string) => boolean): StepOf<'read'> | undefined {
    return this.all('read').findLast(({ id, status }) => status !== undefined && wanted(id));
  }

  /** Every association of a hostname as it was shown. */
  rowsOf(hostname: string): readonly ShownRow[] {
    return this.#steps.flatMap((step) => {
      const rows = step.kind === 'look' ? step.rows : step.kind === 'row' ? [step.row] : [];
      return rows.filter((row) => row.hostname === hostname);
    });
  }

  /** The step by which visitors may be shown what the run brings. */
  get cutOver(): Step | undefined {
    return this.#steps.find((step) => this.#cutsOver(step));
  }

  #cutsOver(step: Step): boolean {
    if (this.#course.level === 'hostname')
      return step.kind === 'point' && step.rows.some((row) => this.#course.brings(row.cert_id));
    return step.kind === (this.#course.switchedOn ? 'upload' : 'switch');
  }

  /** It was told to stay away, and may be so still. */
  isShut(at: number): boolean {
    return this.all('shut').some((step) => step.ever || at - step.at < SHUT_FOR);
  }

  /** Hostnames whose last visitor since the cut-over was refused with what the run brings. */
  get refused(): readonly StepOf<'visit'>[] {
    const { cutOver } = this;
    const visits = this.all('visit').filter(({ at }) => at >= (cutOver?.at ?? at));
    const last = new Map(visits.map((visit) => [visit.hostname, visit]));
    return [...last.values()].filter((visit) => this.#isRefusal(visit));
  }

  /** Whether anybody was refused with it at all. */
  get everRefused(): boolean {
    return this.all('visit').some((visit) => this.#isRefusal(visit));
  }

  #isRefusal({ verdict, served }: StepOf<'visit'>): boolean {
    return verdict === 'refused' && served !== undefined && this.#course.brings(served);
  }
}
