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
