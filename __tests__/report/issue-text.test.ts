import { describe, expect, test } from '@jest/globals';
import { hiddenHead, isOurs, rememberedProblems, issueWish } from '../../src/report/issue-text.ts';
import {
  findingsOf,
  findingsOfFailure,
  nameOfRun,
  type Findings,
  findingsOfStatus,
} from '../../src/report/problems.ts';
import { FAILED_EARLY, PLANNED, ROLLED_BACK } from './samples-gone-wrong.ts';
import { finding, status, zone } from './samples-operations.ts';
import { facts, MANUAL, run, START, UNCHANGED, ZONE_ROTATED } from './samples.ts';

const DAY = 86_400_000;
const NOBODY = { ...MANUAL, event: undefined, runUrl: undefined };

function found(target: string, kind: 'due' | 'failed' = 'failed', seenAt = START): Findings {
  return { covers: [target], problems: [{ target, kind, sentence: `${target} broke.`, remedy: 'Mend it.', seenAt }] };
} // prettier-ignore

function well(...targets: readonly string[]): Findings {
  return { covers: targets, problems: [] };
}

describe('what a run finds', () => {
  test('is a failure, or a certificate that is due', () => {
    const due = { ...UNCHANGED, name: 'due', inForce: facts('e1', 9) };
    const fine = { ...UNCHANGED, name: 'fine', inForce: facts('e1', 31) };
    const nameless = { ...UNCHANGED, name: 'unknown', inForce: undefined };
    const { covers, problems } = findingsOf(run([ROLLED_BACK, due, fine, nameless]), () => 30 * DAY);
    expect(covers).toEqual([ROLLED_BACK.name, 'due', 'fine', 'unknown']);
    expect(problems.map(({ target, kind }) => [target, kind])).toEqual([
      [ROLLED_BACK.name, 'failed'],
      ['due', 'due'],
    ]);
    expect(problems[1]?.sentence).toBe('The certificate in force is valid until 2026-12-02, 8 days left.');
  });

  test('of a dry run is only what is due', () =>
    expect(findingsOf(run([PLANNED]), () => 30 * DAY).problems.map(({ kind }) => kind)).toEqual(['due']));

  test('without a failure is the sentence', () => {
    const [problem] = findingsOf(run([{ ...ROLLED_BACK, failure: undefined }]), () => DAY).problems;
    expect(problem).toMatchObject({ sentence: ROLLED_BACK.sentence, remedy: 'See the summary of the run.' });
  });

  test('before there is a result is about what the run was for', () =>
    expect(findingsOfFailure(FAILED_EARLY.failure!, START, ['a (zone)', 'b (zone)']).problems).toMatchObject([
      { target: 'a (zone)', kind: 'failed' },
      { target: 'b (zone)', kind: 'failed' },
    ]));

  test('settles nothing of a target that was not started, though its run came to a result', () => {
    const idle = { ...UNCHANGED, name: 'idle', outcome: 'not-started' as const };
    expect(findingsOf(run([UNCHANGED, idle]), () => DAY, ['idle', 'manifest x.yml']).covers).toEqual([
      'manifest x.yml',
      UNCHANGED.name,
    ]);
  });

  test('is told by the workflow, where the inputs do not say what it was for', () =>
    expect([nameOfRun('Rotate'), nameOfRun(undefined)]).toEqual(['workflow Rotate', 'the run itself']));
});

