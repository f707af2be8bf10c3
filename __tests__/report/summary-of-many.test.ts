import { describe, expect, test } from '@jest/globals';
import { renderSummary } from '../../src/report/rendered-report.ts';
import { MOST_BYTES } from '../../src/report/targets-section.ts';
import { ESTATE, FAILED_API, ROLLED_BACK } from './samples-gone-wrong.ts';
import { FIRST_SET_UP, HOSTS_ROTATED, MANUAL, OLD, run, UNCHANGED, ZONE_ROTATED } from './samples.ts';

describe('the summary of many targets', () => {
  test('counts the outcomes, says what expires first, and folds a line for each target', () => {
    const text = renderSummary(run(ESTATE), MANUAL).split('\n');
    expect(text[0]).toBe('## ❌ 30 targets: 1 failed, 1 rolled back, 18 rotated, 10 unchanged');
    expect(text[2]).toMatch(/^- \*\*In force:\*\* 30 certificates, the first until 2026-12-05, 12 days left: /u);
    expect(text).toContain('<details><summary>All 30 targets</summary>');
    expect(text).toContain('| `zone-20.example (zone)` | ❌ Failed | in 90 days |');
    expect(text.filter((line) => line.startsWith('| `zone-'))).toHaveLength(30);
    const few = renderSummary(run(ESTATE.slice(0, 3)), MANUAL);
    expect(few).not.toContain('<summary>All');
    expect(few).toContain('| `zone-1.example (zone)` |');
  }); // prettier-ignore

  test('opens the details of what went wrong and folds the rest together', () => {
    const text = renderSummary(run(ESTATE), MANUAL);
    expect(text.match(/<details open><summary>[^<]*/gu)).toEqual([
      '<details open><summary>❌ Failed: ',
      '<details open><summary>⏪ Rolled back: ',
    ]);
    expect(text.indexOf('<details open>')).toBeLessThan(text.indexOf('<summary>All 30 targets'));
    expect(text).toContain('<summary>Details of 28 targets</summary>');
    expect(text.match(/<summary>✅/gu)).toHaveLength(28);
  });

  test('says for how many every check passed, and nothing of a check where the last one did not', () => {
    const [above] = renderSummary(run([ZONE_ROTATED, HOSTS_ROTATED]), MANUAL).split('| Target');
    expect(above).toContain('- ✅ **Evidence:** every check passed for both targets\n');
    const last = { ...ZONE_ROTATED.evidence.at(-1)!, verdict: 'inconclusive' } as const;
    const unclear = { ...ZONE_ROTATED, evidence: [...ZONE_ROTATED.evidence, last] };
    const text = renderSummary(run([unclear, HOSTS_ROTATED, ROLLED_BACK]), MANUAL);
    expect(text).toContain('every check passed for 1 of 3 targets');
    expect(renderSummary(run([unclear, ROLLED_BACK]), MANUAL)).not.toContain('every check passed');
  });

  test('tells failures of one kind once, and names the others', () => {
    const failed = ['a', 'b', 'c', 'd'].map((name) => ({ ...ROLLED_BACK, name }));
    const text = renderSummary(run([...failed, { ...FAILED_API, name: 'e' }]), MANUAL);
    expect(text.match(/<details open>/gu)).toHaveLength(2);
    expect(text).toContain('**The same happened to 3 more targets:** `b`, `c`, `d`\n');
    expect(text).toContain('<summary>Details of 3 targets</summary>');
  });

  test('says a warning of several targets once', () => {
    const warned = ['a', 'b'].map((name) => ({ ...HOSTS_ROTATED, name }));
    const [above] = renderSummary(run(warned), MANUAL).split('<details>');
    expect(above?.match(/⚠ .*/gu)).toEqual([`⚠ a and 1 more: ${HOSTS_ROTATED.warnings[0]?.sentence}`]);
  });

  test('says a warning of what failed once, however much failed', () => {
    const failed = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      ...ROLLED_BACK,
      name,
      warnings: [{ reason: 'ISSUER_CHANGES', sentence: `The issuer of ${name} changes.` }],
    }));
    const text = renderSummary(run(failed), MANUAL);
    for (const { warnings } of failed) expect(text.split(warnings[0]?.sentence ?? '-').length - 1).toBe(1);
  });

  test('drops details, then lines, before it grows past the limit', () => {
    const long = { ...ROLLED_BACK, hostnames: Array.from({ length: 900 }, (_, at) => `h${at}.example.com`) };
    const text = renderSummary(run(Array.from({ length: 200 }, () => ({ ...long }))), MANUAL);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    expect(text).toMatch(/The details of \d+ targets are left out: GitHub shows at most 1 MiB here\./u);
    const many = renderSummary(run(Array.from({ length: 40_000 }, () => UNCHANGED)), MANUAL);
    expect(Buffer.byteLength(many)).toBeLessThanOrEqual(MOST_BYTES);
    expect(many).toMatch(/and \d+ more/u);
  });

  test('says where nothing or something else is in force, and counts warnings', () => {
    const text = renderSummary(
      run([
        { ...HOSTS_ROTATED, name: 'a', inForce: OLD },
        { ...FIRST_SET_UP, name: 'b', inForce: undefined },
        {
          ...FIRST_SET_UP,
          name: 'c',
          inForce: { ...OLD, id: undefined, daysLeft: undefined, notAfter: undefined },
        },
      ]),
      MANUAL,
    ).split('\n');
    expect(text[0]).toBe('## ✅ 3 targets: all rotated');
    expect(text[2]).toBe('- **In force:** 1 certificate until 2026-12-05, 12 days left: `a`');
    expect(text).toContain('| `a` | ✅ Rotated, 1 warning | in 12 days (not the new one) |');
    expect(text).toContain('| `b` | ✅ Rotated | – |');
    expect(text).toContain('| `c` | ✅ Rotated | an unknown day (not the new one) |');
  });
});
