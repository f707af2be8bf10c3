import type { Environment } from './environment.ts';
import { complain, inputField } from './problem.ts';
import type { Report } from './problem.ts';
import { isGiven } from './raw.ts';
import { INPUT_NAMES, INPUTS, isInputName } from './table.ts';

/** Warns of inputs that ask for a check which nothing starts. Without a manifest, which may start it. */
export function warnOfIdleInputs(env: Environment, report: Report): void {
  if (isGiven(env, 'manifest')) return;
  for (const name of INPUT_NAMES) {
    const mains = (INPUTS[name].refines ?? []).filter(isInputName);
    if (mains.length > 0 && isGiven(env, name) && !mains.some((main) => isGiven(env, main)))
      complain(
        report,
        inputField(name, ''),
        'INPUT_IDLE',
        `does nothing without ${mains.map((main) => `\`${main}\``).join(' or ')}`,
        name === 'renew'
          ? 'Give what certificates are issued with, or take it out.'
          : `Name what to check in \`${mains[0] ?? ''}\`.`,
      );
  }
}
