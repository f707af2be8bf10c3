import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../src/inputs/job.ts';
import { settledBy, subjectOf } from '../../src/inputs/subject.ts';
import type { Subject } from '../../src/inputs/subject.ts';
import type { Operation } from '../../src/inputs/table.ts';
import { AROUND, estate, target } from '../corpus/manifest-texts.ts';
import { read } from './support.ts';

const of = (operation: Operation, inputs: Readonly<Record<string, string>>): Subject =>
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
    [
      'as its target with a certificate to replace',
      ['rotate', { zone, level: 'hostname', replace: '0123456789abcdef' }],
      ['example.com (replacing 0123456789abcdef)'],
    ],
    [
      'not by a certificate to replace that is none',
      ['rotate', { zone, level: 'hostname', replace: '?' }],
      [],
    ],
    ['not by a level without a zone', ['rotate', { level: 'zone' }], []],
    ['not by a zone without a level', ['rotate', { zone }], []],
    ['not by a status without a zone', ['status', {}], []],
    [
      'as its target, by an operation that takes no manifest',
      ['disable', { zone, level: 'zone', manifest }],
      ['example.com (zone)'],
    ],
    ['not by a manifest that its operation takes to print', ['matrix', { manifest }], []],
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
  const zones = ['a.test', 'b.test'].map((name) => ({
    zone: name,
    expiryWarning: 1,
    enable: true,
    expected: [],
  }));
  const job: Job = { operation: 'status', zones };
  expect(settledBy(of('status', { manifest: 'x.yml' }), job)).toEqual([
    'status by manifest x.yml',
    'a.test (status by manifest x.yml)',
    'b.test (status by manifest x.yml)',
  ]);
  expect(settledBy(of('status', { zone }), job)).toEqual(['example.com (status)']);
});

test('a rotation settles the names of its manifest and of every zone in it, each once', async () => {
  const hosts = target('level: hostname', 'hostnames: x.a.test') + target('level: zone');
  const zones = `${estate(hosts, 'a.test')}${estate(target('level: zone'), 'b.test').replace('zones:\n', '')}`;
  const result = await read({ ...AROUND, manifest: zones }, { BOTH: 'text' });
  expect(result.kind === 'valid' ? settledBy(of('rotate', { manifest: 'x.yml' }), result.job) : []).toEqual([
    'manifest x.yml',
    'a.test (manifest x.yml)',
    'b.test (manifest x.yml)',
  ]);
});

test('a job that knows no zones of a manifest settles its names alone', () => {
  const request = { zone: 'a.test', level: undefined, what: { kind: 'expired' } } as const;
  expect(settledBy(of('rotate', { manifest: 'x.yml' }), { operation: 'delete', request })).toEqual([
    'manifest x.yml',
  ]);
});
