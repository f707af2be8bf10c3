import { neutralise, neutraliseLines } from '../secrecy/neutralise.ts';

/**
 * Foreign text on one line, harmless in a log, an annotation, an output or an attribute: no workflow
 * command, nothing invisible, spaces joined. `most` is the longest answer in UTF-16 units.
 */
export function plain(text: string, most = 500): string {
  return neutralise(text, most).replaceAll(/ {2,}/gu, ' ').trim();
}

/** Several lines, each as `plain` makes it; empty ones are dropped, and at most `lines` stay. */
export function plainLines(texts: readonly string[], lines = 60, most = 500): readonly string[] {
  const all = texts
    .flatMap((text) => neutraliseLines(text, most))
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  if (all.length <= lines) return all;
  return [...all.slice(0, lines), `… and ${all.length - lines} more`];
}
