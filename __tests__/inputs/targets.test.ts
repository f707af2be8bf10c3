import { describe, expect, test } from '@jest/globals';
import type { Finding, Preflight } from '../../src/certificate/preflight.ts';
import { readLeaf, type Leaf } from '../../src/certificate/leaf.ts';
import { PrivateKey } from '../../src/certificate/private-key.ts';
import type { TargetRequest } from '../../src/inputs/job.ts';
import { toTargets, type RunPreflight } from '../../src/inputs/targets.ts';

const NOW = Date.UTC(2026, 10, 23);
import { estate, target, AROUND } from '../corpus/manifest-texts.ts';
import { make } from '../certificate/support/certificates.ts';
import { read, valueAt } from './support.ts';

const finding = (severity: Finding['severity'], reason = severity.toUpperCase()): Finding => ({
  reason,
  severity,
  input: 'certificate',
  sentence: `\`certificate\` is odd: ${reason}.`,
});
const leafOf = (serial: string): Leaf => {
  const leaf = readLeaf(make({ serial }).pem);
  if (leaf === undefined) throw new Error('the certificate was to be readable');
  return leaf;
};
const LEAVES = [leafOf('11'), leafOf('12')] as const;
const KEY = new PrivateKey(make().keys.privateKey);
const passed = (leaf: Leaf, ...findings: readonly Finding[]): Preflight => ({
  kind: 'passed',
  successor: { leaf, key: KEY, vouchedByCa: false, clientCa: [], chain: [] },
  findings,
});
const refused =
  (...findings: readonly Finding[]): RunPreflight =>
  () =>
    Promise.resolve({ kind: 'refused', findings });

async function requests(manifest?: string): Promise<readonly TargetRequest[]> {
  const inputs = await read(manifest === undefined ? {} : { ...AROUND, manifest }, { BOTH: 'text' });
  if (inputs.kind !== 'valid' || inputs.job.operation !== 'rotate')
    throw new Error('the inputs were to be sound');
  return inputs.job.requests;
}

const TWO = estate(target('level: zone') + target('level: hostname', 'hostnames: a.example.com'));

describe('targets', () => {
  test('are made of requests whose certificates passed, with what only the world can settle', async () => {
    const given = await requests();
    const seen: unknown[] = [];
    const preflight: RunPreflight = (...asked) => {
      seen.push(asked);
      return Promise.resolve(
        passed(
          LEAVES[0],
          finding('warn'),
          finding('refuse-unless-origin-check'),
          finding('refuse-unless-in-force'),
        ),
      );
    };
    const result = await toTargets(given, preflight, NOW);
    expect(seen).toEqual([
      [
        given[0]?.pasted,
        {
          minimumValidityMs: 604_800_000,
          expiryWarningMs: 2_592_000_000,
          clientCa: undefined,
          originGiven: false,
        },
      ],
    ]);
    expect(result).toMatchObject({
      kind: 'targets',
      warnings: [{ reason: 'WARN', input: 'certificate', sentence: '`certificate` is odd: WARN.' }],
      targets: [
        {
          name: 'example.com (zone)',
          zone: 'example.com',
          level: 'zone',
          otherTargets: [],
          conditional: [finding('refuse-unless-origin-check'), finding('refuse-unless-in-force')],
        },
      ],
    });
    expect(Object.keys(Object(valueAt(result, 'targets.0')))).not.toContain('pasted');
  });

  test('know the certificates of the other targets of the run', async () => {
    const leaves = [...LEAVES];
    const preflight: RunPreflight = () => Promise.resolve(passed(leaves.shift() ?? LEAVES[0]));
    const ofLeaf = (index: 0 | 1) => ({ fingerprint: LEAVES[index].fingerprint, deletePrevious: true });
    const result = await toTargets(await requests(TWO), preflight, NOW);
    expect(result).toMatchObject({
      kind: 'targets',
      targets: [{ otherTargets: [ofLeaf(1)] }, { otherTargets: [ofLeaf(0)] }],
    });
  });

  test('are refused with the findings of all of them, each with its target', async () => {
    const preflight = refused(finding('warn'), finding('refuse', 'OLD'));
    expect(await toTargets(await requests(TWO), preflight, NOW)).toEqual({
      kind: 'refused',
      problems: ['example.com (a.example.com)', 'example.com (zone)'].map((name) => ({
        reason: 'OLD',
        input: 'certificate',
        sentence: '`certificate` is odd: OLD.',
        target: name,
      })),
    });
  });

  test('are refused as a whole if one of them is', async () => {
    let count = 0;
    const preflight: RunPreflight = () =>
      Promise.resolve(++count === 1 ? passed(LEAVES[0]) : { kind: 'refused', findings: [finding('refuse')] });
    expect(await toTargets(await requests(TWO), preflight, NOW)).toMatchObject({
      kind: 'refused',
      problems: [{ reason: 'REFUSE', target: 'example.com (zone)' }],
    });
  });

  test('name no target in a problem where there is only one', async () => {
    const result = await toTargets(await requests(), refused(finding('refuse')), NOW);
    expect(result).toEqual({
      kind: 'refused',
      problems: [{ reason: 'REFUSE', input: 'certificate', sentence: '`certificate` is odd: REFUSE.' }],
    });
  });
});
