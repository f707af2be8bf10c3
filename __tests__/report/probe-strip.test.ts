import { describe, expect, test } from '@jest/globals';
import { evidenceLines, everyAnswer, legendOf } from '../../src/report/probe-strip.ts';
import { ROLLED_BACK } from './samples-gone-wrong.ts';
import { NEW, OLD, seen, ZONE_ROTATED } from './samples.ts';

test('a roll-back shows the answers before, during and after it, a mark each', () => {
  const failing = seen('after', 29, { verdict: 'fail', status: 520, sentence: 'It broke off.' });
  const [before, , back] = ROLLED_BACK.evidence;
  const evidence = [before!, seen('after', 28), failing, failing, back!, back!];
  expect(evidenceLines({ ...ROLLED_BACK, evidence })).toEqual([
    '`https://app.example.com/healthz` through Cloudflare: before ✅ 200 with the previous certificate; after ✅ 200, then ❌❌ 520; after rolling back ✅✅ 200 with the previous certificate',
  ]);
  expect(legendOf({ evidence })).toMatch(/^Each mark is one probe: ✅ passed, ❌ failed/u);
});

test('what was seen straight at the origin is told in its own words', () => {
  const [, origin] = evidenceLines(ZONE_ROTATED).toSorted();
  expect(origin).toMatch(/^`https:.* after ✅✅✅✅✅✅ 200 with the new certificate$/u);
  expect(evidenceLines(ZONE_ROTATED)).toContain(
    '`203.0.113.7:443` straight to the origin: ✅ Let in with the new certificate, refused without one.',
  );
  expect(legendOf(ZONE_ROTATED)).toBe('');
  const evidence = [seen('before', 1, { via: 'origin', verdict: 'fail', sentence: 'It refuses it.' })];
  const failure = { ...ROLLED_BACK.failure!, happened: 'Stopped. It refuses it.' };
  expect(evidenceLines({ evidence, failure })[0]).toMatch(/straight to the origin: ❌ see above$/u);
  expect(everyAnswer({ evidence })).not.toContain('edge nearest');
});

test('the fold has every answer with its moment, its sentence and what was served', () => {
  const text = everyAnswer(ROLLED_BACK);
  expect(text).toContain('<summary>Evidence, answer by answer (3)</summary>');
  expect(text).toContain(
    `23:04:39 ❌ after, https://app.example.com/healthz 400: The origin refused the client certificate. Served: the new certificate, ${NEW.fingerprint}`,
  );
  expect(everyAnswer({ evidence: [] })).toBe('');
});

const ZEROS = `00${'b7'.repeat(31)}`;

describe('what was served is named', () => {
  const serial = '00A1B2';
  const successor = { ...NEW, serialNumber: serial };
  test.each([
    ['a serial in hex', 'a1b2', 'the new certificate'],
    ['a serial with colons', '00:A1:B2', 'the new certificate'],
    ['a serial in decimal', String(0xa1b2), 'the new certificate'],
    ['a fingerprint in capitals', NEW.fingerprint?.toUpperCase() ?? '', 'the new certificate'],
    ['the former fingerprint', OLD.fingerprint ?? '', 'the previous certificate'],
    ['what nginx calls the fingerprint, a SHA-1', NEW.fingerprintSha1 ?? '', 'the new certificate'],
    ['a fingerprint without the zeros it began with', ZEROS.slice(2).toUpperCase(), 'the new certificate'],
    ['something else', 'ffff', 'another certificate'],
  ])('%s', (what, served, name) => {
    const fingerprint = what.includes('zeros') ? ZEROS : NEW.fingerprint;
    const target = { ...ZONE_ROTATED, successor: { ...successor, fingerprint } };
    const [line] = evidenceLines({ ...target, evidence: [seen('after', 1, { served })] });
    expect(line).toMatch(new RegExp(`after ✅ 200 with ${name}$`, 'u'));
  });

  test('a serial that is no number names nobody, and where none is known no certificate is named', () => {
    const odd = { ...NEW, serialNumber: 'x', fingerprint: undefined };
    const bare = { ...ZONE_ROTATED, successor: odd, inForce: undefined, predecessors: [{ ...OLD, serialNumber: undefined, fate: 'kept' as const, why: '' }] };
    const evidence = [seen('after', 1, { served: 'x' })];
    expect(evidenceLines({ ...bare, evidence })[0]).toMatch(/another certificate$/u);
    expect(everyAnswer({ ...bare, evidence })).toContain('Served: x');
    const shared = seen('after', 2, { served: 'y' });
    expect(evidenceLines({ evidence: [...evidence, shared] })[0]).toMatch(/after ✅✅ 200$/u);
  }); // prettier-ignore
});

test('a place that gave no answer says so; many stretches and places are cut with a word', () => {
  const silent = seen('after', 1, { verdict: 'fail', status: undefined });
  expect(evidenceLines({ evidence: [silent] })[0]).toMatch(/after ❌ no answer$/u);
  const sights = Array.from({ length: 20 }, (_, status) => seen('after', 1, { status }));
  expect(evidenceLines({ evidence: sights })[0]).toMatch(/✅ 11, then …$/u);
  const places = Array.from({ length: 21 }, (_, at) => seen('after', 1, { to: `https://${at}.example` }));
  expect(evidenceLines({ evidence: places }).at(-1)).toBe('And 1 more place.');
  const answers = Array.from({ length: 301 }, () => silent);
  expect(everyAnswer({ evidence: answers })).toContain('… and 1 more');
});
