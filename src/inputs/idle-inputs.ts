import type { Environment } from './environment.ts';
import type { InputName } from './names.ts';
import { complain, inputField } from './problem.ts';
import type { Report } from './problem.ts';
import { isGiven } from './raw.ts';

/** Inputs that only refine another one. */
const REFINES: readonly (readonly [InputName, InputName, ...InputName[]])[] = [
  ['renew', 'authority-key', 'issue'],
  ['probe-echo-header', 'probe-urls'],
  ['probe-request-headers', 'probe-urls'],
  ['origin-server-ca', 'origin'],
];

/** Warns of inputs that ask for a check which nothing starts. Without a manifest, which may start it. */
export function warnOfIdleInputs(env: Environment, report: Report): void {
  if (isGiven(env, 'manifest')) return;
  for (const [name, ...mains] of REFINES)
    if (isGiven(env, name) && !mains.some((main) => isGiven(env, main)))
      complain(
        report,
        inputField(name, ''),
        'INPUT_IDLE',
        `does nothing without ${mains.map((main) => `\`${main}\``).join(' or ')}`,
        name === 'renew'
          ? 'Give what certificates are issued with, or take it out.'
          : `Name what to check in \`${mains[0]}\`.`,
      );
}
