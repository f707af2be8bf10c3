import type { Environment } from './environment.ts';

/** A raw value that must be masked before anything else is printed. */
export interface SecretInput {
  /** How the user calls it: `api-token`, `HTTPS_PROXY`, … */
  readonly name: string;
  /** Environment variable it came from, to be removed from the environment once read. */
  readonly variable: string;
  readonly value: string;
  /** `pem`: certificate or key text in any of the forms people paste; `text`: anything else. */
  readonly kind: 'pem' | 'text';
}

/** Every secret-bearing raw value of the environment, in the order in which they should be masked. */
export function secretInputs(_env: Environment): readonly SecretInput[] {
  return [];
}
