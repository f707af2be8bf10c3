import { checkRows } from './input-refused-check-rows.ts';
import { hostnameRows } from './input-refused-hostname-rows.ts';
import { HOSTNAME_LEVEL, TOKEN, refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';

const ID = '0123456789abcdef0123456789abcdef';
const KEY = '-----BEGIN PRIVATE KEY-----\nnot-really-a-key-but-secret\n-----END PRIVATE KEY-----';
/** A manifest is given alone. */
const IN_MANIFEST = { zone: '', level: '', certificate: '', 'private-key': '' };
const token = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`a token ${name}`, { 'api-token': text }, reason, 'api-token', ['`api-token`', ...says], {
    secrets: text.length >= 20 ? [text.slice(-20)] : [],
  });
const zone = (name: string, text: string, reason: string, ...says: readonly string[]): InputRow =>
  refuses(`a zone ${name}`, { zone: text }, reason, 'zone', ['`zone`', 'its id', ...says]);
const duration = (text: string, reason = 'NOT_A_DURATION'): InputRow =>
  refuses(`the duration ${text}`, { 'grace-period': text }, reason, 'grace-period', ['`grace-period`', '`']);

const texts: readonly InputRow[] = [
  token('that is empty', '', 'TOKEN_MISSING', 'is empty', 'secret'),
  token('that is masked', '***', 'TOKEN_MISSING', 'is empty'),
  token('that is null', 'null', 'TOKEN_MISSING', 'is empty'),
  token('that nobody resolved', '${{ secrets.CLOUDFLARE_TOKEN }}', 'TOKEN_MISSING', 'is empty'),
  token('that is `Bearer` alone', 'Bearer ', 'TOKEN_MISSING', 'is empty'),
  token('with a line break inside', `${TOKEN}\n${TOKEN}`, 'TOKEN_HAS_NEWLINE', 'line break'),
  token('with a blank inside', `made up token ${TOKEN}`, 'TOKEN_HAS_BLANK', 'space'),
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
  token('that is a private key in base64', Buffer.from(KEY).toString('base64'), 'TOKEN_IS_PEM', 'PEM'),
  token('of a novel', 'a'.repeat(600), 'TOKEN_TOO_LONG', 'longer'),
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
  refuses(
    'neither certificate nor key',
    { certificate: '', 'private-key': '' },
    'INPUT_MISSING',
    'certificate',
    ['`certificate` is empty', 'Does the secret exist'],
  ),
  ...[
    ['zone', KEY],
    ['zone', Buffer.from(KEY).toString('base64')],
    ['grace-period', KEY],
    ['manifest', KEY],
    [
      'manifest',
      `zones:\n  - zone: example.com\n    targets:\n      - private-key: |\n${KEY.replaceAll(/^/gmu, '          ')}`,
    ],
  ].map(([input = '', text = ''], index) =>
    refuses(
      `a private key as ${input}, ${String(index)}`,
      input === 'manifest' ? { ...IN_MANIFEST, manifest: text } : { [input]: text },
      'HOLDS_PRIVATE_KEY',
      input,
      [`\`${input}\` holds a private key`, 'unless this key did, it is in the log', 'treat it as leaked'],
      { secrets: ['not-really-a-key-but-secret', Buffer.from(KEY).toString('base64').slice(60, 80)] },
    ),
  ),
  refuses(
    'headers that are masked',
    { 'probe-urls': 'https://www.example.com/', 'probe-request-headers': '***' },
    'NOT_A_HEADER',
    'probe-request-headers',
    ['line 1 has no name in front of a colon'],
  ),
  refuses('a zone of null', { zone: 'null' }, 'PLACEHOLDER', 'zone', ['`zone` holds a placeholder']),
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
  refuses('an unknown level', { level: 'host' }, 'NOT_A_CHOICE', 'level', ['`zone` or `hostname`']),
  refuses('an unknown way on failure', { 'on-failure': 'ignore' }, 'NOT_A_CHOICE', 'on-failure', [
    '`stop` or `continue`',
  ]),
  refuses('a workflow command as operation', { operation: '::error::boo' }, 'NOT_A_CHOICE', 'operation', [
    'is `: :error',
  ]),
];

const operations: readonly InputRow[] = [
  refuses('a deletion of nothing', { operation: 'delete' }, 'INPUT_MISSING', 'certificate-id', ['`expired`']),
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
    ['`withdraw` or `off`'],
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
  refuses(
    'an issue without a token',
    { 'open-issue': 'true', 'github-token': '' },
    'INPUT_MISSING',
    'github-token',
    ['issues: write'],
  ),
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
  refuses(
    'a GitHub token that is a private key in base64',
    { 'github-token': Buffer.from(KEY).toString('base64') },
    'TOKEN_IS_PEM',
    'github-token',
    ['PEM', 'Leave it out'],
    {
      secrets: [Buffer.from(KEY).toString('base64').slice(-20)],
    },
  ),
];

export const badRows: readonly InputRow[] = [...texts, ...hostnameRows, ...operations, ...checkRows];
