import { describe, expect, test } from '@jest/globals';
import type { TargetResult } from '../../src/rotation/result.ts';
import { MOST_BYTES, renderEarlyFailure, renderSummary } from '../../src/report/summary.ts';
import { ESTATE, FAILED_API, FAILED_EARLY, PLANNED, ROLLED_BACK } from './samples-gone-wrong.ts';
import { facts, FIRST_SET_UP, HOSTS_ROTATED, MANUAL, NEW, OLD, RELEASE, run } from './samples.ts';
import { UNCHANGED, ZONE_ROTATED } from './samples.ts';

function lines(target: TargetResult): readonly string[] {
  return renderSummary(run([target]), MANUAL).split('\n');
}

describe('the summary of one target', () => {
  test('begins with the outcome, the sentence and what started it', () => {
    expect(
      renderSummary(run([ZONE_ROTATED]), RELEASE)
        .split('\n')
        .slice(0, 6),
    ).toEqual([
      '## ✅ Rotated: example.com (zone)',
      '',
      ZONE_ROTATED.sentence,
      '',
      'Started by release [`v1.4.0`](https://github.com/acme/site/releases/tag/v1.4.0), published by `octocat` ([this run](https://github.com/acme/site/actions/runs/42)).',
      '',
    ]);
  });

  test('has a table of the certificate', () => {
    const table = lines(ZONE_ROTATED).filter((line) => line.startsWith('| ')).slice(0, 9); // prettier-ignore
    expect(table).toEqual([
      '|  | New certificate, in force |',
      '| --- | --- |',
      '| Zone | `example.com` `023e105f4ecef8ad9ca31a8372d0c353` |',
      '| Level | zone |',
      `| Certificate | \`${OLD.id}\` → \`${NEW.id}\` |`,
      '| SHA-256 | `5b9f2c5b9f2c5b9f 2c5b9f2c5b9f2c5b 9f2c5b9f2c5b9f2c 5b9f2c5b9f2c5b9f` |',
      `| Serial | \`${NEW.serialNumber}\` |`,
      '| Issuer | `CN=Example Origin Pull CA R2,O=Example GmbH,C=DE` |',
      '| Valid until | 2027-02-21 23:04 UTC, 90 days left |',
    ]);
  });

  test('ends with the span and the calls', () =>
    expect(lines(ZONE_ROTATED).at(-2)).toBe(
      "Began 2026-11-23 23:04 UTC, took 2 min 38 s, with 9 calls to Cloudflare's API. All times are UTC.",
    ));

  test('names the steps, and those skipped', () => {
    expect(lines(ZONE_ROTATED)).toContain('| ✅ Wait for active | 23:04:13<br>28 s | Active after 28 s. |');
    expect(lines(ZONE_ROTATED)).toContain('Skipped: Switch on (It is on already).');
    const silent = { ...ZONE_ROTATED.phases[0]!, outcome: 'skipped' as const, detail: '' };
    expect(lines({ ...ZONE_ROTATED, phases: [silent] })).toContain('Skipped: Observe.');
  });

  test.each([
    ['first set-up', FIRST_SET_UP, `none before → \`${NEW.id}\``],
    ['unchanged', UNCHANGED, `\`${NEW.id}\` (no change)`],
    ['planned', PLANNED, `\`${OLD.id}\` → a new one, its id comes with the upload`],
    ['planned from nothing', { ...PLANNED, predecessors: [], inForce: undefined }, 'none now → a new one, its id comes with the upload'],
    ['adopted', { ...ZONE_ROTATED, predecessors: [] }, `\`${NEW.id}\``],
    ['rolled back', ROLLED_BACK, `\`${OLD.id}\` → \`${NEW.id}\` → back to \`${OLD.id}\``],
    ['rolled back to nothing', { ...ROLLED_BACK, predecessors: [], inForce: undefined, firstSetUp: true }, `none before → \`${NEW.id}\` → back to none`],
    ['failed before the upload', FAILED_EARLY, `\`${OLD.id}\` → nothing uploaded`],
  ])('shows the change: %s', (_, target, cell) => expect(lines(target)).toContain(`| Certificate | ${cell} |`)); // prettier-ignore

  test.each([
    [
      'a failure after the change took effect',
      FAILED_API,
      'Not finished, but the new certificate is in force',
    ],
    ['a failure before', FAILED_EARLY, 'Not finished'],
    ['a rollback', ROLLED_BACK, 'Rolled back to the previous certificate'],
  ])('heads the table of %s', (_, target, head) => expect(lines(target)).toContain(`|  | ${head} |`));

  test('tells what is in force apart from what is not', () => {
    const text = lines(ROLLED_BACK);
    expect(text.indexOf(`| **In force** | \`${OLD.id}\` |`)).toBeGreaterThan(0);
    expect(text.indexOf(`| **Withdrawn** | \`${NEW.id}\` |`)).toBeGreaterThan(
      text.indexOf(`| **In force** | \`${OLD.id}\` |`),
    );
    expect(lines(FAILED_EARLY)).toContain('| **Not in force** | no id yet |');
  });

  test('says what happened, what is in force and what to do', () => {
    const text = lines(ROLLED_BACK);
    expect(text).toContain('**What happened:** The origin of app.example.com refused the new certificate.');
    expect(text).toContain(
      `**In force now:** The previous certificate \`${OLD.id}\` is in force for all three hostnames. The new one was deleted.`,
    );
    expect(text).toContain(
      '**What to do:** Make the origin trust the issuer of the new certificate, then run again.',
    );
  });

  test('folds a long error', () => {
    const text = lines(FAILED_API);
    const happened = text.find((line) => line.startsWith('**What happened:**')) ?? '';
    expect(happened.length).toBeLessThan(450);
    expect(happened).toMatch(/\.$/u);
    expect(text).toContain('<details><summary>Details (33 lines)</summary>');
  });

  test('cuts an error that is one endless sentence', () => {
    const failure = { ...FAILED_API.failure!, happened: 'endless '.repeat(100), details: [] };
    const happened = lines({ ...FAILED_API, failure }).find((line) => line.startsWith('**What happened:**'));
    expect(happened).toMatch(/endless…$/u);
  });

  test('names what was left alone, what is kept, and warns', () => {
    const text = lines(HOSTS_ROTATED);
    expect(text).toContain(
      `- \`${facts('d4').id}\`, valid until 2026-11-03 23:04 UTC: No hostname uses it, but its issuer is another. To delete it: operation: delete with this id.`,
    );
    expect(text).toContain(
      `- ➖ \`${facts('c3').id}\`, valid until 2026-12-23 23:04 UTC: **still in use**. shop.example.com, which is not part of this target, still uses it.`,
    );
    expect(text).toContain(`- ${HOSTS_ROTATED.warnings[0]?.sentence}`);
  });

  test('shows a dozen hostnames and folds the rest', () => {
    const hostnames = Array.from({ length: 100 }, (_, index) => `h${index}.example.com`);
    const text = lines({ ...HOSTS_ROTATED, hostnames });
    expect(text.find((line) => line.startsWith('| Hostnames'))).toContain('`h11.example.com` and 88 more');
    expect(text).toContain('<details><summary>All 100 hostnames</summary>');
    expect(text).toContain('h99.example.com');
  });

  test('lists no more than is useful', () => {
    const warnings = Array.from({ length: 40 }, (_, index) => ({ reason: 'W', sentence: `no. ${index}` }));
    expect(lines({ ...ZONE_ROTATED, warnings })).toContain('- And 15 more.');
  });

  test('of a dry run shows the plan in the same table, without a chart', () => {
    const text = lines(PLANNED);
    expect(text[0]).toBe('## 📝 Planned: example.com (app.example.com and 2 more)');
    expect(text).toContain('**Dry run:** nothing was changed.');
    expect(text).toContain('| 📝 Grace period | Wait for 2 min. |');
    expect(text).not.toContain('```mermaid');
  });

  test('never grows past the limit, and still says what happened', () => {
    const hostnames = Array.from({ length: 1000 }, () => '漢'.repeat(260));
    const evidence = Array.from({ length: 300 }, (_, index) => ({
      ...ROLLED_BACK.evidence[0]!,
      to: `https://${index % 20}.example`,
      status: index,
      sentence: '漢'.repeat(600),
    }));
    const text = renderSummary(run([{ ...ROLLED_BACK, hostnames, evidence }]), MANUAL);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    expect(text).toContain('**What happened:**');
    expect(text).toContain('The rest is left out');
  });
});

