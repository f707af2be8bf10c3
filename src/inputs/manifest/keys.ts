import { INPUT_NAMES, INPUTS, keysOf, type InputName } from '../table.ts';

/** Which token a server gets, and how it is known to be that server. */
const SERVER_KEYS = ['address', 'audience', 'server-ca', 'token-env'];

/** Keys of the step's own `issue`: whoever can change a manifest must not choose what is started, or who gets a token. */
const ONLY_OF_A_STEP = {
  issue: ['command', 'environment'],
  vault: SERVER_KEYS,
  'step-ca': [...SERVER_KEYS, 'fingerprint'],
};

/** Keys whose value may be a list as well as text with commas or lines. */
export const LIST_KEYS: ReadonlySet<string> = new Set([
  ...INPUT_NAMES.filter((name) => INPUTS[name].kind === 'list'),
  ...ONLY_OF_A_STEP.issue,
]);

const ISSUE_KEYS = ['validity', 'renew-before', 'key', 'common-name', 'vault', 'step-ca'] as const;
const VAULT_KEYS = ['mount', 'role', 'login-mount', 'login-role', 'namespace'];
const STEP_CA_KEYS = ['provisioner'];

export const HEIGHTS = ['manifest', 'defaults', 'zone', 'target', 'issue', 'vault', 'step-ca'] as const;
/** The step's own `issue` may have more. */
export const HEIGHTS_OF_A_STEP = ['issue of the step', 'vault of the step', 'step-ca of the step'] as const;
/** Where a map stands. */
export type Height = (typeof HEIGHTS)[number] | (typeof HEIGHTS_OF_A_STEP)[number];

function keysIn(place: 'setting' | 'target'): readonly string[] {
  return INPUT_NAMES.filter((name) => INPUTS[name].manifest === place).flatMap(keysOf);
}

export const KEYS_AT: Readonly<Record<Height, ReadonlySet<string>>> = {
  manifest: new Set(['defaults', 'zones']),
  defaults: new Set(keysIn('setting')),
  zone: new Set(['zone', 'targets', ...keysIn('setting')]),
  target: new Set([...keysIn('target'), ...keysIn('setting')]),
  issue: new Set(ISSUE_KEYS),
  vault: new Set(VAULT_KEYS),
  'step-ca': new Set(STEP_CA_KEYS),
  'issue of the step': new Set([...ISSUE_KEYS, ...ONLY_OF_A_STEP.issue]),
  'vault of the step': new Set([...ONLY_OF_A_STEP.vault, ...VAULT_KEYS]),
  'step-ca of the step': new Set([...ONLY_OF_A_STEP['step-ca'], ...STEP_CA_KEYS]),
};

/** The keys that hold a map, in a manifest and in the step's `issue`. */
export const MAPS: Readonly<Record<'manifest' | 'step', ReadonlyMap<string, Height>>> = {
  manifest: new Map((['defaults', 'issue', 'vault', 'step-ca'] as const).map((key) => [key, key])),
  step: new Map((['vault', 'step-ca'] as const).map((key) => [key, `${key} of the step`])),
};

const INTO_THE_STEP =
  'Put it into the input `issue` of the step: a manifest is data, which a pull request can change';

/** What to write instead of keys that people might try. */
export const INSTEAD: ReadonlyMap<string, string> = new Map([
  ...INPUT_NAMES.flatMap(heldElsewhere),
  ...[...ONLY_OF_A_STEP.issue, ...ONLY_OF_A_STEP['step-ca']].map((key) => [key, INTO_THE_STEP] as const),
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
