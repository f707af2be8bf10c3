import type { Failure } from '../zone/result-parts.ts';
import { plainLines } from './limits.ts';
import { blocks, fence, fold, prose } from './markdown.ts';
import { count } from './wording.ts';

const SHORT = 400;

/**
 * What happened, what is in force now, what to do; long text and raw answers folded.
 * @param certificate what is in force, as Markdown; empty if it is not known
 */
export function failureBlock(failure: Failure, certificate = ''): string {
  const long = failure.happened.length > SHORT;
  const happened = long ? firstSentences(failure.happened) : failure.happened;
  const details = plainLines([
    ...(long ? [failure.happened.slice(happened.length)] : []),
    ...failure.details,
  ]);
  return blocks(
    `**What happened:** ${prose(happened)}`,
    failure.inForce === undefined
      ? ''
      : `**In force now:** ${certificate === '' ? '' : `${certificate}. `}${prose(failure.inForce)}`,
    `**What to do:** ${prose(failure.remedy)}`,
    details.length === 0 ? '' : fold(`Details (${count(details.length, 'line')})`, fence(details)),
  );
}

/** Whole sentences up to the limit, or as much of the first as fits. */
function firstSentences(text: string): string {
  const head = text.slice(0, SHORT);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? '));
  return end > 40 ? head.slice(0, end + 1) : `${head.trimEnd()}…`;
}
