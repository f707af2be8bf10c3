import { ActionError, codeOf } from '../errors.ts';

/** An environment that may be changed, such as `process.env`. */
export type Environment = Record<string, string | undefined>;

/** The variable in which the runner hands over an input: `private-key` → `INPUT_PRIVATE-KEY`. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Parts of Node and undici whose debug output holds headers, bodies or TLS records. */
const TALKATIVE = 'http https http2 tls net stream stream_wrap fetch undici websocket crypto quic'.split(' ');

/** Options of Node that print, store or hand out what is in memory or goes over the wire. */
const DANGEROUS_OPTIONS: readonly (readonly [option: RegExp, consequence: string])[] = [
  [/^--tls-keylog/u, 'writes the keys of all connections to a file'],
  [/^--trace-(?:tls|event)/u, 'writes network traffic to the log or to a file'],
  [/^--inspect(?!-publish-uid)/u, 'lets other programs read the memory of this step'],
  [/^--report-(?!exclude|dir|compact)/u, 'writes the environment, with the inputs in it, to a file'],
  [
    /^--heap(?:snapshot|-prof)|^--diagnostic-dir|^--abort-on-uncaught/u,
    'writes the memory of this step to a file',
  ],
  [/^--insecure-http-parser/u, 'switches off checks of responses'],
];

/** Variables by name, which the message has; their values never are. */
const DANGERS: readonly (readonly [string, isSet: (value: string) => boolean, consequence: string])[] = [
  [
    'NODE_TLS_REJECT_UNAUTHORIZED',
    (value) => value === '0',
    'switches off the check of certificates, so that anybody on the network path could take the token and the private key',
  ],
  ['SSLKEYLOGFILE', (value) => value !== '', 'asks for the keys of all connections to be written to a file'],
  ['NODE_DEBUG', isTalkative, 'prints requests, with the token and the private key in them, to the log'],
  ['NODE_DEBUG_NATIVE', isTalkative, 'prints network traffic to the log'],
];

/** Throws `ENVIRONMENT_UNSAFE`, naming every variable that makes Node print, store or hand out secrets. */
export function refuseUnsafeEnvironment(env: Readonly<Environment>): void {
  const found = DANGERS.filter(([variable, isSet]) => isSet(env[variable] ?? '')).map(
    ([variable, , consequence]) => `${variable} ${consequence}.`,
  );
  for (const [option, consequence] of DANGEROUS_OPTIONS)
    if (optionsIn(env['NODE_OPTIONS'] ?? '').some((given) => option.test(given)))
      found.push(`An option in NODE_OPTIONS ${consequence}.`);
  if (found.length === 0) return;
  throw new ActionError('ENVIRONMENT_UNSAFE', {
    happened: `This environment is not safe for a private key: ${found.join(' ')}`,
    remedy:
      'Remove these settings from the `env:` of the step, the job and the workflow, and from the runner itself. For a proxy with its own certificate authority, use NODE_EXTRA_CA_CERTS.',
  });
}

/** Node takes a list with commas and `*` in it, in any case. */
function isTalkative(value: string): boolean {
  return value
    .toLowerCase()
    .split(',')
    .map((pattern) => pattern.trim())
    .some((pattern) => {
      const parts = pattern.split('*').map((part) => part.replaceAll(/[|\\{}()[\]^$+?.]/gu, '\\$&'));
      const whole = new RegExp(`^${parts.join('.*')}$`, 'u');
      return TALKATIVE.some((name) => whole.test(name));
    });
}

/** Node reads underscores as hyphens, and quotes may surround an option. */
function optionsIn(value: string): readonly string[] {
  return value.split(/[\s"']+/u).map((option) => option.replaceAll('_', '-'));
}

/** Thrown by a port whose variable names no file. */
export class FileUnset extends Error {}

const READ_ONLY = 'the file the runner named cannot be written.';
const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'the file the runner named does not exist.',
  EISDIR: 'the runner named a directory instead of a file.',
  EACCES: READ_ONLY,
  EPERM: READ_ONLY,
  EROFS: READ_ONLY,
  ENOSPC: 'the disk is full.',
};

/** Why a file of the runner could not be written. The text of a system error, which may hold a path, is not passed on. */
export function fileFault(error: unknown): string {
  const why =
    error instanceof FileUnset
      ? 'the runner named no file for it, so later steps will not see it.'
      : (FAULTS[codeOf(error)] ?? 'writing the file the runner named failed.');
  return `${why} The rotation itself is not affected.`;
}
