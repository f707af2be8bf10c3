import { ActionError } from '../errors.ts';
import { neutralise } from '../secrecy/neutralise.ts';

/** One thing wrong with what the user gave. */
export interface InputProblem {
  /** Stable constant, so that tests and workflows may match on it. */
  readonly reason: string;
  /** Name of the input, environment variable or file the sentence is about. */
  readonly input: string;
  /** Cause and cure in the user's words, with the name of the input. Never holds a secret. */
  readonly sentence: string;
  /** Name of the target it belongs to, where a run has several. */
  readonly target?: string;
}

/** Takes a problem and goes on, so that a person hears of all problems at once. */
export type Report = (problem: InputProblem) => void;

/** A value and how the user calls it: an input, or a key of the manifest at a line and column. */
export interface Field {
  readonly input: string;
  /** For the start of a sentence: `` `grace-period` `` with the place, if it is in a manifest. */
  readonly label: string;
  readonly value: string;
  /** The variable or file of a manifest that holds the value. */
  readonly from?: string;
}

/** Looks a setting up by the name of its input; undefined where nobody gave it. */
export type Lookup = (name: string) => Field | undefined;

/** Reports what is wrong with one field: the cause goes on from its name, the cure is a sentence. */
export function complain(report: Report, field: Field, reason: string, cause: string, cure: string): void {
  report({ reason, input: field.input, sentence: `${field.label} ${cause}. ${cure}` });
}

/** A step's input as a field. */
export function inputField(name: string, value: string): Field {
  return { input: name, label: `\`${name}\``, value };
}

/** Gathers problems in the order found; what is said already is not said again. */
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

/** A log is read by a person: what is left over is told on the next run. */
const MOST_SENTENCES = 40;

/** The one error for all problems of a run. Nothing was called or changed when it is thrown. */
export function refusal(problems: readonly InputProblem[]): ActionError {
  const sentences = problems
    .slice(0, MOST_SENTENCES)
    .map(({ target, sentence }) => (target === undefined ? sentence : `${target}: ${sentence}`));
  const more = problems.length - sentences.length;
  return new ActionError('INPUT_INVALID', {
    happened: [...sentences, ...(more > 0 ? [`There are ${more} more problems like these.`] : [])].join('\n'),
    remedy: 'Correct this and run again. Nothing was sent to Cloudflare.',
  });
}

const LONGEST = 60;
/** A run of characters as tokens and keys have them, and names of hosts hardly ever. */
const LIKE_A_SECRET = /[\w+/=]{20}|[\w+/=-]{24}|PRIVATE KEY|\n/u;
/** What a line of a key may be cut down to: capitals, small letters and digits in a muddle, or the end of base64. */
const LIKE_A_PIECE = [
  /^(?=[^]*[a-z])(?=[^]*[A-Z])(?=[^]*\d)[\w+/-]{6,}={0,2}$/u,
  /^(?=(?:[^]*[a-z][A-Z]){2})[\w+/-]{6,}$/u,
  /^(?=[^]*\+)[\w+/]{6,}$/u,
  /^[\w+/-]{2,}={1,2}$/u,
];

/**
 * A value of an input as it may be shown: harmless on one line, short, and only described where it
 * might be a secret that was put into the wrong input.
 */
export function echo(value: string): string {
  const harmless = neutralise(value, LONGEST).replaceAll('`', "'").trim();
  return harmless === '' ||
    LIKE_A_SECRET.test(value) ||
    LIKE_A_PIECE.some((piece) => piece.test(value.trim())) ||
    isTokenLike(value)
    ? `a value of ${value.length} characters`
    : `\`${harmless}\``;
}

function isTokenLike(value: string): boolean {
  return value.length >= 20 && !/[.\s]/u.test(value);
}
