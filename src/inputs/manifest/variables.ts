import type { Environment } from '../environment.ts';
import { rawPassphrase } from '../raw.ts';
import { headerSecrets } from '../header-secrets.ts';
import type { SecretInput } from '../secrets.ts';
import { INPUTS, isInputName } from '../table.ts';
import { valueOf } from './tree.ts';
import type { ManifestNode, MapNode } from './tree.ts';

/** Why a name cannot be that of a variable with a secret, going on from "names …"; undefined where it can. */
export function variableFault(name: string): string | undefined {
  if (!/^[A-Za-z_]\w{0,254}$/u.test(name))
    return 'something that cannot be an environment variable: the name belongs there, not the value';
  return /^(?:GITHUB|RUNNER|ACTIONS|INPUT|NODE)_|^(?:PATH|HOME)$/iu.test(name)
    ? 'an environment variable of the runner'
    : undefined;
}

/**
 * The values of all variables that a document names in its `…-env` keys, wherever they stand: they
 * are to be masked even if the document turns out to be wrong.
 */
export function namedSecrets(root: ManifestNode, env: Environment): readonly SecretInput[] {
  const secrets = new Map<string, SecretInput>();
  const visit = (node: ManifestNode): void => {
    if (node.kind === 'list') node.items.forEach(visit);
    if (node.kind !== 'map') return;
    for (const { key, value } of node.entries) {
      if (value.kind !== 'text') visit(value);
      else if (key.endsWith('-env'))
        for (const secret of secretsOf(key, value.value, env)) {
          const passphrase = passphraseOf(key, node, env);
          const known = secret.kind === 'pem' ? { ...secret, passphrase } : secret;
          secrets.set(JSON.stringify([known.kind, known.value, known.passphrase]), known);
        }
    }
  };
  visit(root);
  return [...secrets.values()];
}

/** What opens the key that stands beside it. */
function passphraseOf(key: string, beside: MapNode, env: Environment): string | undefined {
  const owner = key.startsWith('authority-') ? 'authority-key' : 'private-key';
  const named = valueOf(beside, `${owner}-passphrase-env`);
  return named?.kind === 'text' && variableFault(named.value) === undefined
    ? rawPassphrase(env[named.value] ?? '')
    : undefined;
}

function secretsOf(key: string, variable: string, env: Environment): readonly SecretInput[] {
  const value = variableFault(variable) === undefined ? (env[variable] ?? '') : '';
  if (value.trim() === '') return [];
  const kind = kindOf(key.slice(0, -'-env'.length));
  const isHeaders = key === 'probe-request-headers-env';
  const values = isHeaders ? headerSecrets(value) : [value];
  const meantFor = isHeaders ? 'probes' : undefined;
  return values.map((one) => ({ name: variable, variable, value: one, kind, meantFor }));
}

/** Of an input, or of `token` in a block of `issue`. What nobody knows may be a key. */
function kindOf(name: string): 'pem' | 'text' {
  if (name === 'token') return 'text';
  return (isInputName(name) ? INPUTS[name].secret : undefined) ?? 'pem';
}
