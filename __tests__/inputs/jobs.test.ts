import { describe, expect, test } from '@jest/globals';
import { rawPassphrase } from '../../src/inputs/fields.ts';
import { HOSTNAME_LEVEL, TOKEN } from '../corpus/input-row.ts';
import { AROUND, estate, target } from '../corpus/manifest-texts.ts';
import { read, valueAt } from './support.ts';

const ID = '0123456789abcdef0123456789abcdef';
const said = async (inputs: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const result = await read(inputs, { BOTH: 'text' });
  return result.kind === 'refused' ? result.problems.map(({ sentence }) => sentence) : [];
};

describe('a status', () => {
  const expected = async (inputs: Readonly<Record<string, string>>): Promise<unknown> =>
    valueAt(await read({ operation: 'status', ...inputs }), 'job.zones.0.expected');

  test.each<[string, Readonly<Record<string, string>>, unknown]>([
    [
      'with the zone level',
      { level: 'zone' },
      [expect.objectContaining({ name: 'example.com (zone)', level: 'zone', enable: true })],
    ],
    [
      'with hostnames',
      { level: 'hostname', hostnames: 'a.example.com', enable: 'false' },
      [expect.objectContaining({ hostnames: ['a.example.com'], replace: undefined, enable: false })],
    ],
    [
      'with a certificate to replace',
      { level: 'hostname', replace: ID, certificate: '' },
      [expect.objectContaining({ hostnames: [], replace: ID, pasted: undefined })],
    ],
    ['with nothing at hostname level, where none are named', { level: 'hostname' }, []],
    ['with nothing without a level', { level: '' }, []],
  ])('compares %s', async (_, inputs, targets) => {
    expect(await expected(inputs)).toEqual(targets);
  });

  test.each(['hostnames', 'replace'])('is refused with `%s` but no level', async (name) => {
    const value = name === 'replace' ? ID : 'a.example.com';
    expect(await said({ operation: 'status', level: '', [name]: value })).toEqual([
      `\`${name}\` is given without \`level\`. Write \`level: hostname\`.`,
    ]);
  });

  test('is refused for a level at the name of its input', async () => {
    expect(await read({ operation: 'status', level: 'zone', hostnames: 'a.example.com' })).toMatchObject({
      problems: [{ input: 'hostnames', reason: 'HOSTNAMES_AT_ZONE_LEVEL' }],
    });
  });
});

test('several zones without a manifest are told where they belong', async () => {
  expect(await said({ operation: 'status', zone: 'example.com, example.org' })).toEqual([
    '`zone` is `example.com, example.org`, more than one zone. Name one, or give a `manifest` for several.',
  ]);
});

test('hostnames that do not belong at zone level are no reason to refuse a probe as well', async () => {
  const inputs = { level: 'zone', hostnames: 'a.example.com', 'probe-urls': 'https://www.example.com/' };
  expect(await read(inputs)).toMatchObject({
    problems: [{ input: 'hostnames', reason: 'HOSTNAMES_AT_ZONE_LEVEL' }],
  });
});

describe('a rotation at hostname level', () => {
  test('that does not name a hostnames is told at its level', async () => {
    expect(await read({ level: 'hostname' })).toMatchObject({
      problems: [{ input: 'level', reason: 'HOSTNAMES_MISSING' }],
    });
  });

  test.each([
    ['certificate of a key alone', { certificate: '', 'private-key': '-----BEGIN PRIVATE KEY-----' }, 1],
    ['certificate of a key with one', { certificate: '', 'private-key': 'PRIVATE KEY, CERTIFICATE' }, 0],
    ['zone of a key', { zone: '', 'private-key': 'anything' }, 1],
  ])('is not asked for the %s', async (_, inputs, count) => {
    expect(await said(inputs)).toHaveLength(count);
  });
});

