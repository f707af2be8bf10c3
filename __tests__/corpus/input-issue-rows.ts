import { accepts, refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';

/** Nothing pasted: an authority signs. */
const BY_AUTHORITY = {
  certificate: '',
  'private-key': '',
  'authority-certificate': 'text of an authority',
  'authority-key': 'text of its key',
};
const BY_COMMAND = { certificate: '', 'private-key': '' };
const ID = '0123456789abcdef0123456789abcdef';

const issue = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`an issue ${name}`, { ...BY_AUTHORITY, issue: text }, reason, 'issue', says);
const command = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`a command ${name}`, { ...BY_COMMAND, 'client-ca': CLIENT_CA, issue: text }, reason, 'issue', says);
/** Any readable certificate will do as a bundle: this one is public, of a root that expired long ago. */
export const CLIENT_CA = 'authorities of the origin';

const besides = (input: string, value: string, ...says: readonly string[]): InputRow =>
  refuses(
    `\`${input}\` beside issuing`,
    { ...BY_AUTHORITY, [input]: value },
    'INPUT_BESIDE_ISSUING',
    input,
    says,
  );

const manifest = (target: string): string => `
defaults:
  authority-certificate-env: AUTHORITY
  authority-key-env: AUTHORITY_KEY
zones:
  - zone: example.com
    targets:
      - level: zone
${target}`;
const FROM_MANIFEST = { certificate: '', 'private-key': '', zone: '', level: '' };
const env = { AUTHORITY: 'text of an authority', AUTHORITY_KEY: 'text of its key' };

