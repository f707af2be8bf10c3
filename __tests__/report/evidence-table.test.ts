import { describe, expect, test } from '@jest/globals';
import { evidenceTables } from '../../src/report/evidence-table.ts';
import { ROLLED_BACK } from './samples-gone-wrong.ts';
import { NEW, OLD, seen, ZONE_ROTATED } from './samples.ts';

test('before, after and after the rollback stand below each other, each with what was served', () => {
  expect(evidenceTables(ROLLED_BACK).split('\n')).toEqual([
    '`https://app.example.com/healthz` through Cloudflare',
    '',
    '| When | Seen from this runner |',
    '| --- | --- |',
    '| Before<br>23:04:11 | ✅ **200**<br>The origin answered as before.<br>Served: the previous certificate `a79f2ca79f2ca79f 2ca79f2ca79f2ca7 9f2ca79f2ca79f2c a79f2ca79f2ca79f` |',
    '| After<br>23:04:39 | ❌ **400**<br>The origin refused the client certificate.<br>Served: the new certificate `5b9f2c5b9f2c5b9f 2c5b9f2c5b9f2c5b 9f2c5b9f2c5b9f2c 5b9f2c5b9f2c5b9f` |',
    '| After rollback<br>23:04:56 | ✅ **200**<br>The origin answered as before.<br>Served: the previous certificate `a79f2ca79f2ca79f 2ca79f2ca79f2ca7 9f2ca79f2ca79f2c a79f2ca79f2ca79f` |',
  ]);
});

test('probes with the same result are one line', () => {
  const text = evidenceTables(ZONE_ROTATED);
  expect(text).toContain('| After<br>23:04:42 – 23:06:40 | ✅ **200**, 6 times<br>');
  expect(text).toContain('`203.0.113.7:443` straight to the origin');
});

const ZEROS = `00${'b7'.repeat(31)}`;

describe('what was served is named', () => {
  const serial = '00A1B2';
  const successor = { ...NEW, serialNumber: serial };
  test.each([
    ['a serial in hex', 'a1b2', 'the new certificate '],
    ['a serial with colons', '00:A1:B2', 'the new certificate '],
    ['a serial in decimal', String(0xa1b2), 'the new certificate '],
    ['a fingerprint in capitals', NEW.fingerprint?.toUpperCase() ?? '', 'the new certificate '],
    ['the former fingerprint', OLD.fingerprint ?? '', 'the previous certificate '],
    ['what nginx calls the fingerprint, a SHA-1', NEW.fingerprintSha1 ?? '', 'the new certificate '],
    ['a fingerprint without the zeros it began with', ZEROS.slice(2).toUpperCase(), 'the new certificate '],
    ['something else', 'ffff', ''],
  ])('%s', (what, served, name) => {
    const fingerprint = what.includes('zeros') ? ZEROS : NEW.fingerprint;
    const target = { ...ZONE_ROTATED, successor: { ...successor, fingerprint } };
    const text = evidenceTables({ ...target, evidence: [seen('after', 1, { served })] });
    expect(text).toContain(`Served: ${name}\``);
  });

  test('a serial that is no number names nobody', () => {
    const odd = { ...NEW, serialNumber: 'x', fingerprint: undefined };
    const bare = { ...ZONE_ROTATED, successor: odd, inForce: undefined, predecessors: [{ ...OLD, serialNumber: undefined, fate: 'kept' as const, why: '' }] };
    expect(evidenceTables({ ...bare, evidence: [seen('after', 1, { served: 'x' })] })).toContain('Served: `x`');
  }); // prettier-ignore
});

test('many sights and many places are cut with a word', () => {
  const sights = Array.from({ length: 20 }, (_, status) => seen('after', 1, { status, verdict: 'inconclusive' }));
  expect(evidenceTables({ ...ZONE_ROTATED, evidence: sights })).toContain('| … | 8 more |');
  const places = Array.from({ length: 21 }, (_, at) => seen('after', 1, { to: `https://${at}.example`, status: undefined }));
  expect(evidenceTables({ ...ZONE_ROTATED, evidence: places })).toMatch(/And 1 more place\.$/u);
}); // prettier-ignore
