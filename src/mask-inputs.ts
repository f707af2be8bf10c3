import { keysWithin, textsWithin } from './certificate/keys-within.ts';
import type { Host } from './host.ts';
import type { SecretInput } from './inputs/secrets.ts';
import type { Guard } from './secrecy/guard.ts';
import { masksForKey, masksForPem, masksForText } from './secrecy/masks.ts';

/** Characters: no token is shorter. */
const SHORTEST_TOKEN = 20;

/**
 * Masks and guards before the first line of output, then takes the values out of the environment. Keys are
 * opened for this, even if the run does not need them or will refuse them: the key in use is a different text
 * than the pasted key.
 * @param seals receives what may go to no host except Cloudflare's API and GitHub
 */
export function hide(host: Host, secrets: readonly SecretInput[], seals: Guard): void {
  const { sink, env } = host;
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

/** A text with spaces in it is not a token: the words around it are not secret, or the error could not be reported. */
function protect(guard: Pick<Guard, 'protect'>, name: string, value: string): void {
  if (!name.endsWith('token')) return guard.protect(value, 'chosen');
  const words = value.split(/\s+/u);
  if (words.length === 1) return guard.protect(value, 'random');
  for (const word of words.filter(({ length }) => length >= SHORTEST_TOKEN)) guard.protect(word, 'random');
}
