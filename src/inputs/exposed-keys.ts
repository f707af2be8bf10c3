import { EXPOSED } from '../certificate/form-texts.ts';
import type { Environment } from './environment.ts';
import { INPUT_NAMES, INPUTS } from './table.ts';
import type { InputName } from './table.ts';
import { complain, inputField } from './problem.ts';
import type { Report } from './problem.ts';
import { rawInput } from './raw.ts';
import { keyBlocks } from './secrets.ts';

/** Characters: a first line alone has more, and whatever is longer is refused for that. */
const SHORTEST_KEY = 20;
const LONGEST = 1_048_576;

/**
 * Reports private keys in inputs that are not for secrets: the runner has printed those already.
 * @returns the inputs concerned, of which nothing else needs to be said
 */
export function refuseExposedKeys(env: Environment, report: Report): ReadonlySet<string> {
  const exposed = INPUT_NAMES.filter(
    (name) => INPUTS[name].secret === undefined && holdsKey(rawInput(env, name)),
  );
  exposed.forEach((name) => complainOfExposed(name, report));
  return new Set(exposed);
}

export function complainOfExposed(name: InputName, report: Report): void {
  complain(report, inputField(name, ''), EXPOSED.reason, EXPOSED.cause, EXPOSED.cure);
}

function holdsKey(text: string): boolean {
  return text.length >= SHORTEST_KEY && text.length <= LONGEST && keyBlocks(text).length > 0;
}