test('a result that is too long without a failure says so; calls that are no number count as none', () => {
  const phases = Array.from({ length: 3000 }, () => ({
    ...ZONE_ROTATED.phases[0]!,
    detail: '漢'.repeat(590),
  }));
  const text = renderSummary(run([{ ...ZONE_ROTATED, phases }], { calls: { a: Number.NaN, b: 1 } }), MANUAL);
  expect(text).toContain('The rest is left out');
  expect(text).toContain("with 1 call to Cloudflare's API.");
});

test('a certificate of which nothing is known has nothing to copy', () => {
  const unknown = { id: undefined, fingerprint: undefined, fingerprintSha1: undefined, serialNumber: undefined, subject: undefined, issuer: undefined, notAfter: undefined, daysLeft: undefined };
  const text = lines({ ...ZONE_ROTATED, successor: unknown, inForce: undefined });
  expect(text).toContain('| SHA-256 | – |');
  expect(text.filter((line) => line.includes('values to copy'))).toEqual([]);
}); // prettier-ignore

describe('the summary of many targets', () => {
  test('counts the outcomes, worst first, and has a line for each target', () => {
    const text = renderSummary(run(ESTATE), MANUAL).split('\n');
    expect(text[0]).toBe('## ❌ 30 targets: 1 failed, 1 rolled back, 18 rotated, 10 unchanged');
    expect(text).toContain('| zone-20.example (zone) | ❌ Failed | 2027-02-21, 90 days left |');
    expect(text.filter((line) => line.startsWith('| zone-'))).toHaveLength(30);
    expect(text.filter((line) => line === '```mermaid')).toHaveLength(1);
    expect(text).toContainEqual(expect.stringMatching(/^ {4}1 zone-1\.example zone, 1\.1 s :2001/u));
  }); // prettier-ignore

  test('opens the details of what went wrong and folds the rest', () => {
    const text = renderSummary(run(ESTATE), MANUAL);
    expect(text.match(/<details open><summary>[^<]*/gu)).toEqual([
      '<details open><summary>❌ Failed: ',
      '<details open><summary>⏪ Rolled back: ',
    ]);
    expect(text.match(/<summary>✅/gu)).toHaveLength(28);
  });

  test('drops details, then lines, before it grows past the limit', () => {
    const long = { ...ROLLED_BACK, hostnames: Array.from({ length: 900 }, (_, at) => `h${at}.example.com`) };
    const text = renderSummary(run(Array.from({ length: 200 }, () => long)), MANUAL);
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
    expect(text).toContain(`| a | ✅ Rotated, 1 warning | 2026-12-05, 12 days left (not the new one) |`);
    expect(text).toContain('| b | ✅ Rotated | – |');
    expect(text).toContain('| c | ✅ Rotated | unknown (not the new one) |');
  });
});

