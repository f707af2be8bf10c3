import type { Environment } from './environment.ts';
import { defaultOf, INPUT_NAMES, INPUTS, isInputName } from './table.ts';
import type { InputName } from './table.ts';
import { complain, inputField } from './problem.ts';
import type { Field, Lookup, Report } from './problem.ts';
import { isPlaceholder, rawInput } from './raw.ts';

/**
 * Looks settings up among the step's inputs, with their defaults; undefined where neither is there.
 * A placeholder is no value: `refusePlaceholders` reports it.
 */
export function inputLookup(env: Environment): Lookup {
  return (name) => {
    if (!isInputName(name)) return undefined;
    const raw = rawInput(env, name);
    const value = (isPlaceholder(raw) ? '' : raw) || defaultOf(name);
    return value === '' ? undefined : inputField(name, value);
  };
}

/** Looks in one place after the other. */
export function firstOf(...lookups: readonly Lookup[]): Lookup {
  return (name) => {
    for (const lookup of lookups) {
      const field = lookup(name);
      if (field !== undefined) return field;
    }
    return undefined;
  };
}

/** The field, which has a default and therefore is always found. */
export function always(lookup: Lookup, name: InputName): Field {
  return lookup(name) ?? inputField(name, defaultOf(name));
}

/** Reports inputs that hold `null`, `***` or an unresolved expression. Secrets have words of their own. */
export function refusePlaceholders(env: Environment, report: Report): void {
  for (const name of INPUT_NAMES.filter((one) => INPUTS[one].secret === undefined)) {
    const value = rawInput(env, name);
    if (!isPlaceholder(value)) continue;
    const cause = value.startsWith('${{')
      ? 'is an expression that nobody resolved'
      : 'holds no value, only a stand-in';
    const cure = 'Is the variable or expression in the workflow right?';
    complain(report, inputField(name, value), 'PLACEHOLDER', cause, cure);
  }
}
