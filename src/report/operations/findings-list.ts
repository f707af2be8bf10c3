import type { StatusFinding, ZoneStatus } from '../../operations/status/result.ts';
import { blocks, prose } from '../markdown.ts';

const MOST = 100;

/** What is due, with what to do about it; empty where nothing is. */
export function dueList(zones: readonly ZoneStatus[]): string {
  return list('Due', '📅', findingsIn(zones, 'due'));
}

/** What is worth knowing; empty where nothing is. */
export function warningsIn(zones: readonly ZoneStatus[]): string {
  return list('Warnings', '⚠', findingsIn(zones, 'warning'));
}

export function findingsIn(
  zones: readonly ZoneStatus[],
  kind: StatusFinding['kind'],
): readonly StatusFinding[] {
  return zones.flatMap(({ findings }) => findings.filter((one) => one.kind === kind));
}

function list(title: string, mark: string, findings: readonly StatusFinding[]): string {
  if (findings.length === 0) return '';
  const lines = findings
    .slice(0, MOST)
    .map(
      ({ target, sentence, remedy }) =>
        `- ${mark} **${prose(target, 300)}**: ${prose(sentence)} ${prose(remedy)}`,
    );
  const more = findings.length - lines.length;
  return blocks(`**${title}**`, [...lines, ...(more > 0 ? [`- And ${more} more.`] : [])].join('\n'));
}
