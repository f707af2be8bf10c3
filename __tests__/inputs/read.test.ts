import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../src/inputs/read.ts';
import { defaultOf, INPUT_NAMES } from '../../src/inputs/table.ts';
import { HOSTNAME_LEVEL, TOKEN, SOUND_INPUTS } from '../corpus/input-row.ts';
import { AROUND, estate, target } from '../corpus/manifest-texts.ts';
import { environment, read } from './support.ts';

describe('reading all inputs', () => {
  test('takes the defaults where nothing is said', async () => {
    expect(await read({})).toEqual({
      kind: 'valid',
      warnings: [],
      settings: {
        subject: { names: ['example.com (zone)'], manifest: undefined },
        operation: 'rotate',
        token: TOKEN,
        apiBaseUrl: 'https://api.cloudflare.com/client/v4',
        timeout: 1_800_000,
        dryRun: false,
        openIssue: false,
        githubToken: undefined,
        onFailure: 'stop',
      },
      job: {
        operation: 'rotate',
        requests: [
          {
            name: 'example.com (zone)',
            zone: 'example.com',
            level: 'zone',
            hostnames: [],
            replace: undefined,
            clientCa: undefined,
            pasted: {
              certificate: SOUND_INPUTS['certificate'],
              privateKey: SOUND_INPUTS['private-key'],
              passphrase: undefined,
              names: {
                certificate: 'certificate',
                privateKey: 'private-key',
                passphrase: 'private-key-passphrase',
              },
            },
            policy: {
              enable: true,
              deletePrevious: true,
              gracePeriod: 120_000,
              activationTimeout: 600_000,
              minimumValidity: 604_800_000,
              expiryWarning: 2_592_000_000,
              acceptIssuerChange: false,
              probes: { urls: [], successes: 5, timeout: 180_000, requestHeaders: {}, echoHeader: undefined },
              origin: { addresses: [], serverCa: undefined, timeout: 10_000 },
            },
          },
        ],
      },
    });
  });

  test.each(['rotate', 'status', 'delete', 'disable', 'matrix'])(
    'is not disturbed by the defaults that the runner hands over to %s',
    async (operation) => {
      const needed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
        delete: { 'certificate-id': '0123456789abcdef' },
        matrix: { ...AROUND, manifest: estate(target('level: zone')) },
      };
      const inputs = { operation, ...needed[operation] };
      const defaults = Object.fromEntries(INPUT_NAMES.map((name) => [name, defaultOf(name)]));
      const result = await read({ ...defaults, ...SOUND_INPUTS, ...inputs }, { BOTH: 'text' });
      expect(result).toEqual(await read(inputs, { BOTH: 'text' }));
      expect(result.kind).toBe('valid');
    },
  );

  test('tells of all problems at once, each by its input', async () => {
    const result = await read({
      'api-token': '',
      zone: 'https://example.com',
      level: 'hostname',
      hostnames: '*.example.com, 192.0.2.1',
      certificate: '',
      'dry-run': 'yes',
      'grace-period': 'NaN',
      'probe-urls': 'http://www.example.com',
      origin: 'https://192.0.2.1',
      'api-base-url': 'ftp://x',
      mode: 'off',
    });
    expect(result.kind === 'refused' ? result.problems.map(({ input }) => input).toSorted() : []).toEqual([
      'api-base-url',
      'api-token',
      'certificate',
      'dry-run',
      'grace-period',
      'hostnames',
      'hostnames',
      'mode',
      'origin',
      'probe-urls',
      'zone',
    ]);
  });

  test('tells of ten faults in a list and counts the rest', async () => {
    const many = Array.from({ length: 15 }, (_, index) => `h${index}:80`).join();
    const result = await read({ ...HOSTNAME_LEVEL, hostnames: many });
    expect(result.kind === 'refused' ? result.problems.length : 0).toBe(11);
    expect(result).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ sentence: expect.stringContaining('5 more entries') }),
      ]),
    });
  });

  test('does not work through a list without end', async () => {
    const result = await read({ ...HOSTNAME_LEVEL, hostnames: 'a,'.repeat(10_001) });
    expect(result).toMatchObject({
      problems: [{ reason: 'TOO_MANY_HOSTNAMES', sentence: expect.stringContaining('10001') }],
    });
  });

  test('says the same of two targets only once', async () => {
    const text = `defaults:\n  grace-period: soon\n${estate(target('level: zone') + target('level: hostname', 'hostnames: a.example.com'))}`;
    const result = await read({ ...AROUND, manifest: text }, { BOTH: 'text' });
    expect(result).toMatchObject({
      problems: [{ reason: 'NOT_A_DURATION', sentence: expect.stringContaining('line 2, column 3') }],
    });
    expect(result.kind === 'refused' ? result.problems.length : 0).toBe(1);
  });

  test('takes no manifest for granted', () => {
    expect(readInputs(environment(SOUND_INPUTS)).kind).toBe('valid');
  });
});
