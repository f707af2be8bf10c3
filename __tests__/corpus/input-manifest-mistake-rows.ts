import { manifestMeaningRows } from './input-manifest-meaning-rows.ts';
import { badManifest as bad, badTargets as of } from './input-manifest-bad.ts';
import { refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';
import { AROUND, VARIABLES, estate, target, targetOf } from './manifest-texts.ts';

const ZONE_LEVEL = target('level: zone');

const UNREADABLE = 'MANIFEST_NOT_READABLE';

const texts: readonly InputRow[] = [
  bad('with a missing quote', 'zones: "slipped-secret', UNREADABLE, 'line 1, column 23', 'missing'),
  bad('with a tab', 'zones:\n\t- zone: slipped-secret', UNREADABLE, 'line 2, column 1', 'tab'),
  bad('with two keys on one line', 'zones: slipped-secret: b', UNREADABLE, 'line 1', 'two keys'),
  bad(
    'with a sign that has to be in quotes',
    'zones:\n  - zone: @slipped-secret',
    UNREADABLE,
    'line 2, column 11',
    'quotes',
  ),
  bad('of two documents', `${estate(ZONE_LEVEL)}---\nzones: []\n`, UNREADABLE, 'second document'),
  bad('of comments alone', '# nothing\n# here', UNREADABLE, 'empty'),
  bad('with an anchor', estate(targetOf('&slipped-secret', 'level: zone')), UNREADABLE, 'anchor'),
  bad('with an alias', 'defaults:\n  <<: *slipped-secret\nzones: []', UNREADABLE, 'alias'),
  bad('with a tag', estate(target('level: !!js/function zone')), UNREADABLE, 'line 5', 'tag'),
  bad(
    'with a key that is a list',
    'zones:\n  ? [slipped-secret]\n  : x',
    UNREADABLE,
    'line 2, column 5',
    'a key must be a word',
  ),
  bad(
    'with a key twice',
    `${estate(ZONE_LEVEL)}    zone: example.org\n`,
    UNREADABLE,
    'line 6, column 5',
    'twice',
  ),
  bad(
    'of nothing but brackets',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    UNREADABLE,
    'nested too deeply',
  ),
  bad('nested deeply', `zones: ${'['.repeat(20)}${']'.repeat(20)}`, UNREADABLE, 'nested too deeply'),
  bad('of 10 MB', `zones:\n${'# \n'.repeat(3_500_000)}`, 'MANIFEST_TOO_LARGE', '128 KiB'),
  bad('of 1.5 MB in a file', 'large.yml', 'MANIFEST_TOO_LARGE', '1 MiB'),
  bad('that is not there', 'estate.yml', 'MANIFEST_PATH', 'not there', 'checked out'),
  bad('outside the workspace', '../estate.yml', 'MANIFEST_PATH', 'outside the workspace'),
  bad('at an absolute path', '/etc/estate.yml', 'MANIFEST_PATH', 'outside the workspace'),
  bad('at a path of Windows', 'C:\\estate.yml', 'MANIFEST_PATH', 'outside the workspace'),
  bad('with a backslash in its path', 'conf\\estate.yml', 'MANIFEST_PATH', 'backslash'),
];

const shapes: readonly InputRow[] = [
  bad(
    'that is a list',
    '- zone: example.com',
    'MANIFEST_SHAPE',
    'line 1, column 1',
    'the manifest should be',
  ),
  bad('without zones', 'defaults:\n  enable: true\n', 'MANIFEST_SHAPE', 'no list of `zones`'),
  bad('with an empty list of zones', 'zones: []\n#', 'MANIFEST_SHAPE', '`zones`'),
  bad(
    'with a zone that is a word',
    'zones:\n  - example.com',
    'MANIFEST_SHAPE',
    'line 2, column 5',
    'a zone should be',
  ),
  bad(
    'with a zone without a name',
    `zones:\n  - targets:\n${ZONE_LEVEL}`,
    'MANIFEST_SHAPE',
    'without `zone`',
  ),
  bad(
    'with a zone without targets',
    'zones:\n  - zone: example.com',
    'MANIFEST_SHAPE',
    'without a list of `targets`',
  ),
  bad(
    'with targets that are a word',
    'zones:\n  - zone: example.com\n    targets: all',
    'MANIFEST_SHAPE',
    'line 3, column 14',
  ),
  of('with a target that is a word', '      - zone', 'MANIFEST_SHAPE', 'a target should be'),
  bad(
    'with a word for defaults',
    `defaults: none\n${estate(ZONE_LEVEL)}`,
    'MANIFEST_SHAPE',
    'the defaults should be',
  ),
  of(
    'with a key without a value',
    target('level: zone', 'grace-period:'),
    'MANIFEST_SHAPE',
    'line 6',
    '`grace-period`',
  ),
  of(
    'with a map for a value',
    target('level: zone', 'grace-period: {a: b}'),
    'MANIFEST_SHAPE',
    '`grace-period`',
  ),
  of(
    'with a list where one value belongs',
    target('level: zone', 'grace-period: [1m]'),
    'MANIFEST_SHAPE',
    '`grace-period`',
  ),
  of(
    'with an unknown key',
    target('level: zone', 'grace: 1m'),
    'MANIFEST_UNKNOWN_KEY',
    'line 6, column 9',
    '`grace` in a target',
    'manifest.schema.json',
  ),
  of(
    'with a key where it does not belong',
    target('level: zone', 'zones: x'),
    'MANIFEST_UNKNOWN_KEY',
    'It belongs to the manifest',
  ),
  of(
    'with an unknown key that is no word',
    target('level: zone', 'Slipped-secret-0: 1'),
    'MANIFEST_UNKNOWN_KEY',
    'has a key in a target',
  ),
  of(
    'with a private key in it',
    target('level: zone', 'private-key: slipped-secret'),
    'MANIFEST_UNKNOWN_KEY',
    '`private-key-env`',
    'never belongs',
  ),
  of(
    'with headers in it',
    target('level: zone', 'probe-request-headers: slipped-secret'),
    'MANIFEST_UNKNOWN_KEY',
    '`probe-request-headers-env`',
  ),
];

/** What a thief would write into a manifest: a variable, and whom to send it to. */
const headersTo = (name: string, url: string, zone: string, ...lines: readonly string[]): InputRow =>
  refuses(
    `a manifest that sends headers ${name}`,
    { ...AROUND, manifest: estate(target(...lines, `probe-urls: ${url}`), zone) },
    'HEADERS_OUTSIDE_ZONE',
    'probe-request-headers',
    ['`probe-request-headers`'],
    { env: { ...VARIABLES, DATABASE_URL: 'postgres://me:slipped-secret@db' }, secrets: ['slipped-secret'] },
  );
const DATABASE = 'probe-request-headers-env: DATABASE_URL';

const around = (
  name: string,
  inputs: Readonly<Record<string, string>>,
  reason: string,
  input: string,
): InputRow =>
  refuses(
    `a manifest ${name}`,
    { ...AROUND, manifest: estate(ZONE_LEVEL), ...inputs },
    reason,
    input,
    [`\`${input}\``],
    { env: VARIABLES },
  );

export const manifestMistakeRows: readonly InputRow[] = [
  ...texts,
  ...shapes,
  ...manifestMeaningRows,
  headersTo('outside its zone', 'https://thief.example/', 'example.com', 'level: zone', DATABASE),
  headersTo(
    'to a hostname of its own',
    'https://notexample.com/',
    'example.com',
    'level: hostname',
    'hostnames: notexample.com',
    DATABASE,
  ),
  headersTo(
    'where only the id of the zone is known',
    'https://example.com/',
    '12345678901234567890123456789012',
    'level: zone',
    DATABASE,
  ),
  refuses(
    "a manifest that sends the step's headers outside its zone",
    {
      ...AROUND,
      manifest: estate(target('level: zone', 'probe-urls: https://thief.example')),
      'probe-request-headers': 'X-Login: slipped-secret',
    },
    'HEADERS_OUTSIDE_ZONE',
    'probe-request-headers',
    ['thief.example'],
    { env: VARIABLES, secrets: ['slipped-secret'] },
  ),
  around('and a level', { level: 'zone' }, 'INPUT_BESIDE_MANIFEST', 'level'),
  around('and a certificate', { certificate: 'x' }, 'INPUT_BESIDE_MANIFEST', 'certificate'),
  around('and hostnames', { hostnames: 'a.example.com' }, 'INPUT_BESIDE_MANIFEST', 'hostnames'),
  around('and a zone it does not name', { zone: 'example.org' }, 'ZONE_NOT_IN_MANIFEST', 'zone'),
  around('and a list of no zones', { zone: ',' }, 'ZONE_NOT_IN_MANIFEST', 'zone'),
  around(
    'to delete by',
    { operation: 'delete', zone: 'example.com', 'certificate-id': 'expired' },
    'INPUT_NOT_TAKEN',
    'manifest',
  ),
  refuses('a matrix without a manifest', { operation: 'matrix', level: '' }, 'INPUT_MISSING', 'manifest', [
    '`operation: matrix`',
  ]),
];
