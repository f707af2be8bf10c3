import type { StatusFinding, ZoneStatus } from '../../operations/status/result.ts';
import { blocks, fold, list, prose } from '../markdown.ts';

/** As many are told unfolded. */
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
