import { describe, expect, test } from '@jest/globals';
import { variableFault } from '../../src/inputs/manifest/open.ts';
import { fileText, variableText } from '../../src/inputs/manifest/scope.ts';
import { AROUND, estate, target, targetOf } from '../corpus/manifest-texts.ts';
import { read, reading, valueAt } from './support.ts';

const FILE = (kind: 'missing' | 'directory' | 'too-large' | 'outside' | 'unreadable', why: string) =>
  [kind, why] as const;
const WORLD = { BOTH: 'text', KEY: 'key', BLANK: ' \n' };
/** Reasons and sentences of what is refused in a manifest. */
async function refusals(
  manifest: string,
  inputs: Readonly<Record<string, string>> = {},
  files: Parameters<typeof read>[2] = {},
): Promise<readonly string[]> {
  const result = await read({ ...AROUND, ...inputs, manifest }, WORLD, files);
  return result.kind === 'refused' ? result.problems.map(({ sentence }) => sentence) : [];
}

describe('a file that a manifest names', () => {
  test.each([
    FILE('missing', 'that is not there (is the repository checked out before this step?)'),
    FILE('directory', 'that is a directory'),
    FILE('too-large', 'that is too large'),
    FILE('outside', 'that leads outside the workspace'),
    FILE('unreadable', 'that cannot be read as text'),
  ])('is refused where it is %s', (kind, why) => {
    const files = new Map([['a.pem', { kind }]]);
    expect(reading((field) => fileText(field, { files }), 'a.pem')).toMatchObject({
      value: undefined,
      problems: [{ sentence: `\`field\` names a file ${why}. Paths begin at the root of the workspace.` }],
    });
  });

  test('is not taken where its path leads out of the workspace, whatever was read', () => {
    const files = new Map([['../a.pem', { kind: 'text', text: 'pem' } as const]]);
    expect(reading((field) => fileText(field, { files }), '../a.pem')).toMatchObject({
      value: undefined,
      problems: [{ reason: 'MANIFEST_FILE' }],
    });
  });

  test('is one problem of its setting, not two', async () => {
    const text = estate(target('level: zone', 'origin-server-ca-file: a.pem', 'client-ca-file: b.pem'));
    expect(await refusals(text)).toEqual([
      expect.stringContaining('`client-ca-file` (manifest, line 7, column 9) names a file that is not there'),
      expect.stringContaining(
        '`origin-server-ca-file` (manifest, line 6, column 9) names a file that is not there',
      ),
    ]);
  });
});

describe('a variable that a manifest names', () => {
  test.each([
    'KEY',
    '_KEY',
    'key',
    'MY_GITHUB_TOKEN',
    'XPATH',
    'PATHS',
    'HOMEPAGE',
    'MY_HOME',
    'A'.repeat(255),
  ])('may be %s', (name) => {
    expect(variableFault(name)).toBeUndefined();
  });

  test.each([
    ['GITHUB_TOKEN', 'of the runner'],
    ['input_zone', 'of the runner'],
    ['NODE_OPTIONS', 'of the runner'],
    ['PATH', 'of the runner'],
    ['home', 'of the runner'],
    ['https_proxy', 'of the runner'],
    ['1KEY', 'cannot be'],
    ['A-B', 'cannot be'],
    ['A'.repeat(256), 'cannot be'],
    ['', 'cannot be'],
  ])('may not be %s', (name, fault) => {
    expect(variableFault(name)).toContain(fault);
  });

  const text = (name: string, env: Readonly<Record<string, string>>) =>
    reading((field) => variableText(field, { env, missing: field.report }), name);

  test('is not read where it is one of the runner', () => {
    expect(text('GITHUB_TOKEN', { GITHUB_TOKEN: 'secret' })).toMatchObject({
      value: undefined,
      problems: [{ reason: 'MANIFEST_VARIABLE' }],
    });
  });

  test('is read as it is', () => {
    expect(text('KEY', { KEY: ' key\n' })).toEqual({ value: ' key\n', problems: [] });
  });

  test.each([
    ['KEY', 'KEY'],
    ['A_1', 'A_1'],
    ['K', 'K'],
    ['xKEY', '`xKEY`'],
    ['key', '`key`'],
    ['KEYx', '`KEYx`'],
    ['_KEY', '`_KEY`'],
  ])('has no value where it is blank: %s', (name, shown) => {
    const { value, problems } = text(name, { [name]: ' \n' });
    expect([value, problems.map(({ sentence }) => sentence)]).toEqual([
      undefined,
      [
        `\`field\` names the environment variable ${shown}, which is empty or not set. Set it in the \`env\` of the step, from \`\${{ secrets.NAME }}\`, and check that the secret exists.`,
      ],
    ]);
  });
});

