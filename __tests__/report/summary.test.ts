import { describe, expect, test } from '@jest/globals';
import type { TargetResult } from '../../src/rotation/result.ts';
import { closingLines, renderEarlyFailure, renderSummary } from '../../src/report/rendered-report.ts';
import { MOST_BYTES } from '../../src/report/targets-section.ts';
import { FAILED_API, FAILED_EARLY, PLANNED, ROLLED_BACK } from './samples-gone-wrong.ts';
import { facts, HOSTS_ROTATED, MANUAL, NEW, OLD, RELEASE, run, START } from './samples.ts';
import { UNCHANGED, ZONE_ROTATED } from './samples.ts';

function lines(target: TargetResult): readonly string[] {
  return renderSummary(run([target]), MANUAL).split('\n');
}

describe('the summary of one target', () => {
  test('is one glance: outcome, what is in force, what was seen, what was deleted; the rest is folded', () => {
    const text = renderSummary(run([ZONE_ROTATED]), RELEASE);
    const glance = text.replaceAll(/<details>.*?<\/details>\n\n/gsu, '').split('\n');
    expect(glance).toEqual([
      '## ✅ Rotated: example.com (zone)',
      '',
      ZONE_ROTATED.sentence,
      '',
      `- **In force:** \`${NEW.subject}\` until 2027-02-21, 90 days left`,
      '- **Evidence:** `https://app.example.com/healthz` through Cloudflare: before ✅ 200 with the previous certificate; after ✅✅✅✅✅✅ 200 with the new certificate',
      '- **Evidence:** `203.0.113.7:443` straight to the origin: ✅ Let in with the new certificate, refused without one.',
      `- **Deleted:** \`${OLD.subject}\` until 2026-12-05 (\`${OLD.id}\`)`,
      '',
      "Started by release [`v1.4.0`](https://github.com/acme/site/releases/tag/v1.4.0), published by `octocat` ([this run](https://github.com/acme/site/actions/runs/42)). Began 2026-11-23 23:04 UTC, took 2 min 38 s, with 9 calls to Cloudflare's API. All times are UTC.",
      '',
    ]);
    expect(text.match(/<summary>[^<]*/gu)).toEqual([
      '<summary>Values to copy',
      '<summary>Evidence, answer by answer (8)',
      '<summary>Timeline (7 steps)',
    ]);
  });

  test('of an issued certificate says who signed it and when the next one comes', () => {
    const renewal = { signer: 'The authority "CN=Root"', dueAt: START + 40 * 86_400_000 };
    expect(lines({ ...ZONE_ROTATED, renewal })).toContain(
      '- **Signed by:** the authority "CN=Root". **Next renewal:** the first run after 2027-01-02 23:04 UTC',
    );
    expect(lines({ ...ZONE_ROTATED, renewal: { ...renewal, dueAt: undefined } })).toContain(
      '- **Signed by:** the authority "CN=Root"',
    );
  });

  test('has the values of all certificates to copy', () => {
    const text = lines(ROLLED_BACK);
    for (const line of ['new certificate:', 'certificate in force:']) expect(text).toContain(line);
    expect(lines(ZONE_ROTATED)).toContain('previous certificate:');
    expect(text).not.toContain('previous certificate:');
    for (const line of [`id=${NEW.id}`, `sha256=${NEW.fingerprint}`, `serial=${NEW.serialNumber}`, `id=${OLD.id}`])
      expect(text).toContain(line);
    expect(text).toContain('zone id=023e105f4ecef8ad9ca31a8372d0c353');
    expect(lines(ZONE_ROTATED)).not.toContain('certificate in force:');
  }); // prettier-ignore

  test('names the steps, and those skipped', () => {
    expect(lines(ZONE_ROTATED)).toContain('- 23:04:13 ✅ **Wait for active** (28 s): Active after 28 s.');
    expect(lines(ZONE_ROTATED)).toContain('Skipped: Switch on (It is on already).');
    const silent = { ...ZONE_ROTATED.phases[6]!, outcome: 'skipped' as const, detail: '' };
    expect(lines({ ...ZONE_ROTATED, phases: [ZONE_ROTATED.phases[0]!, silent] })).toContain(
      'Skipped: Observe again.',
    );
  });

  test.each([
    ['unchanged', UNCHANGED, `\`${NEW.subject}\` until 2027-02-21, 90 days left`],
    ['planned', PLANNED, `\`${OLD.subject}\` until 2026-12-05, 12 days left`],
    ['planned from nothing', { ...PLANNED, stood: 'no client certificate', predecessors: [], inForce: undefined }, 'no client certificate'],
    ['planned in the dark', { ...PLANNED, predecessors: [], inForce: undefined }, 'not known'],
    ['not known', { ...ZONE_ROTATED, inForce: undefined }, 'not known'],
    ['another one', { ...ZONE_ROTATED, inForce: OLD }, `\`${OLD.subject}\` until 2026-12-05, 12 days left, which is not the new one`],
    ['by its id', { ...ZONE_ROTATED, inForce: { ...NEW, subject: undefined } }, `\`${NEW.id}\` until 2027-02-21, 90 days left`],
  ])('says what is in force: %s', (_, target, words) => expect(lines(target)).toContain(`- **In force:** ${words}`)); // prettier-ignore

  test('says what happened, what is in force and what to do', () => {
    const text = lines(ROLLED_BACK);
    expect(text).toContain('**What happened:** The origin of app.example.com refused the new certificate.');
    expect(text).toContain(
      `**In force now:** The previous certificate \`${OLD.id}\` is in force for all three hostnames. The new one was deleted. What is in force is valid until 2026-12-05, 12 days left.`,
    );
    const failure = { ...ROLLED_BACK.failure!, inForce: 'As before the run.' };
    expect(lines({ ...ROLLED_BACK, failure })).toContain(
      `**In force now:** \`${OLD.subject}\` until 2026-12-05, 12 days left. As before the run.`,
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

  test('lists several problems, and folds those that are too many for a glance', () => {
    const problems = Array.from({ length: 12 }, (_, at) => `Input ${at + 1} is empty.`);
    const text = lines({
      ...FAILED_EARLY,
      failure: { ...FAILED_EARLY.failure!, happened: problems.join('\n') },
    });
    const at = text.indexOf('**What happened:**');
    expect(text.slice(at + 2, at + 13)).toEqual([...problems.slice(0, 10).map((one) => `- ${one}`), '']);
    expect(text.join('\n').split('Input 12 is empty.')).toHaveLength(2);
  });

  test('cuts an error that is one endless sentence', () => {
    const failure = { ...FAILED_API.failure!, happened: 'endless '.repeat(100), details: [] };
    const happened = lines({ ...FAILED_API, failure }).find((line) => line.startsWith('**What happened:**'));
    expect(happened).toMatch(/endless…$/u);
  });

  test('names what was left alone, what is kept, and warns', () => {
    const text = lines(HOSTS_ROTATED);
    expect(text).toContain('<details><summary>Left alone: 1 certificate</summary>');
    expect(text).toContain(
      `- \`${facts('d4').id}\`, \`${NEW.subject}\` until 2026-11-03, expired 20 days ago: No hostname uses it, but its issuer is another. To delete it: operation: delete with this id.`,
    );
    expect(text).toContain(
      `- **Still in use:** \`${NEW.subject}\` until 2026-12-23, 30 days left (\`${facts('c3').id}\`). shop.example.com, which is not part of this target, still uses it.`,
    );
    expect(text).toContain(`- ⚠ ${HOSTS_ROTATED.warnings[0]?.sentence}`);
  });

  test('says once why a certificate is kept, in the log as well', () => {
    const why = 'shop.example.com changed a moment ago.';
    const warnings = [{ reason: 'PREDECESSOR_KEPT', sentence: `${OLD.id} is kept. ${why}` }];
    const target = { ...ZONE_ROTATED, warnings, predecessors: [{ ...OLD, fate: 'kept', why } as const] };
    expect(lines(target).join('\n').split(why)).toHaveLength(2);
    expect(closingLines(run([target])).join('\n')).not.toContain(why);
  });

  test('does not tell again of the certificate that stayed in force', () => {
    const text = lines(ROLLED_BACK).join('\n');
    expect(text).not.toContain('**Kept:**');
    expect(text.replaceAll(/<details>.*?<\/details>/gsu, '').split('12 days left')).toHaveLength(2);
  });

  test('folds the hostnames', () => {
    const hostnames = Array.from({ length: 100 }, (_, index) => `h${index}.example.com`);
    const text = lines({ ...HOSTS_ROTATED, hostnames });
    expect(text).toContain('<details><summary>100 hostnames, values to copy</summary>');
    expect(text).toContain('hostname=h99.example.com');
  });

  test('lists no more than is useful', () => {
    const warnings = Array.from({ length: 40 }, (_, index) => ({ reason: 'W', sentence: `no. ${index}` }));
    expect(lines({ ...ZONE_ROTATED, warnings })).toContain('- And 15 more.');
  });

  test('of a dry run shows the plan, step by step', () => {
    const text = lines(PLANNED);
    expect(text[0]).toBe('## 📝 Planned: example.com (app.example.com and 2 more)');
    expect(text).toContain('**Dry run:** nothing was changed.');
    expect(text.slice(text.indexOf('**The plan:**')).filter((line) => /^\d\./u.test(line))[2]).toBe(
      '3. wait for 2 min',
    );
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
  expect(text).not.toContain('new certificate:');
  expect(lines({ ...ZONE_ROTATED, inForce: unknown })).toContain('- **In force:** `unknown` until an unknown day, which is not the new one');
}); // prettier-ignore

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

test('does not say that somebody signed who did not', () => {
  const renewal = { signer: 'The command `false`', dueAt: undefined };
  const text = renderSummary(run([{ ...FAILED_EARLY, renewal }]), MANUAL);
  expect(text).toContain('- **Signer:** the command `false`');
});

test('ticks a rotation only where somebody looked', () => {
  const warnings = [{ reason: 'NOBODY_LOOKS', sentence: 'Evidence: none.' }];
  const unwatched = { ...ZONE_ROTATED, evidence: [], warnings };
  const alone = renderSummary(run([unwatched]), MANUAL);
  expect(alone).toMatch(/^## ❓ Rotated: /u);
  expect(alone).toContain('- ⚠ **Evidence:** none.');
  expect(renderSummary(run([unwatched, ZONE_ROTATED]), MANUAL)).toContain(
    '**Evidence:** none for 1 target. ',
  );
  expect(renderSummary(run([unwatched, ZONE_ROTATED]), MANUAL)).toMatch(/\| ❓ Rotated \|/u);
  expect(renderSummary(run([ZONE_ROTATED]), MANUAL)).toMatch(/^## ✅ Rotated: /u);
  const unclear = { ...ZONE_ROTATED, warnings: [{ reason: 'NOT_VERIFIED', sentence: 'It did not pass.' }] };
  expect(renderSummary(run([unclear]), MANUAL)).toMatch(/^## ❓ Rotated: /u);
  expect(renderSummary(run([unclear, ZONE_ROTATED]), MANUAL)).toContain('every check passed for 1 of 2');
  const byBundle = { ...ZONE_ROTATED, evidence: [] };
  expect(renderSummary(run([byBundle]), MANUAL)).toContain('- **Evidence:** `client-ca` ✅ OpenSSL accepts');
  expect(renderSummary(run([byBundle, ZONE_ROTATED]), MANUAL)).toContain('for both targets');
  for (const one of [unwatched, ZONE_ROTATED, { ...byBundle, outcome: 'planned' as const }])
    expect(renderSummary(run([one]), MANUAL)).not.toContain('`client-ca` ✅');
});
