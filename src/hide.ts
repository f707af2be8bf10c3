import { keysWithin } from './certificate/keys-within.ts';
import type { SecretInput } from './inputs/secrets.ts';
import { masksForKey, masksForPem, masksForText } from './secrecy/masks.ts';
import type { Stage } from './stage.ts';

/** Characters: no token is shorter. */
const SHORTEST_TOKEN = 20;

/**
 * Masks and guards before the first line of output, then takes the values out of the environment.
 * Keys are opened for it, whatever the run is to do with them and whether or not it will refuse them:
 * the key as it is used is another text than the key as it was pasted.
 */
export function hide(stage: Stage, secrets: readonly SecretInput[]): void {
  const { sink, env } = stage;
  const keys = secrets
    .filter(({ kind }) => kind === 'pem')
    .flatMap(({ value, passphrase }) => keysWithin(value, passphrase))
    .map((key) => key.keyObject());
  const pasted = secrets.flatMap(({ kind, value }) =>
    kind === 'pem' ? masksForPem(value) : masksForText(value),
  );
  sink.mask([...pasted, ...keys.flatMap(masksForKey)]);
  for (const key of keys) sink.protect(key);
  for (const { name, value, kind, variable } of secrets) {
    if (kind === 'text') protect(stage, name, value);
    if (!variable.toLowerCase().endsWith('_proxy')) delete env[variable];
  }
}

/** A token with blanks in it is none: words around it are no secret, or nobody could be told what is wrong. */
function protect({ sink }: Stage, name: string, value: string): void {
  if (!name.endsWith('token')) return sink.protect(value, 'chosen');
  const words = value.split(/\s+/u);
  if (words.length === 1) return sink.protect(value, 'random');
  for (const word of words.filter(({ length }) => length >= SHORTEST_TOKEN)) sink.protect(word, 'random');
}
