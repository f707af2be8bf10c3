import { keysWithin, textsWithin } from './certificate/keys-within.ts';
import type { SecretInput } from './inputs/secrets.ts';
import type { Guard } from './secrecy/guard.ts';
import { masksForKey, masksForPem, masksForText } from './secrecy/masks.ts';
import type { Stage } from './stage.ts';

/** Characters: no token is shorter. */
const SHORTEST_TOKEN = 20;

/**
 * Masks and guards before the first line of output, then takes the values out of the environment.
 * Keys are opened for it, whatever the run is to do with them and whether or not it will refuse them:
 * the key as it is used is another text than the key as it was pasted.
 * @param seals learns what may go to no host but Cloudflare's API and GitHub
 */
export function hide(stage: Stage, secrets: readonly SecretInput[], seals: Guard): void {
  const { sink, env } = stage;
  const keys = secrets
    .filter(({ kind }) => kind === 'pem')
    .flatMap(({ value, passphrase }) => keysWithin(value, passphrase))
    .map((key) => key.keyObject());
  const pasted = secrets.flatMap(({ kind, value }) =>
    kind === 'pem' ? masksForPem(value, textsWithin(value)) : masksForText(value),
  );
  sink.mask([...pasted, ...keys.flatMap(masksForKey)]);
  for (const guard of [sink, seals]) for (const key of keys) guard.protect(key, 'random');
  for (const { name, value, kind, variable, meantFor } of secrets) {
    if (kind === 'text') {
      protect(sink, name, value);
      if (meantFor === undefined) protect(seals, name, value);
    }
    if (!variable.toLowerCase().endsWith('_proxy')) delete env[variable];
  }
}

/** A token with blanks in it is none: words around it are no secret, or nobody could be told what is wrong. */
function protect(guard: Pick<Guard, 'protect'>, name: string, value: string): void {
  if (!name.endsWith('token')) return guard.protect(value, 'chosen');
  const words = value.split(/\s+/u);
  if (words.length === 1) return guard.protect(value, 'random');
  for (const word of words.filter(({ length }) => length >= SHORTEST_TOKEN)) guard.protect(word, 'random');
}
