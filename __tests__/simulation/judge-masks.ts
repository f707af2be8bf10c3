import type { Job } from './rotate-only.ts';

const MASK = '::add-mask::';

/** 7: every mask comes before anything else is printed, and the key's lines are among them. */
export function judgeMasks({ pair }: Pick<Job, 'pair'>, stdout: string): readonly string[] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const isMask = (line: string): boolean => line.startsWith(MASK);
  const first = lines.findIndex((line) => !isMask(line));
  const late = first < 0 ? -1 : lines.findIndex((line, index) => index > first && isMask(line));
  const masked = new Set(lines.filter(isMask).map((line) => line.slice(MASK.length)));
  const bare = pair.privateKey
    .split('\n')
    .filter((line) => line.length > 20 && !line.startsWith('-') && !masked.has(line));
  return [
    ...(late < 0 ? [] : ['it printed before it masked']),
    ...(lines.length === 0 || bare.length === 0 ? [] : ['it masked only a part of the key']),
  ];
}
