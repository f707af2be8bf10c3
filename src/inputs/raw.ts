import { inputVariable } from '../secrecy/environment.ts';
import type { Environment } from './environment.ts';
import { defaultOf } from './table.ts';
import type { InputName } from './table.ts';

/** What stands where a value should: the mask, a literal null, or an expression nobody resolved. */
const PLACEHOLDER = /^(?:\*{3,}|null|undefined|\$\{\{.*\}\})$/su;

/** True for text that is surely no value but what was left where one should be. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.trim());
}

/** The value as the runner hands it over, trimmed as @actions/core does; empty if it is not there. */
export function rawInput(env: Environment, name: InputName): string {
  return (env[inputVariable(name)] ?? '').trim();
}

/** A passphrase may begin or end with blanks: only the line ends that editors add are taken off. */
export function rawPassphrase(text: string): string | undefined {
  let start = 0;
  let end = text.length;
  while (isLineEnd(text[start])) start += 1;
  while (end > start && isLineEnd(text[end - 1])) end -= 1;
  const passphrase = text.slice(start, end);
  return passphrase.trim() === '' ? undefined : passphrase;
}

/**
 * The inputs a user gave on purpose. The runner hands over every default too, so a value equal to
 * the default counts as not given.
 */
export function isGiven(env: Environment, name: InputName): boolean {
  const value = rawInput(env, name);
  return value !== '' && value.toLowerCase() !== defaultOf(name);
}

/** Whether the step's inputs ask for certificates to be issued. A manifest may ask for it by itself. */
export function isIssuing(env: Environment): boolean {
  const inputs = ['issue', 'authority-key', 'authority-certificate'] as const;
  return inputs.some((name) => rawInput(env, name) !== '');
}

function isLineEnd(character = ''): boolean {
  return character === '\n' || character === '\r';
}
