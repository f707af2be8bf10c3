import { numbered } from './input-accepted-rows.ts';
import { checkRows } from './input-refused-check-rows.ts';
import { HOSTNAME_LEVEL, TOKEN, refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';

const ID = '0123456789abcdef0123456789abcdef';
const KEY = '-----BEGIN PRIVATE KEY-----\nnot-really-a-key-but-secret\n-----END PRIVATE KEY-----';
const token = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`a token ${name}`, { 'api-token': text }, reason, 'api-token', ['`api-token`', ...says], {
    secrets: text.length >= 20 ? [text.slice(-20)] : [],
  });
const zone = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`a zone ${name}`, { zone: text }, reason, 'zone', ['`zone`', 'its id', ...says]);
const host = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`hostnames with ${name}`, { ...HOSTNAME_LEVEL, hostnames: text }, reason, 'hostnames', [
    '`hostnames`',
    ...says,
  ]);
const duration = (text: string, reason = 'NOT_A_DURATION'): InputRow =>
  refuses(`the duration ${text}`, { 'grace-period': text }, reason, 'grace-period', ['`grace-period`', '`']);

const texts: readonly InputRow[] = [
  token('that is empty', '', 'TOKEN_MISSING', 'is empty', 'secret'),
  token('that is masked', '***', 'TOKEN_MISSING', 'is empty'),
  token('that is null', 'null', 'TOKEN_MISSING', 'is empty'),
  token('that nobody resolved', '${{ secrets.CLOUDFLARE_TOKEN }}', 'TOKEN_MISSING', 'is empty'),
  token('that is `Bearer` alone', 'Bearer ', 'TOKEN_MISSING', 'is empty'),
  token('with a line break inside', `${TOKEN}\n${TOKEN}`, 'TOKEN_HAS_NEWLINE', 'line break'),
  token('with a blank inside', `made up token ${TOKEN}`, 'TOKEN_HAS_BLANK', 'blank'),
  token(
    'that is a global key',
    'cfk_made-up-0123456789012345678901234567',
    'TOKEN_IS_GLOBAL_KEY',
    'global API key',
  ),
  token('that is a global key of before', 'a1'.repeat(18) + 'b', 'TOKEN_IS_GLOBAL_KEY', 'global API key'),
  token('that is an Origin CA key', 'v1.0-made-up-0123456789', 'TOKEN_IS_ORIGIN_CA_KEY', 'Origin CA key'),
  token(
    'with characters that no header has',
    'tökén-0123456789-0123456789',
    'TOKEN_CHARACTERS',
    'characters',
  ),
  token('that is a private key', KEY, 'TOKEN_IS_PEM', 'PEM'),
  token('of a novel', 'a'.repeat(600), 'TOKEN_TOO_LONG', 'longer'),
  refuses(
    'a fork without secrets',
    { 'api-token': '' },
    'TOKEN_MISSING',
    'api-token',
    ['pull request', 'fork gets no secrets'],
    {
      env: { GITHUB_EVENT_NAME: 'pull_request' },
    },
  ),
  refuses('Dependabot without secrets', { 'api-token': '' }, 'TOKEN_MISSING', 'api-token', ['Dependabot'], {
    env: { GITHUB_ACTOR: 'dependabot[bot]' },
  }),
  zone('of 31 characters', ID.slice(1), 'ZONE_ID_LENGTH', '31 characters'),
  zone('of 33 characters', `${ID}0`, 'ZONE_ID_LENGTH', '33 characters'),
  zone('as URL', 'https://example.com/', 'NOT_A_ZONE', 'scheme'),
  zone('of one word', 'example', 'NOT_A_ZONE', 'no dot'),
  zone('that is a wildcard', '*.example.com', 'NOT_A_ZONE', 'wildcard'),
  refuses('no zone', { zone: '' }, 'INPUT_MISSING', 'zone', [
    '`zone` is empty',
    '`operation: rotate` needs it',
  ]),
  refuses('no level', { level: '' }, 'INPUT_MISSING', 'level', ['`level` is empty', 'no default']),
  refuses('no certificate', { certificate: '' }, 'INPUT_MISSING', 'certificate', [
    '`certificate` is empty',
    'Is the secret there',
  ]),
  refuses('a zone of null', { zone: 'null' }, 'PLACEHOLDER', 'zone', ['`zone` holds no value']),
  refuses(
    'a variable that nobody resolved',
    { ...HOSTNAME_LEVEL, 'grace-period': '${{ vars.GRACE }}' },
    'PLACEHOLDER',
    'grace-period',
    ['resolved'],
  ),
  refuses('the boolean yes', { 'dry-run': 'yes' }, 'NOT_A_BOOLEAN', 'dry-run', [
    '`dry-run` is `yes`',
    '`true` or `false`',
  ]),
  refuses('the boolean 1', { enable: '1' }, 'NOT_A_BOOLEAN', 'enable', ['`enable` is `1`']),
  ...['-1', 'NaN', '1e9', '5', 'm', '1.5h', '5 m', '5M', '10 minutes', '٣m', '9999999999s'].map((text) =>
    duration(text),
  ),
  duration('25h', 'DURATION_OUT_OF_RANGE'),
  refuses('no time at all', { timeout: '0s' }, 'DURATION_OUT_OF_RANGE', 'timeout', [
    'between `1s` and `24h`',
  ]),
  refuses('an unknown operation', { operation: 'rotete' }, 'NOT_A_CHOICE', 'operation', [
    'is `rotete`',
    '`rotate`, `status`',
  ]),
  refuses('an unknown level', { level: 'host' }, 'NOT_A_CHOICE', 'level', ['`zone`, `hostname`']),
  refuses('an unknown way on failure', { 'on-failure': 'ignore' }, 'NOT_A_CHOICE', 'on-failure', [
    '`stop`, `continue`',
  ]),
  refuses('a workflow command as operation', { operation: '::error::boo' }, 'NOT_A_CHOICE', 'operation', [
    'is `: :error',
  ]),
];

