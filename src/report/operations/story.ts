import type { Failure } from '../../rotation/result.ts';

/** What one operation has to tell, before it is made into summary, log and annotations. */
export interface Story {
  readonly mark: string;
  /** The outcome in one sentence without a full stop; may hold foreign text. */
  readonly title: string;
  /** Of the error annotation; ours alone. */
  readonly failedTitle: string;
  readonly failures: readonly NamedFailure[];
  readonly warnings: readonly string[];
  /** Blocks of Markdown, the most important first: what does not fit is left out from the end. */
  readonly body: readonly string[];
  /** Lines for the log, before the last one. */
  readonly lines: readonly string[];
}

export interface NamedFailure {
  /** Empty if there is only one thing it can be about. */
  readonly name: string;
  readonly failure: Failure;
}
