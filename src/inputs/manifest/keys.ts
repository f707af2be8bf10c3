import { INPUT_NAMES, INPUTS, keysOf, type InputName } from '../table.ts';

/** Keys of the step's own `issue` alone: otherwise whoever can change a manifest would choose what this runner starts. */
const ONLY_OF_A_STEP = ['command', 'environment'] as const;

/** Keys whose value may be a list as well as text with commas or lines. */
export const LIST_KEYS: ReadonlySet<string> = new Set([
  ...INPUT_NAMES.filter((name) => INPUTS[name].kind === 'list'),
  ...ONLY_OF_A_STEP,
]);

const ISSUE_KEYS = ['validity', 'renew-before', 'key', 'common-name', 'vault', 'step-ca'] as const;

/** Servers that sign; each is a block of its own within `issue`. */
const SERVER_KEYS = ['address', 'audience', 'server-ca', 'token-env'];

export const HEIGHTS = ['manifest', 'defaults', 'zone', 'target', 'issue', 'vault', 'step-ca'] as const;
/** Where a map stands; `step` is the step's own `issue`. */
export type Height = (typeof HEIGHTS)[number] | 'step';

function keysIn(place: 'setting' | 'target'): readonly string[] {
  return INPUT_NAMES.filter((name) => INPUTS[name].manifest === place).flatMap(keysOf);
}

export const KEYS_AT: Readonly<Record<Height, ReadonlySet<string>>> = {
  manifest: new Set(['defaults', 'zones']),
  defaults: new Set(keysIn('setting')),
  zone: new Set(['zone', 'targets', ...keysIn('setting')]),
  target: new Set([...keysIn('target'), ...keysIn('setting')]),
  issue: new Set(ISSUE_KEYS),
  step: new Set([...ISSUE_KEYS, ...ONLY_OF_A_STEP]),
  vault: new Set([...SERVER_KEYS, 'mount', 'role', 'login-mount', 'login-role', 'namespace']),
  'step-ca': new Set([...SERVER_KEYS, 'provisioner', 'fingerprint']),
};

/** Whether a key of a map begins a map of its own kind. */
export function isBlock(key: string): key is 'issue' | 'vault' | 'step-ca' {
  return key === 'issue' || key === 'vault' || key === 'step-ca';
}

/** What to write instead of keys that people might try. */
export const INSTEAD: ReadonlyMap<string, string> = new Map([
  ...INPUT_NAMES.flatMap(heldElsewhere),
  [
    'command',
    'Put it into the input `issue` of the step: a manifest is data, which a pull request can change',
  ],
  ['environment', 'Put it into the input `issue` of the step, beside `command`'],
  ['renew', 'Give the step the input `renew`'],
  ['hostname', 'Write `hostnames`'],
  ['probe-url', 'Write `probe-urls`'],
]);

/** The keys of an input whose value a manifest does not hold itself. */
function heldElsewhere(name: InputName): readonly (readonly [string, string])[] {
  const { held = ['value'] } = INPUTS[name];
  if (held.includes('value')) return [];
  const variable = `Write \`${name}-env\` with the name of an environment variable`;
  if (held.includes('file')) return [[name, `${variable}, or \`${name}-file\``]];
  if (!name.endsWith('-key')) return [[name, variable]];
  const never = `${variable}; a key never belongs in`;
  return [
    [name, `${never} a manifest`],
    [`${name}-file`, `${never} the repository`],
  ];
}
