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
