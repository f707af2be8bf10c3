import type { StatusFinding, ZoneStatus } from '../operations/operation-result.ts';
import type { Failure } from '../zone/result-parts.ts';
import { blocks, fold, list, prose } from './markdown.ts';

/** What a run has to tell, before it is made into summary, log and annotations. */
export interface Story {
  readonly mark: string;
  /** The outcome in one sentence without a full stop; may hold foreign text. */
  readonly title: string;
  readonly failedTitle: string;
  readonly failures: readonly ToldFailure[];
  readonly warnings: readonly string[];
  /** Blocks of Markdown, the most important first: what does not fit is left out from the end. */
  readonly body: readonly string[];
  /** Lines for the log, before the last one. */
  readonly lines: readonly string[];
}

/** What an operation other than a rotation outputs besides. */
export interface OperationStory extends Story {
  readonly changed: boolean;
  /** What its report says of it, under the names of its result; `brief`: without what may be long. */
  readonly fields: (brief: boolean) => object;
  /** What is left of that where even that is too long, with as many of the zones as fit. */
  readonly least: (zones: readonly ZoneStatus[]) => object;
}

export interface ToldFailure {
  /** Empty if there is only one thing it can be about. */
  readonly name: string;
  readonly says: string;
  /** For the summary, where the body does not tell it. */
  readonly failure?: Failure;
}

export function toldFailure(failure: Failure, name = ''): ToldFailure {
  return { name, says: failureWords(failure), failure };
}

export function failureWords({ happened, inForce, remedy }: Failure): string {
  return [happened, inForce === undefined ? '' : `In force now: ${inForce}`, `What to do: ${remedy}`]
    .filter((part) => part !== '')
    .join(' ');
}

const OPEN = 5;
const MOST = 100;

const MARKS: Readonly<Record<StatusFinding['kind'], string>> = { due: '📅', warning: '⚠' };

/** What is due or only worth knowing, with what to do about it; empty if nothing is. */
export function findingsList(zones: readonly ZoneStatus[], kind: StatusFinding['kind']): string {
  const lines = findingsIn(zones, kind).map(
    ({ target, sentence, remedy }) =>
      `${MARKS[kind]} **${prose(target, 300)}**: ${prose(sentence)} ${prose(remedy)}`,
  );
  const more = lines.slice(OPEN);
  const words = kind === 'due' ? 'more due' : 'more warnings';
  return blocks(
    list(lines.slice(0, OPEN)),
    more.length === 0 ? '' : fold(`And ${more.length} ${words}`, list(more, MOST)),
  );
}

export function findingsIn(
  zones: readonly ZoneStatus[],
  kind: StatusFinding['kind'],
): readonly StatusFinding[] {
  return zones.flatMap(({ findings }) => findings.filter((one) => one.kind === kind));
}
