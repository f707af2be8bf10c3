export type AnnotationKind = 'warning' | 'error';

interface Annotation {
  readonly title: string;
  readonly text: string;
}

/** The runner keeps ten annotations of a kind per step, and 4096 characters of each. */
const MOST_PER_KIND = 10;
const LONGEST_TEXT = 4000;
const NAMES = { warning: 'Warning', error: 'Error' } as const;

/**
 * Prints annotations so that the runner drops none: nine of a kind at once; from the tenth on they
 * go to the log as ordinary lines and are folded into the tenth at the end.
 */
export class Annotations {
  readonly #emit: (kind: AnnotationKind, title: string, text: string) => void;
  readonly #log: (line: string) => void;
  readonly #emitted: Record<AnnotationKind, number> = { warning: 0, error: 0 };
  readonly #held: Record<AnnotationKind, Annotation[]> = { warning: [], error: [] };

  constructor(
    emit: (kind: AnnotationKind, title: string, text: string) => void,
    log: (line: string) => void,
  ) {
    this.#emit = emit;
    this.#log = log;
  }

  add(kind: AnnotationKind, title: string, text: string): void {
    if (this.#emitted[kind] < MOST_PER_KIND - 1) {
      this.#emitted[kind] += 1;
      this.#emit(kind, title, cut(text));
    } else {
      this.#log(`${NAMES[kind]}: ${title}: ${text}`);
      if (this.#emitted[kind] < MOST_PER_KIND) this.#held[kind].push({ title, text });
    }
  }

  /** Prints what was held back as one annotation of its kind; what comes later goes to the log only. */
  close(): void {
    for (const kind of ['warning', 'error'] as const) {
      const [first, ...more] = this.#held[kind];
      if (first === undefined) continue;
      this.#held[kind] = [];
      this.#emitted[kind] = MOST_PER_KIND;
      const texts = [first, ...more].map(({ title, text }) => `${title}: ${text}`);
      if (more.length === 0) this.#emit(kind, first.title, cut(first.text));
      else this.#emit(kind, `${texts.length} more of this kind`, cut(texts.join('\n')));
    }
  }
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (the rest is in the log)`;
}
