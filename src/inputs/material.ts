import type { Pasted } from '../certificate/preflight.ts';
import { inputVariable } from '../secrecy/environment.ts';
import type { Environment } from './environment.ts';
import { rawInput, rawPassphrase } from './raw.ts';

/** What the step's inputs give as certificate and key, as it came. Either input may hold both. */
export function materialFromInputs(env: Environment): Pasted {
  return {
    certificate: rawInput(env, 'certificate'),
    privateKey: rawInput(env, 'private-key') || undefined,
    passphrase: rawPassphrase(env[inputVariable('private-key-passphrase')] ?? ''),
    names: {
      certificate: 'certificate',
      privateKey: 'private-key',
      passphrase: 'private-key-passphrase',
    },
  };
}

/** The certificate to compare with what is in force; undefined where its input is empty. The key is not looked at. */
export function certificateFromInputs(env: Environment): Pasted | undefined {
  return rawInput(env, 'certificate') === '' ? undefined : materialFromInputs(env);
}
