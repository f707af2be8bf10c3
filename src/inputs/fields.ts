import { strip } from '../certificate/pasted-text.ts';
import type { Pasted } from '../certificate/preflight.ts';
import { inputVariable } from '../secrecy/environment.ts';
import { complain, inputField, silent, type Field, type Lookup, type Report } from './problem.ts';
import { defaultOf, INPUT_NAMES, INPUTS, isInputName, type InputName } from './table.ts';

/** Settings of the step's inputs, with their defaults. A placeholder is no value: `refusePlaceholders` reports it. */
export function inputLookup(env: Environment, report: Report): Lookup {
  return (name) => {
    if (!isInputName(name)) return undefined;
    const text = env[inputVariable(name)] ?? '';
    const raw = name.endsWith('passphrase') ? (rawPassphrase(text) ?? '') : text.trim();
    const isAbsent = isPlaceholder(raw) && INPUTS[name].secret === undefined;
    const value = (isAbsent ? '' : raw) || defaultOf(name);
    return value === '' ? undefined : inputField(report, name, value);
  };
}

export function firstOf(...lookups: readonly Lookup[]): Lookup {
  return (name) => lookups.reduce<Field | undefined>((found, lookup) => found ?? lookup(name), undefined);
}

/** What a setting is read to; undefined if it was not given. */
export function ifGiven<T>(lookup: Lookup, name: string, read: (field: Field) => T): T | undefined {
  const field = lookup(name);
  return field && read(field);
}

/** The field, which has a default and therefore is always found. */
export function always(lookup: Lookup, name: InputName): Field {
  return lookup(name) ?? inputField(silent, name, defaultOf(name));
}

/** Reports inputs that hold `null`, `***` or an unresolved expression. Secrets have their own messages. */
export function refusePlaceholders(env: Environment, report: Report): void {
  for (const name of INPUT_NAMES.filter((one) => INPUTS[one].secret === undefined)) {
    const value = rawInput(env, name);
    if (!isPlaceholder(value)) continue;
    const cause = value.startsWith('${{')
      ? 'is an expression that was not resolved'
      : 'holds a placeholder, not a value';
    const says = `${cause}. Check the variable or expression in the workflow.`;
    complain(inputField(report, name), 'PLACEHOLDER', says);
  }
}

/** What can be in place of a value: the mask, a literal null, or an unresolved expression. */
const PLACEHOLDER = /^(?:\*{3,}|null|undefined|\$\{\{.*\}\})$/su;

export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.trim());
}

/** The value as the runner hands it over, trimmed as @actions/core does; empty if it is not there. */
export function rawInput(env: Environment, name: InputName): string {
  return (env[inputVariable(name)] ?? '').trim();
}

/** A passphrase may begin or end with spaces: only the line ends that editors add are removed. */
export function rawPassphrase(text: string): string | undefined {
  const passphrase = strip(text, /[\r\n]/u);
  return passphrase.trim() === '' ? undefined : passphrase;
}

/** The inputs that hold what a target presents, and what signs it where it is issued. */
export const OWN_MATERIAL = ['certificate', 'private-key', 'private-key-passphrase'] as const;
export const AUTHORITY = ['authority-certificate', 'authority-key', 'authority-key-passphrase'] as const;

/** PEM as it was given, each part under the name of what holds it; what is missing is empty. */
export function pastedFrom(lookup: Lookup, inputs: typeof OWN_MATERIAL | typeof AUTHORITY): Pasted {
  const [certificate, key, passphrase] = inputs;
  const [pem, keyPem, words] = inputs.map(lookup);
  return {
    certificate: pem?.value ?? '',
    privateKey: keyPem?.value,
    passphrase: words && rawPassphrase(words.value),
    names: {
      certificate: pem?.from ?? certificate,
      // One variable of a manifest may hold both.
      privateKey: keyPem?.from ?? pem?.from ?? key,
      passphrase: words?.from ?? (pem?.from === undefined ? passphrase : `${passphrase}-env`),
    },
  };
}

/** The runner passes every default too, so a value equal to the default counts as not given. */
export function isGiven(env: Environment, name: InputName): boolean {
  const value = rawInput(env, name);
  return value !== '' && value.toLowerCase() !== defaultOf(name);
}

/** Whether the step's inputs ask for certificates to be issued. A manifest can ask for it as well. */
export function isIssuing(env: Environment): boolean {
  const inputs = ['issue', 'authority-key', 'authority-certificate'] as const;
  return inputs.some((name) => rawInput(env, name) !== '');
}

export type Environment = Readonly<Record<string, string | undefined>>;
