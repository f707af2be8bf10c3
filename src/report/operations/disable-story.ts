import type { DisableRun } from '../../operations/operation-result.ts';
import { someOf } from '../../zone/words.ts';
import { list, prose } from '../markdown.ts';
import { evidenceLines, everyAnswer, legendOf } from '../probe-strip.ts';
import type { Story } from './story.ts';

const MARKS: Readonly<Record<DisableRun['outcome'], string>> = {
  disabled: '✅',
  unchanged: '✅',
  planned: '📝',
  'rolled-back': '⏪',
  failed: '❌',
};
/** What is said to be done to a zone or to hostnames, in the middle of a sentence. */
const DONE: Readonly<Record<DisableRun['mode'], string>> = {
  zone: 'switched off',
  withdraw: 'withdrawn',
  off: 'switched off',
};
/** What was asked for, where it was done or planned. */
const MODES: Readonly<Record<DisableRun['mode'], string>> = {
  zone: '`level: zone` turns the switch of the zone level off. Hostnames with a certificate of their own keep it.',
  withdraw: '`mode: withdraw` lets the zone level apply to hostnames again.',
  off: '`mode: off` sends no client certificate for hostnames, even if the zone level is on.',
};

/** What switching off has to tell: what it was about, and what was seen of it. */
export function disableStory(run: DisableRun): Story {
  const intended = run.outcome === 'disabled' || run.outcome === 'planned';
  return {
    mark: MARKS[run.outcome],
    title: `${wordsFor(run)}: ${placeOf(run)}`,
    failedTitle: run.outcome === 'rolled-back' ? 'Switching off rolled back' : 'Switching off failed',
    failures: run.failure === undefined ? [] : [{ name: '', failure: run.failure }],
    warnings: run.warnings.map(({ sentence }) => sentence),
    body: [
      run.failure === undefined ? prose(run.sentence) : '',
      intended ? MODES[run.mode] : '',
      list(evidenceLines(run).map((line) => `**Evidence:** ${line}`)),
      legendOf(run),
      everyAnswer(run),
    ],
    lines: run.sentence === run.failure?.happened ? [] : [`${run.zone}: ${run.sentence}`],
  };
}

function wordsFor({ outcome, mode, changed }: DisableRun): string {
  const done = DONE[mode];
  switch (outcome) {
    case 'disabled':
      return capital(done);
    case 'unchanged':
      return `${capital(done)} already`;
    case 'planned':
      return `Planned to be ${done}`;
    case 'rolled-back':
      return `Not ${done}: rolled back`;
    case 'failed':
      return changed ? `${capital(done)}, but not verified` : `Not ${done}`;
  }
}

/** The zone level, or the hostnames. */
function placeOf({ zone, hostnames: names }: DisableRun): string {
  return names.length === 0 ? zone : someOf(names, 3);
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
