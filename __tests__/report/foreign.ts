import * as fc from 'fast-check';
import type { TargetResult } from '../../src/rotation/result.ts';
import type { CertificateFacts } from '../../src/zone/result-parts.ts';
import { seen } from './samples.ts';

/** Text as a stranger would write it, and results full of it. */

const BAIT = [
  '@octocat', '<img src=x onerror=alert(1)>', '</details>', '</code>', '<!--', '-->', '`', '``', '```', '|', '||',
  '\\', '\\|', '\\`', '::error::x', '::set-output name=a::b', '##[error]x', '###[add-mask]y', '\n', '\r\n', '\n\n', '\t',
  '[a](javascript:alert(1))', '![a](https://evil.example/i.png)', 'https://evil.example/a?b=c', 'www.evil.example',
  'a@evil.example', 'mailto:a@b.example', '#12', 'acme/site#3', 'GH-7', ':tada:', '0a:ab:cd', 'deadbeef1', '***',
  '**b**', '__b__', '_i_', 'a_b_c', '~~s~~', '$x$', '# h', '- l', '1. l', '> q', '---', '===', ':--', '&amp;', '&#64;x',
  '\u202e', '\u200b', '\u2066', '\ufeff', '\u001b[31m', '\u0000', '\ud800', '\u2028', '\u0085', '’', 'é', 'ß', '漢', ' ',
  'graph TD; click a call b()', '%%{init: {}}%%', 'section', ';', '"', "'", '{', '}', '(', ')', '[', ']', '!',
]; // prettier-ignore

export const foreign: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...BAIT), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 8 })
  .chain((parts) => fc.constantFrom('', ' ').map((glue) => parts.join(glue)))
  // A stranger may write these words; the tests look for them as signs of a mistake of ours.
  .map((text) => text.replaceAll(/undefined|null|NaN|Invalid Date/gu, 'x'));

const maybe = fc.option(foreign, { nil: undefined });
const moment = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(0, 253402300799000, 9e18, -1));
const facts: fc.Arbitrary<CertificateFacts> = fc.record({
  id: maybe,
  fingerprint: maybe,
  fingerprintSha1: maybe,
  serialNumber: maybe,
  subject: maybe,
  issuer: maybe,
  notAfter: fc.option(fc.oneof(moment, fc.constant(Number.NaN)), { nil: undefined }),
  daysLeft: fc.option(fc.oneof(fc.integer({ min: -9, max: 900 }), fc.constant(Number.NaN)), {
    nil: undefined,
  }),
});

const failure = fc.record({
  code: fc.constantFrom('API_REFUSED' as const, 'VERIFICATION_FAILED' as const),
  happened: foreign,
  inForce: maybe,
  remedy: foreign,
  details: fc.array(foreign, { maxLength: 4 }),
});

export const foreignTarget: fc.Arbitrary<TargetResult> = fc.record({
  name: foreign,
  zone: fc.record({ asked: foreign, id: maybe, name: maybe }),
  level: fc.constantFrom('zone' as const, 'hostname' as const),
  hostnames: fc.array(foreign, { maxLength: 15 }),
  outcome: fc.constantFrom('rotated', 'unchanged', 'planned', 'rolled-back', 'failed'),
  changed: fc.boolean(),
  reason: fc.constant('REASON'),
  sentence: foreign,
  stood: maybe,
  successor: facts,
  inForce: fc.option(facts, { nil: undefined }),
  before: fc.array(
    fc.record({
      hostname: foreign,
      certificateId: maybe,
      enabled: fc.option(fc.boolean(), { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
  predecessors: fc.array(
    facts.chain((one) => foreign.map((why) => ({ ...one, fate: 'kept' as const, why }))),
    { maxLength: 3 },
  ),
  spared: fc.array(
    facts.chain((one) => foreign.map((why) => ({ ...one, reason: 'OTHER_LINEAGE', why }))),
    { maxLength: 3 },
  ),
  phases: fc.array(
    fc.record({
      name: fc.constantFrom('observe' as const, 'upload' as const, 'probe' as const),
      startedAt: moment,
      endedAt: moment,
      outcome: fc.constantFrom('done', 'skipped', 'planned', 'failed', 'interrupted'),
      detail: foreign,
    }),
    { maxLength: 4 },
  ),
  evidence: fc.array(
    fc
      .record({ to: foreign, served: maybe, sentence: foreign, at: moment })
      .map((rest) => seen('after', 1, rest)),
    { maxLength: 4 },
  ),
  warnings: fc.array(fc.record({ reason: fc.constant('W'), sentence: foreign }), { maxLength: 3 }),
  failure: fc.option(failure, { nil: undefined }),
});
