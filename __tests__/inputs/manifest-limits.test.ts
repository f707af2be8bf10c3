import { describe, expect, test } from '@jest/globals';
import * as yaml from 'yaml';
import { pathFault } from '../../src/inputs/manifest/source.ts';
import { AROUND } from '../corpus/manifest-texts.ts';
import { parsed, read } from './support.ts';

describe('a path of the workspace', () => {
  test.each(['estate.yml', '.github/estate.yml', './a/..b/c..yml', 'straße.yml', 'with blank.yml'])(
    'may be %s',
    (path) => {
      expect(pathFault(path)).toBeUndefined();
    },
  );

  test.each([
    ['', 'without a name'],
    ['a'.repeat(1025), 'too long'],
    ['a\u0000b', 'control characters'],
    ['a\u202Eb', 'control characters'],
    ['/a', 'outside'],
    ['~/a', 'outside'],
    ['c:a', 'outside'],
    ['a\\b', 'backslash'],
    ['a/../../b', 'outside'],
    ['..', 'outside'],
  ])('may not be %j', (path, fault) => {
    expect(pathFault(path)).toContain(fault);
  });
});

describe('a manifest beyond all measure', () => {
  test('of a thousand zones and one is refused', async () => {
    const zones = Array.from(
      { length: 1001 },
      (_, one) => `  - zone: z${one}.example\n    targets: [{level: zone, certificate-env: BOTH}]\n`,
    );
    const result = await read({ ...AROUND, manifest: `zones:\n${zones.join('')}` }, { BOTH: 'text' });
    expect(result).toMatchObject({
      kind: 'refused',
      problems: [{ sentence: expect.stringContaining('more than 1000 zones') }],
    });
  });

  test('of twenty thousand keys is refused without much thought', () => {
    const keys = Array.from({ length: 20_000 }, (_, one) => `k${one}: v\n`).join('');
    const began = process.cpuUsage();
    expect(parsed(`${keys}k1: w\n`)).toMatchObject({
      problems: [{ sentence: expect.stringContaining('twice') }],
    });
    expect(process.cpuUsage(began).user).toBeLessThan(3_000_000);
  });

  test('on which the library gives up is refused', () => {
    const broken = {
      ...yaml,
      parseDocument: () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    };
    expect(parsed('a: b', broken)).toMatchObject({
      root: undefined,
      problems: [{ reason: 'MANIFEST_NOT_READABLE' }],
    });
  });
});
