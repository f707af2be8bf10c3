import type { Pasted } from '../certificate/preflight.ts';
import { inputVariable } from '../secrecy/environment.ts';
import type { Environment } from './environment.ts';
import { rawInput, rawPassphrase } from './raw.ts';

/** What the step's inputs give as certificate and key, as it came; undefined without a certificate. */
export function materialFromInputs(env: Environment): Pasted | undefined {
  const certificate = rawInput(env, 'certificate');
  if (certificate === '') return undefined;
  return {
    certificate,
    privateKey: rawInput(env, 'private-key') || undefined,
    passphrase: rawPassphrase(env[inputVariable('private-key-passphrase')] ?? ''),
    names: {
      certificate: 'certificate',
      privateKey: 'private-key',
      passphrase: 'private-key-passphrase',
    },
  };
}