describe('the issue', () => {
  test('is closed when nothing is wrong', () => {
    const wish = issueWish(
      undefined,
      findingsOf(run([ZONE_ROTATED]), () => DAY),
      MANUAL,
      START,
    );
    expect(wish.kind).toBe('closed');
    expect(wish.comment).toBe(
      '[The latest run](https://github.com/acme/site/actions/runs/42) found that all is well again.',
    );
    expect(issueWish(undefined, well(), NOBODY, START).comment).toBe(
      'The latest run found that all is well again.',
    );
  });

  test('names what failed before what is due, and what to do', () => {
    const findings = { covers: [], problems: [...found('b', 'due').problems, ...found('c').problems, ...found('a').problems] };
    const wish = issueWish(undefined, findings, MANUAL, START);
    expect(wish).toMatchObject({ kind: 'open', title: 'Origin pull certificates: 3 targets need attention' });
    expect(wish.body.match(/^### .*$/gmu)).toEqual(['### ❌ Failed: a', '### ❌ Failed: c', '### 📅 Due: b']);
    expect(wish.body).toContain('**What to do:** Mend it.');
    expect(isOurs(wish.body)).toBe(true);
  }); // prettier-ignore

  test('remembers what other jobs found, and forgets it when they find it well', () => {
    const one = issueWish(undefined, found('a'), MANUAL, START).body;
    const two = issueWish(one, found('b'), MANUAL, START);
    expect(two.title).toBe('Origin pull certificates: 2 targets need attention');
    const three = issueWish(two.body, well('a'), MANUAL, START);
    expect(three).toMatchObject({
      kind: 'open',
      title: 'Origin pull certificates: 1 target needs attention',
    });
    expect(issueWish(three.body, well('b'), MANUAL, START).kind).toBe('closed');
  });

  test('forgets a target no run has spoken of for five weeks', () => {
    const { body } = issueWish(undefined, found('gone'), MANUAL, START);
    expect(issueWish(body, well('a'), MANUAL, START + 34 * DAY).kind).toBe('open');
    expect(issueWish(body, well('a'), MANUAL, START + 36 * DAY).kind).toBe('closed');
  });

  test('a run that failed as a whole is forgotten at the next result of its like, and of no other', () => {
    const early = findingsOfFailure(FAILED_EARLY.failure!, START, ['a (zone)']);
    const { body } = issueWish(undefined, early, MANUAL, START);
    expect(issueWish(body, well('b (zone)'), MANUAL, START).kind).toBe('open');
    expect(issueWish(body, well('a (zone)'), MANUAL, START).kind).toBe('closed');
  });

  test.each([
    ['under another name', {}, 'closed'],
    ['of a zone that was not listed whole', { hostnamesComplete: false }, 'open'],
    ['of another zone', { zone: { asked: 'b.test', id: 'b'.repeat(32), name: 'b.test' } }, 'open'],
    ['of a zone that could not be read', { outcome: 'failed' as const, hostnamesComplete: false }, 'open'],
  ])('what was due %s is settled as far as the zone was seen', (_, more, kind) => {
    const due = { outcome: 'due' as const, findings: [finding('due', 'a.test (api.a.test and 1 more)')] };
    const { body } = issueWish(undefined, findingsOfStatus(status([zone('a.test', due)])), MANUAL, START);
    expect(rememberedProblems(body)).toMatchObject([{ kind: 'due', zone: 'a.test'.padEnd(32, '0') }]);
    expect(issueWish(body, findingsOfStatus(status([zone('a.test', more)])), MANUAL, START).kind).toBe(kind);
  });

  test('a rotation that failed is nothing a status check settles', () => {
    const { body } = issueWish(undefined, found('a.test (zone)'), MANUAL, START);
    expect(issueWish(body, findingsOfStatus(status([zone('a.test')])), MANUAL, START).kind).toBe('open');
  });

  test('stays as short as GitHub demands', () => {
    const problems = Array.from({ length: 400 }, (_, at) => ({ ...found(`t${at}`).problems[0]!, sentence: '漢'.repeat(400), remedy: '' }));
    const { body } = issueWish(undefined, { covers: [], problems }, MANUAL, START);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/^And \d+ more: see the summary of the run\.$/mu);
  }); // prettier-ignore

  test('shows at least the count where not one problem fits', () => {
    const problems = [
      { ...found('x').problems[0]!, sentence: '漢'.repeat(30_000), remedy: '漢'.repeat(30_000) },
    ];
    expect(issueWish(undefined, { covers: [], problems }, MANUAL, START).body).toContain('And 1 more');
  });
});

const hide = (state: unknown): string => `<!-- origin-pull-certificates:state=1 ${JSON.stringify(state)} -->`;

describe('the memory of the issue', () => {
  const good = found('a').problems[0]!;
  test('cannot end its comment, and comes back as it was', () => {
    const bad = { ...good, sentence: 'a --> <!-- --- b' };
    expect(hiddenHead([bad]).match(/-->/gu)).toHaveLength(2);
    expect(rememberedProblems(hiddenHead([bad]))).toEqual([bad]);
    expect(rememberedProblems(hiddenHead([{ ...good, zone: 'z' }]))).toEqual([{ ...good, zone: 'z' }]);
  });
  test('comes back as it was', () => expect(rememberedProblems(hiddenHead([good]))).toEqual([good]));
  test.each([
    ['no text', undefined],
    ['no memory', 'hello'],
    ['no JSON', '<!-- origin-pull-certificates:state=1 [a] -->'],
    ['something after it', `${hide([good])} `],
    ['no objects', hide([null, 1, 'x'])],
    ['missing texts', hide([{ kind: 'due', seenAt: 1 }])],
    ['an unknown kind', hide([{ ...good, kind: 'x' }])],
    ['no time', hide([{ ...good, seenAt: 'x' }])],
  ])('is empty with %s', (_, body) => expect(rememberedProblems(body)).toEqual([]));
}); // prettier-ignore