test.each([
  ['failed', '## ❌ Failed before any target'],
  ['unchanged', '## ✅ Nothing to do'],
] as const)('without targets a run that %s says so', (outcome, head) =>
  expect(renderSummary(run([], { outcome }), MANUAL).split('\n')[0]).toBe(head),
);

test('an early failure says that nothing was changed', () => {
  const failure = { ...FAILED_EARLY.failure!, inForce: undefined, details: [] };
  expect(renderEarlyFailure(failure, MANUAL)).toBe(
    [
      '## ❌ Failed before anything was changed',
      '**What happened:** The issuer of the new certificate is not the issuer of the one in force, and nothing vouches for it.',
      '**What to do:** Give client-ca or origin so that the change can be checked, or set accept-issuer-change: true.',
      'Started by hand, by `octocat` on `main` ([this run](https://github.com/acme/site/actions/runs/42)).\n',
    ].join('\n\n'),
  );
});

test('ticks a rotation only where somebody looked', () => {
  const warnings = [{ reason: 'NOBODY_LOOKS', sentence: 'Evidence: none.' }];
  const unwatched = { ...ZONE_ROTATED, evidence: [], warnings };
  const alone = renderSummary(run([unwatched]), MANUAL);
  expect(alone).toMatch(/^## ❔ Rotated: /u);
  expect(alone).toContain('**Evidence: none.** Nobody looked whether visitors get through.');
  expect(renderSummary(run([unwatched, ZONE_ROTATED]), MANUAL)).toMatch(/\| ❔ Rotated, 1 warning \|/u);
  expect(renderSummary(run([ZONE_ROTATED]), MANUAL)).toMatch(/^## ✅ Rotated: /u);
});
