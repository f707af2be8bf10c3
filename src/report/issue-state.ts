import { plain } from './neutral-text.ts';
import type { Problem } from './problems.ts';

/**
 * What the issue itself remembers, hidden in its text: the problems of all jobs that report to it,
 * so that the job of one target does not close what the job of another opened.
 */

const MARKER = '<!-- origin-pull-certificates:issue -->';
const STATE = /^<!-- origin-pull-certificates:state=1 (\[.*\]) -->$/mu;

/** True for a text with our hidden marker at the start of a line: people may write lines above it. */
export function isOurs(body: string): boolean {
  return body.split('\n').some((line) => line.startsWith(MARKER));
}

/** True for a title we give: where the marker is gone, it is what is left. */
export function hasOurTitle(title: string): boolean {
  return /^Origin pull certificates: (?:all is well|\d+ targets? needs? attention)$/u.test(title);
}

/**
 * The hidden head of the text. Legible JSON, so that whoever looks the text over for secrets
 * sees all of it; nothing in it can end the comment.
 */
export function hiddenHead(problems: readonly Problem[]): string {
  const state = JSON.stringify(problems)
    .replaceAll('--', String.raw`-\u002d`)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`);
  return `${MARKER}\n<!-- origin-pull-certificates:state=1 ${state} -->`;
}

/** The remembered problems; people may have edited the text, so whatever is not well formed is dropped. */
export function rememberedProblems(body: string | undefined): readonly Problem[] {
  const hidden = STATE.exec(body ?? '')?.[1];
  if (hidden === undefined) return [];
  try {
    const state: unknown = JSON.parse(hidden);
    return [state].flat().flatMap(readProblem);
  } catch {
    return [];
  }
}

function readProblem(value: unknown): readonly Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { target, kind, zone, sentence, remedy, seenAt }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof target !== 'string' || typeof sentence !== 'string' || typeof remedy !== 'string') return [];
  if (kind !== 'due' && kind !== 'failed') return [];
  if (typeof seenAt !== 'number' || !Number.isFinite(seenAt)) return [];
  const texts = { target: plain(target, 200), sentence: plain(sentence), remedy: plain(remedy) };
  return [{ ...texts, kind, seenAt, ...(typeof zone === 'string' ? { zone: plain(zone, 200) } : {}) }];
}
