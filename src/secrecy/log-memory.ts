import type { Guard } from './guard.ts';

/** What the log printed last, looked at together with each new line, for secrets cut into short lines. */
export interface LogMemory {
  /** Whether the text holds a piece of a secret, alone or together with what was printed just before. */
  readonly finds: (text: string) => boolean;
  /** What stands before the next line, as far as it matters. */
  readonly recent: () => string;
}

/** Characters of the log before. */
const MEMORY = 256;
/** A line with so many letters and digits says more than the next few digits of a secret. */
const A_SENTENCE = 12;
/** By so many digits no line goes on with a secret by chance. */
const CHANCE = 4;
/** In so many lines at most one passes for chance, so that nothing can be told piece by piece. */
const SELDOM = 64;
const LETTERS = /[\p{L}\p{N}]/gu;

export function createLogMemory(guard: Pick<Guard, 'finds'>): LogMemory {
  let recent = '';
  let withheld = false;
  let sinceChance = SELDOM;

  /**
   * Right after a piece of a secret, the first digit of any line may happen to be the secret's next one. Such a
   * line is innocent if it says more than that, and does not go on with the secret for longer.
   */
  const isChance = (text: string): boolean =>
    withheld &&
    sinceChance >= SELDOM &&
    (text.match(LETTERS) ?? []).length >= A_SENTENCE &&
    !guard.finds(text) &&
    !guard.finds(`${withoutStart(recent)}\n${text}`);

  return {
    recent: () => recent,
    finds: (text) => {
      const joined = `${recent}\n${text}`;
      const found = guard.finds(joined);
      const chance = found && isChance(text);
      // What was withheld is remembered too, or the rest of a secret would go on after each piece of it.
      recent = found ? harmlessEnd(joined.slice(-MEMORY), guard) : joined.slice(-MEMORY);
      sinceChance = chance ? 0 : sinceChance + 1;
      withheld = found && !chance;
      return withheld;
    },
  };
}

function withoutStart(text: string): string {
  const cut = [...text.matchAll(LETTERS)][CHANCE];
  return cut === undefined ? '' : text.slice(cut.index);
}

/** About the longest end without a whole piece of a secret: with what comes next, it may make one again. */
function harmlessEnd(text: string, guard: Pick<Guard, 'finds'>): string {
  let harmless = text.length;
  let harmful = 0;
  while (harmless - harmful > 1) {
    const middle = Math.floor((harmless + harmful) / 2);
    if (guard.finds(text.slice(middle))) harmful = middle;
    else harmless = middle;
  }
  return guard.finds(text) ? text.slice(harmless) : text;
}
