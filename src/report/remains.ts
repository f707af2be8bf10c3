import type { CertificateFacts, Predecessor, Spared, TargetResult, Warning } from '../rotation/result.ts';
import { blocks, code, prose } from './markdown.ts';
import { FATE_WORDS, moment } from './wording.ts';

/** What became of the certificates around the successor, and what the reader should know. */

const MOST_ITEMS = 25;

const FATE_MARK: Readonly<Record<Predecessor['fate'], string>> = {
  deleted: '✅',
  'already-gone': '✅',
  'to-delete': '📝',
  kept: '➖',
  'in-use': '➖',
  'delete-unconfirmed': '❔',
};

/** The previous certificates and their fate; empty if there are none. */
export function predecessorList(predecessors: readonly Predecessor[]): string {
  const lines = predecessors.map(
    (one) => `${FATE_MARK[one.fate]} ${named(one)}: **${FATE_WORDS[one.fate]}**. ${prose(one.why, 600)}`,
  );
  return titledList('Previous certificates', lines);
}

/** The certificates deliberately left alone; empty if there are none. */
export function sparedList(spared: readonly Spared[]): string {
  return titledList(
    'Left alone',
    spared.map((one) => `${named(one)}: ${prose(one.why, 600)}`),
  );
}

/** A list, since an id cannot be broken and leaves no room for a second column in a narrow window. */
function named({ id, notAfter }: CertificateFacts): string {
  return `${id === undefined ? 'unknown id' : code(id)}, valid until ${moment(notAfter)}`;
}

/** The warnings, one line each. */
export function warningList(warnings: readonly Warning[]): string {
  return titledList(
    'Warnings',
    warnings.map(({ sentence }) => prose(sentence)),
  );
}

function titledList(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const lines = items.slice(0, MOST_ITEMS).map((item) => `- ${item.trimEnd()}`);
  if (items.length > MOST_ITEMS) lines.push(`- And ${items.length - MOST_ITEMS} more.`);
  return blocks(`**${title}**`, lines.join('\n'));
}

/** All of it, in the order in which a reader asks. */
export function remains(target: TargetResult): string {
  return blocks(predecessorList(target.predecessors), sparedList(target.spared));
}