const hosts: readonly InputRow[] = [
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
  host(
    'one outside the zone',
    'www.example.com, www.other.example',
    'HOSTNAME_OUTSIDE_ZONE',
    'www.other.example',
    'example.com',
  ),
  host(
    'one that only ends like the zone',
    'www.badexample.com',
    'HOSTNAME_OUTSIDE_ZONE',
    'www.badexample.com',
  ),
  host('101 names', numbered(101), 'TOO_MANY_HOSTNAMES', '101', '100 on one certificate'),
  host('commas alone', ', ,', 'HOSTNAMES_MISSING', 'names no hostname'),
  refuses(
    'a private key instead of hostnames',
    { ...HOSTNAME_LEVEL, hostnames: KEY.split('\n')[0] ?? '' },
    'HOLDS_A_KEY',
    'hostnames',
    ['private key'],
    {
      secrets: ['PRIVATE KEY-----'],
    },
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

const operations: readonly InputRow[] = [
  refuses('a deletion of nothing', { operation: 'delete' }, 'NOTHING_TO_DELETE', 'certificate-id', [
    '`expired: true`',
  ]),
  refuses(
    'a deletion by id and by age',
    { operation: 'delete', 'certificate-id': ID, expired: 'true' },
    'TWO_WAYS_TO_DELETE',
    'certificate-id',
    ['`expired`'],
  ),
  refuses(
    'a deletion of hostnames',
    { operation: 'delete', 'certificate-id': ID, hostnames: 'www.example.com' },
    'INPUT_NOT_TAKEN',
    'hostnames',
    ['`operation: delete`', '`rotate`'],
  ),
  refuses('a rotation with an id to delete', { 'certificate-id': ID }, 'INPUT_NOT_TAKEN', 'certificate-id', [
    'it belongs to `delete`',
  ]),
  refuses('a rotation with a mode', { mode: 'off' }, 'INPUT_NOT_TAKEN', 'mode', ['it belongs to `disable`']),
  refuses(
    'hostnames to disable without a mode',
    { operation: 'disable', ...HOSTNAME_LEVEL },
    'INPUT_MISSING',
    'mode',
    ['`withdraw`', '`off`'],
  ),
  refuses(
    'hostnames to disable without hostnames',
    { operation: 'disable', level: 'hostname', mode: 'off' },
    'INPUT_MISSING',
    'hostnames',
    ['`hostnames` is empty'],
  ),
  refuses(
    'a zone to disable with a mode',
    { operation: 'disable', mode: 'off' },
    'HOSTNAMES_AT_ZONE_LEVEL',
    'mode',
    ['zone level'],
  ),
  refuses(
    'an unknown mode',
    { operation: 'disable', ...HOSTNAME_LEVEL, mode: 'stop' },
    'NOT_A_CHOICE',
    'mode',
    ['`withdraw`, `off`'],
  ),
  refuses('nothing to disable', { operation: 'disable', level: '' }, 'INPUT_MISSING', 'level', [
    '`operation: disable`',
  ]),
  refuses(
    'hosts without a level in a status',
    { operation: 'status', level: '', hostnames: 'www.example.com' },
    'LEVEL_MISSING',
    'hostnames',
    ['without `level`'],
  ),
  refuses('an issue without a token', { 'open-issue': 'true' }, 'INPUT_MISSING', 'github-token', [
    'issues: write',
  ]),
  refuses(
    'an issue token with blanks',
    { 'github-token': 'not a token' },
    'TOKEN_CHARACTERS',
    'github-token',
    ['characters'],
    {
      secrets: ['not a token'],
    },
  ),
];

export const badRows: readonly InputRow[] = [...texts, ...hosts, ...operations, ...checkRows];
