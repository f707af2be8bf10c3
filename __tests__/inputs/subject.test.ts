import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../src/inputs/job.ts';
import { settledBy, subjectOf } from '../../src/inputs/subject.ts';
import type { Subject } from '../../src/inputs/subject.ts';

const of = (operation: 'rotate' | 'status', inputs: Readonly<Record<string, string>>): Subject =>
  subjectOf(
    operation,
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  );
const zone = 'Example.COM';
const manifest = '.github/origin-pulls.yml';

describe('a run that ends before it has a result is called', () => {
  test.each<readonly [string, Parameters<typeof of>, readonly string[]]>([
    ['as its target at zone level', ['rotate', { zone, level: 'Zone' }], ['example.com (zone)']],
    [
      'as its target at hostname level',
      ['rotate', { zone, level: 'hostname', hostnames: 'www.example.com, api.example.com' }],
      ['example.com (www.example.com and 1 more)'],
    ],
    ['not by half a target', ['rotate', { zone, level: 'hostname' }], []],
    ['not by a level that is none', ['rotate', { zone, level: 'both' }], []],
    ['not by a zone that is none', ['rotate', { zone: 'https://x', level: 'zone' }], []],
    ['by the zone of a status', ['status', { zone }], ['example.com (status)']],
    ['by the file of the manifest', ['rotate', { manifest }], [`manifest ${manifest}`]],
    ['by no text of a manifest', ['status', { manifest: 'zones: []' }], ['status by manifest']],
    ['by nothing that may be a secret', ['rotate', { manifest: 'ghp_0123456789abcdef' }], ['manifest']],
    [
      'by the zones chosen from a manifest',
      ['rotate', { manifest, zone: 'a.test,b.test' }],
      [`a.test (manifest ${manifest})`, `b.test (manifest ${manifest})`],
    ],
    [
      'by the manifest where those are none',
      ['rotate', { manifest, zone: 'a.test,://' }],
      [`manifest ${manifest}`],
    ],
  ])('%s', (_, [operation, inputs], names) => expect(of(operation, inputs).names).toEqual(names));
});

test('a result settles the names of its manifest and of every zone in it', () => {
  const zones = ['a.test', 'b.test'].map((name) => ({ zone: name, expiryWarning: 1, expected: [] }));
  const job: Job = { operation: 'status', zones };
  expect(settledBy(of('status', { manifest: 'x.yml' }), job)).toEqual([
    'status by manifest x.yml',
    'a.test (status by manifest x.yml)',
    'b.test (status by manifest x.yml)',
  ]);
  expect(settledBy(of('status', { zone }), job)).toEqual(['example.com (status)']);
});
