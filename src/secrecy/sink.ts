import type { KeyObject } from 'node:crypto';
import { Annotations, type AnnotationKind } from './annotation-commands.ts';
import { fileFault } from './environment.ts';
import { Guard } from './guard.ts';
import { createLogMemory } from './log-memory.ts';
import { neutralise, neutraliseLines, withhold, WITHHELD } from './withhold.ts';

/** What the outside world does for the sink; made of @actions/core in src/world/. */
export interface SinkPorts {
  readonly setSecret: (value: string) => void;
  readonly info: (line: string) => void;
  readonly debug: (line: string) => void;
  readonly annotation: (kind: AnnotationKind, title: string, text: string) => void;
  /** Appends one output; throws a system error if the file cannot be written. */
  readonly setOutput: (name: string, value: string) => void;
  /** Replaces what this step wrote to its summary; throws a system error if the file cannot be written. */
  readonly replaceSummary: (markdown: string) => void;
}

/** The one thing through which everything printed or written goes. */
export interface Sink {
  /** Registers masks with the runner, by line and without armour. To be called before anything else is printed. */
  mask(values: readonly string[]): void;
  /**
   * From now on no text that holds a piece of this secret leaves the sink. `random` says that a
   * machine made the text (a token): then short pieces of it are recognised too.
   */
  protect(secret: KeyObject | string, made?: 'random' | 'chosen'): void;
  /** One or more lines of the log. */
  line(text: string): void;
  debug(text: string): void;
  /** From the tenth of a kind on, annotations are held back and folded into one by `close`. */
  annotate(kind: AnnotationKind, title: string, text: string): void;
  /** They are looked through together, which takes less time. */
  outputs(values: Readonly<Record<string, string>>): void;
  /** Replaces what this step wrote to its summary before. */
  summary(markdown: string): void;
  /** Text that goes elsewhere than to the runner, such as an issue: harmless, and without pieces of a secret. */
  clean(text: string): string;
  /** Prints the annotations held back, and warns if anything was withheld. */
  close(): void;
}

const LONGEST_LINE = 8000;
const LONGEST_TITLE = 200;
const LONGEST_TEXT = Number.MAX_SAFE_INTEGER / 8;
/** The runner drops a larger summary as a whole. */
const LARGEST_SUMMARY = 1024 * 1024;
const SUMMARY_CUT = '\n\n_The rest was left out: a summary can hold 1 MiB._\n';

/** Of any length, line by line. */
const harmless = (text: string): string => neutraliseLines(text, LONGEST_TEXT).join('\n');

/** Makes the sink. A closed standard output or an unwritable file never makes it throw. */
export function createSink(ports: SinkPorts): Sink {
  const guard = new Guard();
  const memory = createLogMemory(guard);
  let withheld = 0;
  const warned = new Set<string>();

  const holds = (text: string): boolean => guard.finds(text);
  /** The text, without what in it, or in it together with what was printed just before, holds a piece of a secret. */
  const guarded = (text: string): string => {
    const before = memory.recent();
    if (!memory.finds(text)) return text;
    withheld += 1;
    const rest = withhold(text, holds);
    return holds(`${before}\n${rest}`) ? WITHHELD : rest;
  };
  const print = (text: string, port: (line: string) => void = ports.info): void => {
    for (const line of neutraliseLines(text, LONGEST_LINE)) {
      const safe = guarded(line);
      quietly(() => port(safe));
    }
  };
  const annotations = new Annotations((kind, title, text) => {
    const safeTitle = guarded(neutralise(title, LONGEST_TITLE));
    const safeText = guarded(neutraliseLines(text, LONGEST_LINE).join('\n'));
    quietly(() => ports.annotation(kind, safeTitle, safeText));
  }, print);

  /** Files are guarded by themselves: what stands in the log before has nothing to do with them. */
  const filed = (text: string): string => {
    if (!guard.finds(text)) return text;
    withheld += 1;
    const lines = text.split('\n').map((line) => (holds(line) ? withhold(line, holds) : line));
    const rest = lines.join('\n');
    return guard.finds(rest) ? WITHHELD : rest;
  };
  const write = (what: string, port: () => void): void => {
    try {
      port();
    } catch (error) {
      const text = `${what}: ${fileFault(error)}`;
      if (!warned.has(what)) annotations.add('warning', `${what} was not written`, text);
      warned.add(what);
    }
  };

  return {
    mask(values) {
      for (const value of new Set(values.flatMap((text) => text.split(/[\r\n]+/u))))
        if (value.trim() !== '' && !value.startsWith('-----')) quietly(() => ports.setSecret(value));
    },
    protect: (secret, made = 'chosen') => guard.protect(secret, made),
    line: (text) => print(text),
    debug: (text) => print(text, ports.debug),
    annotate: (kind, title, text) => annotations.add(kind, title, text),
    outputs(values) {
      const texts = Object.entries(values).map(([name, value]) => [name, harmless(value)] as const);
      const clean = !guard.finds(texts.map(([, text]) => text).join('\n'));
      for (const [name, text] of texts) {
        const safe = clean ? text : filed(text);
        write('The output file', () => ports.setOutput(neutralise(name), safe));
      }
    },
    summary(markdown) {
      const clean = filed(markdownOf(markdown));
      write('The job summary', () => ports.replaceSummary(clean));
    },
    clean: (text) => filed(harmless(text)),
    close() {
      const texts = withheld === 1 ? '1 text held' : `${withheld} texts held`;
      const were = withheld === 1 ? 'was' : 'were';
      const says = `${texts} a piece of a secret and ${were} withheld. Please report this: it is a fault in this action or in an answer it received.`;
      if (withheld > 0) annotations.add('warning', 'Text withheld', says);
      withheld = 0;
      annotations.close();
    },
  };
}

/** Cleaned line by line, and cut at the end of a line so that the runner still takes it. */
function markdownOf(text: string): string {
  const lines = neutraliseLines(text, LARGEST_SUMMARY);
  const markdown = lines.join('\n');
  if (Buffer.byteLength(markdown) <= LARGEST_SUMMARY) return markdown;
  let room = LARGEST_SUMMARY - Buffer.byteLength(SUMMARY_CUT);
  const kept = lines.slice(
    0,
    lines.findIndex((line) => (room -= Buffer.byteLength(line) + 1) < 0),
  );
  return kept.join('\n') + SUMMARY_CUT;
}

/** A reader who hung up is no reason to stop half way through a rotation. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing can be said when there is nowhere to say it.
  }
}
