import type { Level } from '../cloudflare/certificates.ts';
import type { DurationLimits } from './kinds.ts';

export interface InputRow {
  readonly kind: 'text' | 'list' | 'boolean' | 'duration' | 'choice' | 'id' | 'block';
  /** As the runner passes it; without one, it is empty. */
  readonly default?: string;
  /** A secret of this form: of headers their credentials, of the others the whole value. */
  readonly secret?: 'pem' | 'text' | 'token' | 'headers';
  readonly limits?: DurationLimits;
  readonly choices?: readonly string[];
  /**
   * The operations it applies to; without it, all of them: one step may serve several operations, so an input
   * may be given even if it has no effect. It is refused if it would promise something that does not happen.
   */
  readonly operations?: readonly Operation[];
  /** It does nothing unless one of these is given. */
  readonly refines?: readonly string[];
  /** Where a manifest may have it: in every map (`setting`), or only in a target. */
  readonly manifest?: 'setting' | 'target';
  /** How a manifest holds it, by default as the value itself; `env` is the key `NAME-env`, `file` the key `NAME-file`. */
  readonly held?: readonly ('value' | 'env' | 'file')[];
}

export const LEVELS = ['zone', 'hostname'] as const satisfies readonly Level[];

const ROTATION = ['rotate', 'status', 'matrix'] as const;
const CHECKS = ['rotate', 'status', 'matrix', 'disable'] as const;

const TEXT = { kind: 'text' } as const;
const BOOLEAN = { kind: 'boolean', default: 'false' } as const;
const PEM = { kind: 'text', secret: 'pem' } as const;
const PASSPHRASE = { kind: 'text', secret: 'text', held: ['env'] } as const;
const TOKEN = { kind: 'text', secret: 'token' } as const;
const BUNDLE = { ...TEXT, manifest: 'setting', held: ['value', 'file'] } as const;
/** A run lasts a day at most. */
const WITHIN_A_RUN = { kind: 'duration', limits: { least: '1s', most: '24h' } } as const;
/** No validity is compared with more than ten years. */
const OF_A_CERTIFICATE = {
  kind: 'duration',
  limits: { least: '0s', most: '3650d' },
  manifest: 'setting',
} as const;

/** Every input: tests hold `action.yml` to this table, and `manifest.schema.json` is written from both. */
const TABLE = {
  'api-token': TOKEN,
  operation: { ...TEXT, default: 'rotate' },
  zone: TEXT,
  level: {
    kind: 'choice',
    choices: LEVELS,
    operations: ['rotate', 'status', 'delete', 'disable'],
    manifest: 'target',
  },
  certificate: { ...PEM, manifest: 'target', held: ['env', 'file'] },
  'private-key': { ...PEM, manifest: 'target', held: ['env'] },
  'private-key-passphrase': { ...PASSPHRASE, manifest: 'target' },
  'authority-certificate': { ...PEM, operations: ROTATION, manifest: 'setting', held: ['env', 'file'] },
  'authority-key': { ...PEM, manifest: 'setting', held: ['env'] },
  'authority-key-passphrase': { ...PASSPHRASE, manifest: 'setting' },
  issue: { kind: 'block', operations: ROTATION, manifest: 'setting' },
  renew: { ...TEXT, default: 'due', operations: ROTATION, refines: ['authority-key', 'issue'] },
  hostnames: { kind: 'list', operations: ['rotate', 'status', 'disable'], manifest: 'target' },
  replace: { kind: 'id', operations: ['rotate', 'status'], manifest: 'target' },
  enable: { kind: 'boolean', default: 'true', operations: ROTATION, manifest: 'setting' },
  'dry-run': BOOLEAN,
  'delete-previous': { kind: 'boolean', default: 'true', operations: ROTATION, manifest: 'setting' },
  'grace-period': {
    kind: 'duration',
    limits: { least: '0s', most: '24h' },
    default: '2m',
    manifest: 'setting',
  },
  'activation-timeout': { ...WITHIN_A_RUN, default: '10m', manifest: 'setting' },
  timeout: { ...WITHIN_A_RUN, default: '30m' },
  'minimum-validity': { ...OF_A_CERTIFICATE, default: '7d' },
  'expiry-warning': { ...OF_A_CERTIFICATE, default: '30d' },
  'accept-issuer-change': { ...BOOLEAN, operations: ROTATION, manifest: 'setting' },
  'client-ca': { ...BUNDLE, operations: ROTATION },
  origin: { kind: 'list', operations: CHECKS, manifest: 'setting' },
  'origin-server-ca': { ...BUNDLE, operations: CHECKS, refines: ['origin'] },
  'probe-urls': { kind: 'list', operations: CHECKS, manifest: 'target' },
  'probe-timeout': { ...WITHIN_A_RUN, default: '3m', manifest: 'setting' },
  'probe-request-headers': {
    kind: 'text',
    secret: 'headers',
    operations: CHECKS,
    refines: ['probe-urls'],
    manifest: 'setting',
    held: ['env'],
  },
  'probe-echo-header': { ...TEXT, operations: CHECKS, refines: ['probe-urls'], manifest: 'setting' },
  manifest: { ...TEXT, operations: ROTATION },
  'on-failure': { ...TEXT, default: 'stop' },
  'certificate-id': { ...TEXT, operations: ['delete'] },
  mode: { ...TEXT, operations: ['disable'] },
  'accept-unauthenticated': { ...BOOLEAN, operations: ['disable'] },
  'open-issue': { ...BOOLEAN, operations: ['rotate', 'status'] },
  'github-token': { ...TOKEN, default: '${{ github.token }}' },
  'api-base-url': { ...TEXT, default: 'https://api.cloudflare.com/client/v4' },
} as const satisfies Readonly<Record<string, InputRow>>;

export type InputName = keyof typeof TABLE;
export type DurationName = {
  [K in InputName]: (typeof TABLE)[K] extends { kind: 'duration' } ? K : never;
}[InputName];

export function isInputName(name: string): name is InputName {
  return Object.hasOwn(TABLE, name);
}

export const INPUTS: Readonly<Record<InputName, InputRow>> = TABLE;
export const INPUT_NAMES: readonly InputName[] = Object.keys(TABLE).filter(isInputName);

/** Empty if there is none. */
export function defaultOf(name: InputName): string {
  return INPUTS[name].default ?? '';
}

export function limitsOf(name: DurationName): DurationLimits {
  return TABLE[name].limits;
}

/** The keys under which a manifest holds an input. */
export function keysOf(name: InputName): readonly string[] {
  return (INPUTS[name].held ?? ['value']).map((how) => (how === 'value' ? name : `${name}-${how}`));
}

export const OPERATIONS = ['rotate', 'status', 'delete', 'disable', 'matrix'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** What each operation is called, and what must be given for it without a manifest. */
export const ABOUT_OPERATIONS: Readonly<
  Record<Operation, { readonly noun: string; readonly needs: readonly InputName[] }>
> = {
  rotate: { noun: 'Rotation', needs: ['zone', 'level', 'certificate'] },
  status: { noun: 'Status', needs: ['zone'] },
  delete: { noun: 'Deletion', needs: ['zone', 'certificate-id'] },
  disable: { noun: 'Switching off', needs: ['zone', 'level'] },
  matrix: { noun: 'Matrix', needs: ['manifest'] },
};
