import type { Phase } from '../zone/result-parts.ts';
import { blocks, fold, list, prose } from './markdown.ts';
import { clock, counted, duration } from './wording.ts';

const MARK: Readonly<Record<Phase['outcome'], string>> = {
  done: '✅',
  skipped: '➖',
  planned: '📝',
  failed: '❌',
  interrupted: '🛑',
};

const STEP: Readonly<Record<Phase['name'], string>> = {
  observe: 'Observe',
  issue: 'Issue',
  upload: 'Upload',
  activate: 'Wait for active',
  'switch-on': 'Switch on',
  canary: 'Canary hostname',
  associate: 'Move hostnames',
  probe: 'Probe',
  grace: 'Grace period',
  'observe-again': 'Observe again',
  delete: 'Delete previous',
  'roll-back': 'Roll back',
  'edges-follow': 'Wait for the edges',
  withdraw: 'Remove the upload',
};

/** Milliseconds; less is told as `0 s`. */
const SHORTEST = 50;

/** What took place, when, for how long, with what result; empty if nothing did. `told` stands above already. */
export function stepsFold(phases: readonly Phase[], told = ''): string {
  const taken = phases.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'planned');
  if (taken.length === 0) return '';
  const lines = taken.map(({ name, startedAt, endedAt, outcome, detail }) => {
    const happened = prose(told === '' ? detail : detail.replace(told, 'See above.'), 600);
    // What the step before it has waited for already takes no time of its own.
    const took = endedAt - startedAt < SHORTEST ? '' : ` (${duration(endedAt - startedAt)})`;
    const step = `${clock(startedAt)} ${MARK[outcome]} **${STEP[name]}**${took}`;
    return happened === '' ? step : `${step}: ${happened}`;
  });
  return fold(`Timeline (${counted(taken.length, 'step')})`, blocks(list(lines), skippedLine(phases)));
}

/** The steps of a dry run that would follow, numbered; empty if there are none. */
export function plannedList(phases: readonly Phase[]): string {
  const steps = phases.filter(({ outcome }) => outcome === 'planned');
  const lines = steps.map(({ detail }, index) => `${index + 1}. ${prose(detail, 600)}`);
  return steps.length === 0 ? '' : blocks('**The plan:**', lines.join('\n'));
}

function skippedLine(phases: readonly Phase[]): string {
  const skipped = phases.filter(({ outcome }) => outcome === 'skipped');
  if (skipped.length === 0) return '';
  const words = skipped.map(({ name, detail }) => {
    const why = prose(detail, 300).replace(/\.$/u, '');
    return why === '' ? STEP[name] : `${STEP[name]} (${why})`;
  });
  return `Skipped: ${words.join('; ')}.`;
}
