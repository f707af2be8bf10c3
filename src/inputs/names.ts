/** Every input with its default, as `action.yml` declares it: a test holds the two together. */
export const INPUT_DEFAULTS = {
  'api-token': '',
  operation: 'rotate',
  zone: '',
  level: '',
  certificate: '',
  'private-key': '',
  'private-key-passphrase': '',
  'authority-certificate': '',
  'authority-key': '',
  'authority-key-passphrase': '',
  issue: '',
  renew: 'due',
  hostnames: '',
  replace: '',
  enable: 'true',
  'dry-run': 'false',
  'delete-previous': 'true',
  'grace-period': '2m',
  'activation-timeout': '10m',
  timeout: '30m',
  'minimum-validity': '7d',
  'expiry-warning': '30d',
  'accept-issuer-change': 'false',
  'client-ca': '',
  origin: '',
  'origin-server-ca': '',
  'probe-urls': '',
  'probe-timeout': '3m',
  'probe-request-headers': '',
  'probe-echo-header': '',
  manifest: '',
  'on-failure': 'stop',
  'certificate-id': '',
  mode: '',
  'accept-unauthenticated': 'false',
  'open-issue': 'false',
  'github-token': '${{ github.token }}',
  'api-base-url': 'https://api.cloudflare.com/client/v4',
} as const;

export type InputName = keyof typeof INPUT_DEFAULTS;

/** True for the name of an input of this action. */
export function isInputName(name: string): name is InputName {
  return Object.hasOwn(INPUT_DEFAULTS, name);
}

export const INPUT_NAMES: readonly InputName[] = Object.keys(INPUT_DEFAULTS).filter(isInputName);

/** Inputs whose whole value is a secret, with the form it has. */
export const SECRET_INPUTS = {
  'api-token': 'text',
  certificate: 'pem',
  'private-key': 'pem',
  'private-key-passphrase': 'text',
  'authority-certificate': 'pem',
  'authority-key': 'pem',
  'authority-key-passphrase': 'text',
  'probe-request-headers': 'text',
  'github-token': 'text',
} as const satisfies Partial<Record<InputName, 'pem' | 'text'>>;