/** What people write where certificates are issued. */
export const issueRows: readonly InputRow[] = [
  accepts('an authority alone', BY_AUTHORITY, {
    'job.requests.0.pasted': undefined,
    'job.requests.0.issue.commonName': 'example.com',
    'job.requests.0.issue.key': 'ec-p256',
    'job.requests.0.issue.validity': 8_640_000_000,
    'job.requests.0.issue.renewBefore': undefined,
    'job.requests.0.issue.always': false,
    'job.requests.0.issue.signer.pasted.certificate': 'text of an authority',
  }),
  accepts(
    'a passphrase of an authority that begins and ends with spaces',
    { ...BY_AUTHORITY, 'authority-key-passphrase': ' open sesame \n' },
    { 'job.requests.0.issue.signer.pasted.passphrase': ' open sesame ' },
  ),
  accepts(
    'every setting of an issue',
    {
      ...BY_AUTHORITY,
      renew: 'always',
      issue: 'validity: 30d\nrenew-before: 10d\nkey: rsa-2048\ncommon-name: pulls of example.com',
    },
    {
      'job.requests.0.issue.commonName': 'pulls of example.com',
      'job.requests.0.issue.key': 'rsa-2048',
      'job.requests.0.issue.validity': 2_592_000_000,
      'job.requests.0.issue.renewBefore': 864_000_000,
      'job.requests.0.issue.always': true,
    },
  ),
  accepts(
    'an authority for hostnames',
    { ...BY_AUTHORITY, level: 'hostname', hostnames: 'api.example.com, www.example.com' },
    { 'job.requests.0.issue.commonName': 'api.example.com' },
  ),
  accepts(
    'an issue at every height of a manifest',
    { ...FROM_MANIFEST, manifest: manifest('        issue: {validity: 60d}\n') },
    {
      'job.requests.0.issue.validity': 5_184_000_000,
      'job.requests.0.issue.signer.pasted.names.privateKey': 'AUTHORITY_KEY',
    },
    { env },
  ),
  accepts(
    'a certificate of its own below an authority for all',
    { ...FROM_MANIFEST, manifest: manifest('        certificate-env: OWN\n') },
    { 'job.requests.0.issue': undefined, 'job.requests.0.pasted.certificate': 'text of certificate and key' },
    { env: { ...env, OWN: 'text of certificate and key' } },
  ),
  issue('that is no YAML', 'validity: [', 'ISSUE_NOT_READABLE', '`issue` cannot be read at line 1'),
  issue('that is a list', '- validity', 'ISSUE_SHAPE', 'keys and values'),
  issue('with an unknown key', 'lifetime: 90d', 'ISSUE_UNKNOWN_KEY', '`lifetime`', '`validity`'),
  issue('with a key without value', 'validity:', 'ISSUE_SHAPE', '`validity`'),
  issue('with an alias', 'validity: &a 90d', 'ISSUE_NOT_READABLE', 'anchor'),
  issue(
    'of a life that is no duration',
    'validity: a year',
    'NOT_A_DURATION',
    '`validity` (issue, line 1, column 1)',
  ),
  issue('of a life below the minimum', 'validity: 5d', 'VALIDITY_BELOW_MINIMUM', '`minimum-validity`'),
  issue('renewed at once', 'validity: 30d\nrenew-before: 30d', 'RENEWED_AT_ONCE', 'as soon as it is issued'),
  issue('of another kind of key', 'key: ed25519', 'NOT_A_CHOICE', '`ec-p256`'),
  issue(
    'with a name of many parts',
    'common-name: "a, O=b"',
    'COMMON_NAME',
    'every signer writes the same way',
  ),
  issue('with a name of 65 characters', `common-name: ${'a'.repeat(65)}`, 'COMMON_NAME', '64'),
  issue('with variables and no command', 'environment: [A]', 'ISSUE_SHAPE', '`command`'),
  refuses('an authority of a zone by its id', { ...BY_AUTHORITY, zone: ID }, 'COMMON_NAME_MISSING', 'issue', [
    'by its name',
  ]),
  refuses('an issue without a signer', { ...BY_COMMAND, issue: 'validity: 90d' }, 'SIGNER_MISSING', 'issue', [
    '`authority-key`',
    '`command`',
  ]),
  refuses(
    'a renewal that is neither due nor forced',
    { ...BY_AUTHORITY, renew: 'yes' },
    'NOT_A_CHOICE',
    'renew',
    ['`due`', '`always`'],
  ),
  refuses(
    'a command without client-ca',
    { ...BY_COMMAND, issue: 'command: [sign]' },
    'CLIENT_CA_MISSING',
    'issue',
    ['authorities that the origin trusts'],
  ),
  besides('certificate', 'text of a certificate', 'makes the certificate and its key itself'),
  besides('private-key', 'text of a private key', 'makes the certificate and its key itself'),
  besides('private-key-passphrase', 'open sesame', '`authority-key-passphrase`'),
  besides('accept-issuer-change', 'true', 'permanent consent'),
  refuses(
    'a command in a manifest',
    { ...FROM_MANIFEST, manifest: manifest('        issue: {command: rm}\n') },
    'MANIFEST_UNKNOWN_KEY',
    'manifest',
    ['a pull request can change'],
    { env },
  ),
  refuses(
    'a certificate and an issue for one target',
    {
      ...FROM_MANIFEST,
      manifest: manifest('        certificate-env: OWN\n        issue: {validity: 60d}\n'),
    },
    'INPUT_BESIDE_ISSUING',
    'manifest',
    ['whose certificate is issued'],
    { env: { ...env, OWN: 'text of certificate and key' } },
  ),
  refuses(
    'an authority whose variable is not set',
    { ...FROM_MANIFEST, manifest: manifest('') },
    'MANIFEST_VARIABLE_MISSING',
    'manifest',
    ['AUTHORITY_KEY'],
    { env: { AUTHORITY: 'text of an authority' } },
  ),
  command('with quotes in one line', 'command: sign "a b"', 'COMMAND_NEEDS_SHELL', 'list of words'),
  command('with a pipe', 'command: sign | tee log', 'COMMAND_NEEDS_SHELL', 'script'),
  command(
    'that wants a variable of the runner',
    'command: [sign]\nenvironment: [ACTIONS_RUNTIME_TOKEN]',
    'ISSUE_ENVIRONMENT',
    'kept from the command',
  ),
  command(
    'that wants an input',
    'command: [sign]\nenvironment: [INPUT_ISSUE]',
    'ISSUE_ENVIRONMENT',
    'kept from the command',
  ),
];
