import { HOSTNAME_LEVEL, numbered, refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';

const ID = '0123456789abcdef0123456789abcdef';
const KEY = '-----BEGIN PRIVATE KEY-----';
const host = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`hostnames with ${name}`, { ...HOSTNAME_LEVEL, hostnames: text }, reason, 'hostnames', [
    '`hostnames`',
    ...says,
  ]);
export const hostnameRows: readonly InputRow[] = [
  host('a wildcard', '*.example.com', 'IS_A_WILDCARD', '`*.example.com`', 'single hostnames'),
  host('an IPv4 address', '192.0.2.1', 'IS_AN_ADDRESS', '`192.0.2.1`'),
  host('an IPv4 address in disguise', '0x7f.1', 'IS_AN_ADDRESS'),
  host('an IPv6 address', '2001:db8::1', 'IS_AN_ADDRESS'),
  host('an IPv6 address and port', '[2001:db8::1]:443', 'IS_AN_ADDRESS'),
  host('an IPv4 address and port', '192.0.2.1:443', 'IS_AN_ADDRESS'),
  host('a port', 'www.example.com, api.example.com:443', 'HAS_PORT', 'entry 2', '`api.example.com:443`'),
  host('a scheme', 'https://www.example.com', 'HAS_SCHEME', 'scheme'),
  host('a path', 'www.example.com/shop', 'HAS_PATH', 'path'),
  host('a user', 'me@example.com', 'HAS_USER', '@'),
  host('a blank', 'www.example.com api.example.com', 'HAS_BLANKS', 'commas or lines'),
  host('one word', 'www', 'NOT_A_HOSTNAME', 'no dot'),
  host('a percent sign', 'ex%61mple.example.com', 'NOT_A_HOSTNAME'),
  host('an empty label', 'www..example.com', 'NOT_A_HOSTNAME'),
  host('a hyphen in front', '-www.example.com', 'NOT_A_HOSTNAME'),
  host(
    'a label of 64 characters',
    `${'a-'.repeat(32)}.example.com`,
    'NOT_A_HOSTNAME',
    'a value of 76 characters',
  ),
  host('254 characters', `${'abcdefg.'.repeat(30)}abcdef.example.com`, 'NOT_A_HOSTNAME'),
  host('numbers for a top-level domain', 'www.example.123', 'NOT_A_HOSTNAME'),
  host('an impossible international name', 'xn--\u00E4.example.com', 'NOT_A_HOSTNAME'),
  host('101 names', numbered(101), 'TOO_MANY_HOSTNAMES', '101', '100 on one certificate'),
  host('commas alone', ', ,', 'HOSTNAMES_MISSING', 'does not name a hostname'),
  refuses(
    'a private key instead of hostnames',
    { ...HOSTNAME_LEVEL, hostnames: KEY },
    'HOLDS_PRIVATE_KEY',
    'hostnames',
    ['holds a private key', 'unless this key did, it is in the log', 'treat it as leaked'],
    { secrets: ['PRIVATE KEY-----'] },
  ),
  refuses('hostname level without hosts', { level: 'hostname' }, 'HOSTNAMES_MISSING', 'level', [
    'neither `hostnames` nor `replace`',
    'is it empty',
  ]),
  refuses('zone level with hosts', { hostnames: 'www.example.com' }, 'HOSTNAMES_AT_ZONE_LEVEL', 'hostnames', [
    'zone level',
  ]),
  refuses('zone level with a certificate to replace', { replace: ID }, 'HOSTNAMES_AT_ZONE_LEVEL', 'replace', [
    'zone level',
  ]),
  refuses(
    'hosts and a certificate to replace',
    { ...HOSTNAME_LEVEL, replace: ID },
    'HOSTNAMES_AND_REPLACE',
    'replace',
    ['one of them'],
  ),
  refuses(
    'two certificates to replace',
    { level: 'hostname', replace: `${ID},${ID}` },
    'NOT_A_CERTIFICATE_ID',
    'replace',
    ['more than one word'],
  ),
  refuses(
    'a path to replace',
    { level: 'hostname', replace: '../../zones' },
    'NOT_A_CERTIFICATE_ID',
    'replace',
    ['`replace`'],
  ),
];