describe('a manifest in a status', () => {
  const status = (...lines: readonly string[]) =>
    read({ ...AROUND, operation: 'status', manifest: estate(targetOf('level: zone', ...lines)) }, WORLD, {
      'a.pem': 'text of a file',
    });
  const names = (one: string) => ({
    certificate: one,
    privateKey: one,
    passphrase: 'private-key-passphrase-env',
  });

  test.each([
    ['a variable', 'certificate-env: BOTH', { certificate: 'text', names: names('BOTH') }],
    ['a file', 'certificate-file: a.pem', { certificate: 'text of a file', names: names('a.pem') }],
  ])('compares with the certificate of %s, and reads no key', async (_, line, pasted) => {
    const result = await status(line, 'private-key-env: KEY');
    expect(result).toMatchObject({ kind: 'valid', warnings: [] });
    expect(valueAt(result, 'job.zones.0.expected.0.pasted')).toEqual({
      privateKey: undefined,
      passphrase: undefined,
      ...pasted,
    });
  });

  test.each(['BLANK', 'MISSING'])('warns of a variable without a value: %s', async (name) => {
    const result = await status(`certificate-env: ${name}`);
    expect(result).toMatchObject({ kind: 'valid', warnings: [{ reason: 'MANIFEST_VARIABLE_MISSING' }] });
    expect(valueAt(result, 'job.zones.0.expected.0.pasted')).toBeUndefined();
  });

  test.each([
    ['a file that is not there', 'certificate-file: b.pem', 'MANIFEST_FILE'],
    ['no certificate', 'enable: true', 'MANIFEST_CERTIFICATE_MISSING'],
  ])('is refused with %s', async (_, line, reason) => {
    expect(await status(line)).toMatchObject({ kind: 'refused', problems: [{ reason }] });
  });
});

describe('zones and keys of a manifest', () => {
  test('are not given twice where they could not be read', async () => {
    const zone = `  - zone: "://"\n    targets:\n${target('level: zone')}`;
    expect(await refusals(`zones:\n${zone}${zone}`)).toEqual([
      expect.stringContaining('`zone` (manifest, line 2, column 5) is `://`'),
      expect.stringContaining('`zone` (manifest, line 6, column 5) is `://`'),
    ]);
  });

  test('certificates to replace are not the same where they could not be read', async () => {
    const one = target('level: hostname', 'replace: "?"');
    expect(await refusals(estate(one + one))).toHaveLength(2);
  });

  test('are chosen by the zone of the step: what it is not, is told', async () => {
    const manifest = estate(target('level: zone'));
    expect(await refusals(manifest, { zone: 'example.org, example.net, example.com' })).toEqual([
      '`zone` names `example.org`, `example.net`, which the manifest does not have. Write zones as the manifest does, or leave `zone` out to take them all.',
    ]);
    expect(await refusals(manifest, { zone: 'example.com, ://' })).toEqual([
      expect.stringContaining('`zone` is `://`'),
    ]);
  });

  test('are a thousand at most', async () => {
    const zones = (count: number): string =>
      Array.from(
        { length: count },
        (_, at) => `  - {zone: z${at}.example, targets: [{level: zone, certificate-env: BOTH}]}\n`,
      ).join('');
    expect(await refusals(`zones:\n${zones(1000)}`)).toEqual([]);
    const many = await read({ ...AROUND, manifest: `zones:\n${zones(1001)}` }, WORLD);
    expect(many).toMatchObject({
      kind: 'refused',
      problems: [
        {
          reason: 'MANIFEST_SHAPE',
          input: 'manifest',
          sentence: '`manifest` has more than 1000 zones (manifest, line 2, column 3).',
        },
      ],
    });
  });

  test('that are misspelt are the one thing said', async () => {
    expect(await refusals(estate(targetOf('levle: zone', 'certificate-evn: BOTH')))).toEqual([
      expect.stringContaining('`levle` in a target'),
      expect.stringContaining('`certificate-evn` in a target'),
    ]);
  });

  test.each(['hostnames: [a.example.com, [b.example.com]]', 'hostnames: {a: b}'])(
    'have lists of words alone: %s',
    async (line) => {
      expect(await refusals(estate(target('level: hostname', line)))).toEqual([
        expect.stringContaining('`manifest` has no value, or a value of the wrong form, in `hostnames`'),
      ]);
    },
  );

  test.each([
    [
      'grace-period2: 1s',
      'has a key in a target, where it is not known. `manifest.schema.json` lists all keys',
    ],
    ['2grace: 1s', 'has a key in a target'],
    [`${'a'.repeat(31)}: x`, 'has a key in a target'],
    [`${'a'.repeat(30)}: x`, `has \`${'a'.repeat(30)}\` in a target`],
    ['targets: x', 'has `targets` in a target, where it is not known. It belongs to a zone (manifest'],
    ['zone: x', 'has `zone` in a target, where it is not known. It belongs to a zone (manifest'],
  ])('are named where they look like keys: %s', async (line, said) => {
    expect(await refusals(estate(target('level: zone', line)))).toEqual([expect.stringContaining(said)]);
  });

  test('are told where else they belong', async () => {
    expect(await refusals(`grace-period: 1s\n${estate(target('level: zone'))}`)).toEqual([
      '`manifest` has `grace-period` in the manifest, where it is not known. It belongs to the defaults or a zone or a target (manifest, line 1, column 1).',
    ]);
  });

  test('without a value are told at their place', async () => {
    expect(
      await refusals('zones: [{zone: example.com, targets: [{level: zone, certificate-env: BOTH, origin}]}]'),
    ).toEqual([
      '`manifest` has no value, or a value of the wrong form, in `origin`. Write a value or a list of values (manifest, line 1, column 76).',
    ]);
  });
});
