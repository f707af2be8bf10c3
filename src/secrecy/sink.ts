import type { KeyObject } from 'node:crypto';

export type AnnotationKind = 'notice' | 'warning' | 'error';

/** Whether a file of the runner took what was written. The sink has warned of a failure already. */
export type SinkWrite =
  | { readonly kind: 'written' }
  | { readonly kind: 'not-written'; readonly why: 'unset' | 'directory' | 'read-only' | 'missing' | 'other' };

/** What the outside world does for the sink; made of @actions/core in src/world/. */
export interface SinkPorts {
  readonly setSecret: (value: string) => void;
  readonly info: (line: string) => void;
  readonly debug: (line: string) => void;
  readonly annotation: (kind: AnnotationKind, title: string, text: string) => void;
  readonly startGroup: (title: string) => void;
  readonly endGroup: () => void;
  /** Appends one output; throws a system error if the file cannot be written. */
  readonly setOutput: (name: string, value: string) => void;
  /** Replaces what this step wrote to its summary; throws a system error if the file cannot be written. */
  readonly replaceSummary: (markdown: string) => void;
}

/** The one thing through which everything printed or written goes. */
export interface Sink {
  /** Registers masks with the runner. To be called before anything else is printed. */
  mask(values: readonly string[]): void;
  /**
   * From now on no text that holds a piece of this secret leaves the sink. `random` says that a
   * machine made the text (a token): then short pieces of it are recognised too.
   */
  protect(secret: KeyObject | string, made?: 'random' | 'chosen'): void;
  /** One or more lines of the log. */
  line(text: string): void;
  group(title: string, lines: readonly string[]): void;
  debug(text: string): void;
  /** From the tenth of a kind on, annotations are held back and folded into one by `close`. */
  annotate(kind: AnnotationKind, title: string, text: string): void;
  output(name: string, value: string): SinkWrite;
  /** Replaces what this step wrote to its summary before. */
  summary(markdown: string): SinkWrite;
  /** Prints the annotations held back. Nothing is held back afterwards. */
  close(): void;
}

/** Makes the sink. */
export function createSink(ports: SinkPorts): Sink {
  const annotate = ports.annotation;
  return {
    mask: (values) => values.forEach((value) => ports.setSecret(value)),
    protect: () => undefined,
    line: ports.info,
    group(title, lines) {
      ports.startGroup(title);
      lines.forEach((line) => ports.info(line));
      ports.endGroup();
    },
    debug: ports.debug,
    annotate,
    output(name, value) {
      ports.setOutput(name, value);
      return { kind: 'written' };
    },
    summary(markdown) {
      ports.replaceSummary(markdown);
      return { kind: 'written' };
    },
    close: () => undefined,
  };
}
