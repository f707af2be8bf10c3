import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/certificate/finding.ts';
import type { Preflight, preflight } from '../../src/certificate/preflight.ts';
import { readLeaf, type Leaf } from '../../src/certificate/leaf.ts';
import type { TrustAnswer } from '../../src/certificate/trust-reasons.ts';
import type { TrustWorld } from '../../src/certificate/trust.ts';
import { PrivateKey } from '../../src/certificate/private-key.ts';
import type { TargetRequest } from '../../src/inputs/job.ts';
import { toTargets } from '../../src/inputs/targets.ts';
import { askAbout } from '../../src/inputs/trusted-targets.ts';

import { estate, target, AROUND } from '../corpus/manifest-texts.ts';
import { make } from '../certificate/support/certificates.ts';
import { read, valueAt } from './support.ts';

type Check = typeof preflight;

const NOW = Date.UTC(2026, 10, 23);
const BUNDLE = make().pem;

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
  trustCase: { leaf, key: KEY, chain: [], clientCa: BUNDLE, originGiven: false, input: 'certificate' },
  findings,
});
const refused =
  (...findings: readonly Finding[]): Check =>
  () => ({ kind: 'refused', findings });

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
    const check: Check = (...asked) => {
      seen.push(asked);
      return passed(
        LEAVES[0],
        finding('warn'),
        finding('refuse-unless-origin-check'),
        finding('refuse-unless-in-force'),
      );
    };
    const result = toTargets(given, NOW, check);
    expect(seen).toEqual([
      [
        given[0]?.pasted,
        {
          minimumValidity: 604_800_000,
          expiryWarning: 2_592_000_000,
          clientCa: undefined,
          originGiven: false,
        },
        NOW,
      ],
    ]);
    expect(result).toMatchObject({
      problems: [],
      warnings: [{ reason: 'WARN', input: 'certificate', sentence: '`certificate` is odd: WARN.' }],
      targets: [
        {
          target: {
            name: 'example.com (zone)',
            zone: 'example.com',
            level: 'zone',
            otherTargets: [],
            conditional: [finding('refuse-unless-origin-check'), finding('refuse-unless-in-force')],
          },
          named: undefined,
        },
      ],
    });
    expect(Object.keys(Object(valueAt(result, 'targets.0.target')))).not.toContain('pasted');
  });

  test('know the certificates of the other targets of the run', async () => {
    const leaves = [...LEAVES];
    const check: Check = () => passed(leaves.shift() ?? LEAVES[0]);
    const ofLeaf = (index: 0 | 1) => ({ fingerprint: LEAVES[index].fingerprint, deletePrevious: true });
    const result = toTargets(await requests(TWO), NOW, check);
    expect(result).toMatchObject({
      targets: [{ target: { otherTargets: [ofLeaf(1)] } }, { target: { otherTargets: [ofLeaf(0)] } }],
    });
  });

  test('are refused with the findings of all of them, each with its target', async () => {
    const check = refused(finding('warn'), finding('refuse', 'OLD'));
    expect(toTargets(await requests(TWO), NOW, check)).toMatchObject({
      targets: [],
      problems: ['example.com (a.example.com)', 'example.com (zone)'].map((name) => ({
        reason: 'OLD',
        input: 'certificate',
        sentence: '`certificate` is odd: OLD.',
        target: name,
      })),
    });
  });

  test('have the problems of the one that is refused', async () => {
    let count = 0;
    const check: Check = () =>
      ++count === 1 ? passed(LEAVES[0]) : { kind: 'refused', findings: [finding('refuse')] };
    expect(toTargets(await requests(TWO), NOW, check)).toMatchObject({
      problems: [{ reason: 'REFUSE', target: 'example.com (zone)' }],
    });
  });

  test('name no target in a problem where there is only one', async () => {
    const result = toTargets(await requests(), NOW, refused(finding('refuse')));
    expect(result).toMatchObject({
      problems: [{ reason: 'REFUSE', input: 'certificate', sentence: '`certificate` is odd: REFUSE.' }],
    });
  });
});

describe('what OpenSSL says', () => {
  const world = (...answers: readonly TrustAnswer[]): TrustWorld => {
    const left = [...answers];
    return {
      askOpenSsl: () => Promise.resolve(left.shift() ?? { kind: 'no-verdict', code: 'ONE_QUESTION_MORE' }),
      clock: { wall: () => NOW },
      sleep: () => Promise.resolve(),
      stop: new AbortController().signal,
    };
  };
  const yes: TrustAnswer = { kind: 'accepted', intermediates: 0 };
  const no: TrustAnswer = { kind: 'refused', code: 'CERT_SIGNATURE_FAILURE' };

  test('vouches for the one it was asked about', async () => {
    const { targets } = toTargets(await requests(TWO), NOW, () => passed(LEAVES[0]));
    const result = await askAbout(targets, world(yes, no, yes));
    expect(result).toMatchObject({
      targets: [
        { name: 'example.com (a.example.com)', successor: { vouchedByCa: true } },
        { name: 'example.com (zone)', successor: { vouchedByCa: false } },
      ],
      problems: [{ target: 'example.com (zone)' }],
    });
  });

  test('joins what only the world can settle, or refuses along with it', async () => {
    const before = finding('refuse-unless-in-force');
    const given = toTargets(await requests(), NOW, () => passed(LEAVES[0], before)).targets;
    const reasonsOf = (some: readonly { readonly reason: string }[]) => some.map(({ reason }) => reason);
    const refusedByBundle = await askAbout(given, world(no, yes));
    expect(refusedByBundle.targets).toMatchObject([{ conditional: [] }]);
    expect(reasonsOf(refusedByBundle.problems)).toEqual([before.reason, 'CLIENT_CA_REFUSES']);
    const refusedAlone = await askAbout(given, world(no, no));
    expect(refusedAlone.problems).toEqual([]);
    expect(refusedAlone.targets.map(({ conditional }) => reasonsOf(conditional))).toEqual([
      [before.reason, 'OPENSSL_REFUSES_CERTIFICATE'],
    ]);
  });
});
