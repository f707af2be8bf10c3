import type { DisableRun } from '../../operations/disable/result.ts';
import type { Evidence } from '../../rotation/result.ts';
import { blocks, code, fence, fold, prose, table } from '../markdown.ts';
import { plain } from '../neutral-text.ts';
import { clock, count } from '../wording.ts';
import type { Story } from './story.ts';

const MARKS: Readonly<Record<DisableRun['outcome'], string>> = {
  disabled: '✅',
  unchanged: '✅',
  planned: '📝',
  'rolled-back': '⏪',
  failed: '❌',
};
const WORDS: Readonly<Record<DisableRun['outcome'], string>> = {
  disabled: 'Switched off',
  unchanged: 'Switched off already',
  planned: 'Planned',
  'rolled-back': 'Not switched off: rolled back',
  failed: 'Not switched off',
};
const MODES: Readonly<Record<DisableRun['mode'], string>> = {
  zone: 'The switch of the zone level. Hostnames with a certificate of their own keep it.',
  withdraw: 'Withdrawn: the zone level applies to these hostnames again.',
  off: 'Off: no client certificate is sent for these hostnames, even if the zone level is on.',
};
const VERDICTS: Readonly<Record<Evidence['verdict'], string>> = {
  pass: '✅',
  fail: '❌',
  inconclusive: '❔',
  skipped: '➖',
};
const WHEN: Readonly<Record<Evidence['when'], string>> = {
  before: 'Before',
  after: 'After',
  'after-rollback': 'After rollback',
};
const MOST_ROWS = 60;

/** What switching off has to tell: what it was about, and what was seen of it. */
export function disableStory(run: DisableRun): Story {
  const words =
    run.outcome === 'failed' && run.changed ? 'Switched off, but not verified' : WORDS[run.outcome];
  return {
    mark: MARKS[run.outcome],
    title: `${words}: ${run.zone}`,
    failedTitle: run.outcome === 'rolled-back' ? 'Switching off rolled back' : 'Switching off failed',
    failures: run.failure === undefined ? [] : [{ name: '', failure: run.failure }],
    warnings: run.warnings.map(({ sentence }) => sentence),
    body: [
      run.failure === undefined ? prose(run.sentence) : '',
      MODES[run.mode],
      hostnames(run.hostnames),
      evidence(run.evidence),
    ],
    lines: [`${run.zone}: ${run.sentence}`],
  };
}

function hostnames(all: readonly string[]): string {
  if (all.length === 0) return '';
  const lines = all.slice(0, 1000).map((hostname) => plain(hostname, 260));
  return fold(count(all.length, 'hostname'), fence(lines), all.length <= 10);
}

function evidence(all: readonly Evidence[]): string {
  if (all.length === 0) return '';
  // The latest rows matter most: they are what visitors meet now.
  const rows = all
    .slice(-MOST_ROWS)
    .map((one) => [
      `${WHEN[one.when]}<br>${clock(one.at)}`,
      `${code(one.to)}<br>${one.via === 'edge' ? 'through Cloudflare' : 'straight to the origin'}`,
      `${VERDICTS[one.verdict]} ${prose(one.sentence, 600)}`,
    ]);
  const more = all.length - rows.length;
  return blocks(
    '**Evidence**',
    table(['When', 'Where', 'Seen from this runner'], rows),
    more > 0 ? `${more} earlier rows are left out.` : '',
  );
}
