import { ActionError } from '../errors.ts';

/** An environment that may be changed, such as `process.env`. */
export type Environment = Record<string, string | undefined>;

/** The variable in which the runner hands over an input: `private-key` → `INPUT_PRIVATE-KEY`. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Reads the named variables and removes them, so that nothing started or dumped later finds them. */
export function takeVariables(env: Environment, names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const name of names) {
    const value = env[name];
    if (value !== undefined) taken.set(name, value);
    delete env[name];
  }
  return taken;
}

/** Reads the named inputs and removes their variables; the answer is keyed by the input's name. */
export function takeInputs(env: Environment, names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const name of names) {
    const value = takeVariables(env, [inputVariable(name)]).get(inputVariable(name));
    if (value !== undefined) taken.set(name, value);
  }
  return taken;
}

/** Throws `ENVIRONMENT_UNSAFE` if a variable makes Node print, store or hand out secrets. */
export function refuseUnsafeEnvironment(env: Readonly<Environment>): void {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    throw new ActionError('ENVIRONMENT_UNSAFE', {
      happened: 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of certificates.',
      remedy: 'Remove that variable.',
    });
}
