import type { RunResult } from '../operations/operation-result.ts';
import { WORST_FIRST } from '../rotation/result.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { Failure } from '../zone/result-parts.ts';
import { plain } from './limits.ts';
import { count, OUTCOME_WORDS } from './wording.ts';

export interface Annotation {
  readonly kind: 'warning' | 'error';
  /** Our own words only: the runner does not mask titles. */
  readonly title: string;
  /** Plain text of one line, at most 4000 characters. */
  readonly text: string;
}

/** Reading the inputs has already annotated it, with the name of the input; this is for the summary. */
const SAID_OF_INPUTS: ReadonlySet<string> = new Set(['EXPIRES_SOON']);

/** The runner keeps ten of a kind for a step. */
const MOST_WARNINGS = 10;
const LONGEST = 4000;

/** One error at most, then the warnings; equal ones of several targets are put together. */
export function annotationsFor(run: RunResult): readonly Annotation[] {
  return [...errorFor(run), ...warningsFor(run)];
}

/** The target whose failure the annotation tells. */
export function worstOf(run: RunResult): TargetResult | undefined {
  return badOnes(run)[0];
}

function badOnes(run: RunResult): readonly TargetResult[] {
  return WORST_FIRST.slice(0, 2).flatMap((outcome) =>
    run.targets.filter((target) => target.outcome === outcome),
  );
}

function errorFor(run: RunResult): readonly Annotation[] {
  const bad = badOnes(run);
  const [worst] = bad;
  if (worst === undefined) {
    if (run.outcome !== 'failed') return [];
    return [{ kind: 'error', title: 'Rotation failed', text: 'The run failed before it had a result.' }];
  }
  const name = run.targets.length > 1 ? `${plain(worst.name, 200)}: ` : '';
  const others =
    bad.length > 1 ? ` ${count(bad.length - 1, 'more target')} went wrong: see the job summary.` : '';
  const title = worst.outcome === 'failed' ? 'Rotation failed' : 'Rotation rolled back';
  return [{ kind: 'error', title, text: `${plain(`${name}${failureText(worst)}`, LONGEST - 100)}${others}` }];
}

function failureText({ failure, sentence, outcome }: TargetResult): string {
  if (failure === undefined) return sentence === '' ? `${OUTCOME_WORDS[outcome]}.` : sentence;
  return failureWords(failure);
}

/** In one line. */
export function failureWords({ happened, inForce, remedy }: Failure): string {
  return [happened, inForce === undefined ? '' : `In force now: ${inForce}`, `What to do: ${remedy}`]
    .filter((part) => part !== '')
    .join(' ');
}

/**
 * A sentence for each warning, equal ones of several targets put together.
 *
 * @param named with the name of the target before it
 */
export function warningTexts(
  targets: RunResult['targets'],
  named: boolean,
  isTold: (reason: string) => boolean = () => false,
): readonly string[] {
  const all = targets.flatMap(({ name, warnings }) =>
    warnings.filter(({ reason }) => !isTold(reason)).map(({ sentence }) => ({ name, sentence })),
  );
  return [...Map.groupBy(all, ({ sentence }) => sentence)].map(([sentence, owners]) =>
    plain(named ? `${ownersWords(owners.map(({ name }) => name))}: ${sentence}` : sentence, LONGEST),
  );
}

function warningsFor({ targets }: RunResult): readonly Annotation[] {
  return warningAnnotations(
    warningTexts(targets, targets.length > 1, (reason) => SAID_OF_INPUTS.has(reason)),
  );
}

/** As many as the runner keeps; the summary has the others. */
export function warningAnnotations(texts: readonly string[]): readonly Annotation[] {
  const all = texts.map((text): Annotation => {
    return { kind: 'warning', title: 'Origin pull certificate', text: plain(text, LONGEST) };
  });
  if (all.length <= MOST_WARNINGS) return all;
  const shown = all.slice(0, MOST_WARNINGS - 1);
  const text = `${all.length - shown.length} more warnings: see the job summary.`;
  return [...shown, { kind: 'warning', title: 'More warnings', text }];
}

function ownersWords(names: readonly string[]): string {
  const first = names.slice(0, 1).map((name) => plain(name, 200));
  const others = names.length > 1 ? [`and ${names.length - 1} more`] : [];
  return [...first, ...others].join(' ');
}
