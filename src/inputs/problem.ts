import type { Finding } from '../certificate/finding.ts';
import { ActionError } from '../errors.ts';
import { neutralise } from '../secrecy/withhold.ts';

/** What is wrong with an input, environment variable or file. Never holds a secret. */
export interface InputProblem extends Omit<Finding, 'severity'> {
  /** Where there are several. */
  readonly target?: string | undefined;
}

/** Takes a problem and continues, so that all problems are reported at once. */
export type Report = (problem: InputProblem) => void;

/** A value and the user's name for it: an input, or a key of the manifest at a line and column. */
export interface Field {
  readonly input: string;
  /** For the start of a sentence: `` `grace-period` `` with the place, if it is in a manifest. */
  readonly label: string;
  readonly value: string;
  /** The variable or file of a manifest that holds the value. */
  readonly from?: string;
  readonly report: Report;
}

/** Looks a setting up by the name of its input; undefined if it was not given. */
export type Lookup = (name: string) => Field | undefined;

/** Reports a problem with one field: the cause, which follows its name, and the cure. */
export function complain({ report, input, label }: Field, reason: string, says: string): void {
  report({ reason, input, sentence: `${label} ${says}` });
}

export function inputField(report: Report, input: string, value = ''): Field {
  return { input, label: `\`${input}\``, value, report };
}

/** Where the same is read, and reported, elsewhere. */
export function silent(): void {}

/** Gathers problems in the order found, each once. */
export function collector(): { readonly problems: readonly InputProblem[]; readonly report: Report } {
  const problems: InputProblem[] = [];
  const said = new Set<string>();
  return {
    problems,
    report(problem) {
      const key = `${problem.target ?? ''}\n${problem.sentence}`;
      if (!said.has(key)) problems.push(problem);
      said.add(key);
    },
  };
}

/**
 * Reports warnings, and of a target that is refused all else.
 * @param target what problems call it, where there are several
 * @returns the findings that depend on what is observed
 */
export function reportFindings(
  to: Readonly<Record<'problems' | 'warnings', ReturnType<typeof collector>>>,
  findings: readonly Finding[],
  isRefused: boolean,
  target: string | undefined,
): readonly Finding[] {
  for (const { severity, reason, input, sentence } of findings)
    if (severity === 'warn') to.warnings.report({ reason, input, sentence, target });
    else if (isRefused) to.problems.report({ reason, input, sentence, target });
  return isRefused ? [] : findings.filter(({ severity }) => severity !== 'warn');
}

/** A person reads the log: the rest is reported on the next run. */
const MOST_SENTENCES = 40;

/** The one error for all problems of a run. Nothing was changed when it is thrown. */
export function refusal(problems: readonly InputProblem[]): ActionError {
  const sentences = problems
    .slice(0, MOST_SENTENCES)
    .map(({ target, sentence }) => (target === undefined ? sentence : `${target}: ${sentence}`));
  const more = problems.length - sentences.length;
  return new ActionError('INPUT_INVALID', {
    happened: [...sentences, ...(more > 0 ? [`There are ${more} more problems like these.`] : [])].join('\n'),
    remedy: 'Fix this and run again.',
  });
}

const LONGEST = 60;
/** A run of characters as found in tokens and keys, but hardly ever in host names. */
const LIKE_A_SECRET = /[\w+/=]{20}|[\w+/=-]{24}|PRIVATE KEY|\n/u;
/** What may be left of a line of a key: a mix of upper case, lower case and digits, or the end of base64. */
const LIKE_A_PIECE = [
  /^(?=[^]*[a-z])(?=[^]*[A-Z])(?=[^]*\d)[\w+/-]{6,}={0,2}$/u,
  /^(?=(?:[^]*[a-z][A-Z]){2})[\w+/-]{6,}$/u,
  /^(?=[^]*\+)[\w+/]{6,}$/u,
  /^[\w+/-]{2,}={1,2}$/u,
];

/** An input's value as it may be shown: harmless, on one line, short; only described if it might be a secret. */
export function echo(value: string): string {
  const harmless = neutralise(value, LONGEST).replaceAll('`', "'").trim();
  return harmless === '' ||
    LIKE_A_SECRET.test(value) ||
    LIKE_A_PIECE.some((piece) => piece.test(value.trim())) ||
    (value.length >= 20 && !/[.\s]/u.test(value))
    ? `a value of ${value.length} characters`
    : `\`${harmless}\``;
}