describe('a disabling', () => {
  const disable = (inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
    operation: 'disable',
    ...inputs,
  });

  test('of a level that is none is refused for that alone, whatever is probed', async () => {
    const inputs = { level: 'host', 'probe-urls': 'https://www.example.com', origin: 'backend' };
    expect(await said(disable(inputs))).toEqual(['`level` is `host`. Write `zone` or `hostname`.']);
  });

  test('of hostnames without any says so, and nothing of what would be probed', async () => {
    expect(await said(disable({ level: 'hostname' }))).toEqual([
      '`hostnames` is empty, and `level: hostname` needs it. Name the hostnames to disable.',
      '`mode` is empty, and `level: hostname` needs it. Write `withdraw` to let the zone level apply again, or `off` to send no client certificate even if the zone level is on.',
    ]);
    const inputs = { level: 'hostname', mode: 'off', 'probe-urls': 'https://www.example.com' };
    expect(await said(disable(inputs))).toHaveLength(1);
  });

  test('of the zone takes neither hostnames nor a mode', async () => {
    const why = 'is given at zone level, where the switch of the whole zone is turned off';
    expect(await said(disable({ hostnames: 'a.example.com', mode: 'off' }))).toEqual([
      `\`hostnames\` ${why}. Remove it, or write \`level: hostname\`.`,
      `\`mode\` ${why}. Remove it, or write \`level: hostname\`.`,
    ]);
  });

  test.each(['withdraw', 'off'])('of hostnames may %s', async (mode) => {
    const result = await read(disable({ ...HOSTNAME_LEVEL, mode }));
    expect(valueAt(result, 'job.request.what.mode')).toBe(mode);
  });
});

describe('refused inputs', () => {
  const settingsOf = async (inputs: Readonly<Record<string, string>>): Promise<unknown> => {
    const result = await read(inputs);
    return result.kind === 'refused' ? result.settings : result.kind;
  };

  test('leave what is needed to tell of them', async () => {
    expect(
      await settingsOf({
        operation: 'rotete',
        'dry-run': 'true',
        'open-issue': 'true',
        'github-token': 'ghs_x',
      }),
    ).toMatchObject({
      operation: 'rotate',
      subject: { names: ['example.com (zone)'], manifest: undefined },
      dryRun: true,
      openIssue: true,
      githubToken: 'ghs_x',
    });
  });

  test('leave the defaults of what could not be read', async () => {
    expect(await settingsOf({ 'dry-run': 'yes', 'open-issue': 'no' })).toMatchObject({
      operation: 'rotate',
      subject: { names: ['example.com (zone)'], manifest: undefined },
      dryRun: false,
      openIssue: false,
      githubToken: undefined,
    });
  });

  test.each(['rotate', 'status'])(
    'of a manifest that is not there are its own alone: %s',
    async (operation) => {
      const inputs = { ...AROUND, operation, manifest: 'none.yml', zone: 'a.example, b.example' };
      expect(await read(inputs)).toMatchObject({
        kind: 'refused',
        problems: [{ reason: 'MANIFEST_PATH', input: 'manifest' }],
      });
      expect(await said(inputs)).toHaveLength(1);
    },
  );

  test('are not warned of: a manifest may start what an input refines', async () => {
    const result = await read(
      { ...AROUND, manifest: estate(target('level: zone')), 'probe-echo-header': 'X-Serial' },
      { BOTH: 'text' },
    );
    expect(result).toMatchObject({ kind: 'valid', warnings: [] });
  });
});

describe('a token', () => {
  test.each([
    [`Bearer   ${TOKEN}`, []],
    [`bearer ${TOKEN}`, []],
    [`my-Bearer ${TOKEN}`, ['TOKEN_HAS_BLANK']],
    [`my-${TOKEN}`, []],
  ])('may be written %j', async (token, reasons) => {
    const result = await read({ 'api-token': token });
    const problems = result.kind === 'refused' ? result.problems.map(({ reason }) => reason) : [];
    expect(problems).toEqual(reasons);
  });
});

describe('a passphrase', () => {
  test.each([
    ['open sesame', 'open sesame'],
    ['\r\n open sesame \n\r\n', ' open sesame '],
    ['a\nb', 'a\nb'],
    ['\n', undefined],
    ['\r\n\n', undefined],
    [' \t ', undefined],
    ['', undefined],
  ])('is read from %j', (text, passphrase) => {
    expect(rawPassphrase(text)).toBe(passphrase);
  });
});
