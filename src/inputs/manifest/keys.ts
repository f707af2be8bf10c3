/** Settings that may stand at every height: `defaults`, a zone, a target. */
export const SETTING_KEYS = [
  'enable',
  'delete-previous',
  'grace-period',
  'activation-timeout',
  'minimum-validity',
  'expiry-warning',
  'accept-issuer-change',
  'client-ca',
  'client-ca-file',
  'origin',
  'origin-server-ca',
  'origin-server-ca-file',
  'probe-timeout',
  'probe-echo-header',
  'probe-request-headers-env',
  'authority-certificate-env',
  'authority-certificate-file',
  'authority-key-env',
  'authority-key-passphrase-env',
  'issue',
] as const;

/** What only a target has. */
export const TARGET_KEYS = [
  'level',
  'hostnames',
  'replace',
  'certificate-env',
  'certificate-file',
  'private-key-env',
  'private-key-passphrase-env',
  'probe-urls',
] as const;

/** Keys whose value may be a list as well as text with commas or lines. */
export const LIST_KEYS: ReadonlySet<string> = new Set(['hostnames', 'origin', 'probe-urls']);

/** How a certificate is issued. */
export const ISSUE_KEYS = ['validity', 'renew-before', 'key', 'common-name', 'vault', 'step-ca'] as const;

/** Servers that sign; each is a block of its own within `issue`. */
const SERVER_KEYS = ['address', 'audience', 'server-ca', 'token-env'];

export const HEIGHTS = ['manifest', 'defaults', 'zone', 'target', 'issue', 'vault', 'step-ca'] as const;
export type Height = (typeof HEIGHTS)[number];

export const KEYS_AT: Readonly<Record<Height, ReadonlySet<string>>> = {
  manifest: new Set(['defaults', 'zones']),
  defaults: new Set(SETTING_KEYS),
  zone: new Set(['zone', 'targets', ...SETTING_KEYS]),
  target: new Set([...TARGET_KEYS, ...SETTING_KEYS]),
  issue: new Set(ISSUE_KEYS),
  vault: new Set([...SERVER_KEYS, 'mount', 'role', 'login-mount', 'login-role', 'namespace']),
  'step-ca': new Set([...SERVER_KEYS, 'provisioner', 'fingerprint']),
};

/** Whether a key of a map begins a map of its own kind. */
export function isBlock(key: string): key is 'issue' | 'vault' | 'step-ca' {
  return key === 'issue' || key === 'vault' || key === 'step-ca';
}

/** What to write instead of keys that people try. */
export const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['certificate', 'Write `certificate-env` with the name of an environment variable, or `certificate-file`'],
  [
    'private-key',
    'Write `private-key-env` with the name of an environment variable; a key never belongs into a manifest',
  ],
  [
    'private-key-file',
    'Write `private-key-env` with the name of an environment variable; a key never belongs into the repository',
  ],
  ['private-key-passphrase', 'Write `private-key-passphrase-env` with the name of an environment variable'],
  ['probe-request-headers', 'Write `probe-request-headers-env` with the name of an environment variable'],
  ['authority-certificate', 'Write `authority-certificate-env` or `authority-certificate-file`'],
  [
    'authority-key',
    'Write `authority-key-env` with the name of an environment variable; a key never belongs into a manifest',
  ],
  [
    'authority-key-file',
    'Write `authority-key-env` with the name of an environment variable; a key never belongs into the repository',
  ],
  [
    'authority-key-passphrase',
    'Write `authority-key-passphrase-env` with the name of an environment variable',
  ],
  [
    'command',
    'Write it into the input `issue` of the step: a manifest is data, which a pull request may change',
  ],
  ['environment', 'Write it into the input `issue` of the step, beside `command`'],
  ['renew', 'Give the input `renew` to the step'],
  ['hostname', 'Write `hostnames`'],
  ['probe-url', 'Write `probe-urls`'],
]);
