import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readTrigger } from '../../src/github/trigger.ts';
import { variablesOf } from '../github/workflow.ts';
import { closingLines } from '../../src/report/rendered-report.ts';
import { annotationsFor } from '../../src/report/rendered-report.ts';
import { code, prose } from '../../src/report/markdown.ts';
import { issueWish } from '../../src/report/issue-text.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { findingsOf } from '../../src/report/problems.ts';
import { renderEarlyFailure, renderSummary } from '../../src/report/rendered-report.ts';
import { alive, brokenRows } from './alive.ts';
import { foreign, foreignTarget } from './foreign.ts';
import { MANUAL, run, START } from './samples.ts';

const RUNS = { numRuns: 150 };
const MISTAKES = /\bundefined\b|\bnull\b|\bNaN\b|Invalid Date|\[object /u;

/** A trigger whose every text is foreign. */
const trigger = fc
  .record({
    eventName: fc.constantFrom(
      'release',
      'schedule',
      'repository_dispatch',
      'workflow_run',
      'push',
      'pull_request',
      'x',
    ),
    text: foreign,
  })
  .map(({ eventName, text }) =>
    readTrigger(
      variablesOf({
        eventName: eventName === 'x' ? text : eventName,
        actor: text,
        ref: `refs/heads/${text}`,
        sha: text,
        runId: 7,
        repository: 'acme/site',
      }),
      { release: { tag_name: text }, schedule: text, action: text, workflow_run: { name: text } },
    ),
  );

describe('the judge itself', () => {
  test.each([
    ['a mention', 'hello @octocat'],
    ['a tag', 'x <b>'],
    ['a link', 'see https://a.example'],
    ['a tag after an escaped backtick', String.raw`\`<b>\``],
    ['a command', '  ::error::x'],
    ['a command inside a line', 'x ##[error]'],
    ['a fence left open', '```text\nx'],
    ['a mark that turns text round', 'a\u202eb'],
  ])('sees %s', (_, markdown) => expect(alive(markdown)).not.toEqual([]));

  test('lets code pass', () => expect(alive('a `<b> @x` b')).toEqual([]));
  test('sees a row with a cell too many', () =>
    expect(brokenRows('| a |\n| - |\n| b | c |')).toHaveLength(1));
});

describe('foreign text', () => {
  test('comes alive nowhere in the summary of one target', () => {
    fc.assert(
      fc.property(foreignTarget, trigger, (target, cause) => {
        const summary = renderSummary(run([target]), cause);
        expect(alive(summary)).toEqual([]);
        expect(brokenRows(summary)).toEqual([]);
        expect(summary).not.toMatch(MISTAKES);
      }),
      RUNS,
    );
  });

  test('comes alive nowhere in the summary of several targets', () => {
    fc.assert(
      fc.property(fc.array(foreignTarget, { minLength: 2, maxLength: 4 }), (targets) => {
        const summary = renderSummary(run(targets), MANUAL);
        expect(alive(summary)).toEqual([]);
        expect(brokenRows(summary)).toEqual([]);
        expect(summary).not.toMatch(MISTAKES);
      }),
      { numRuns: 60 },
    );
  });

  test('comes alive nowhere in the issue or an early failure, also when the issue is written again', () => {
    fc.assert(
      fc.property(foreignTarget, foreignTarget, (one, other) => {
        const first = issueWish(
          undefined,
          findingsOf(run([one]), () => 1e12),
          MANUAL,
          START,
        );
        const second = issueWish(
          first.body,
          findingsOf(run([other]), () => 1e12),
          MANUAL,
          START,
        );
        expect([...alive(first.body), ...alive(second.body)]).toEqual([]);
        expect(second.body).not.toMatch(MISTAKES);
        const early = one.failure === undefined ? '' : renderEarlyFailure(one.failure, MANUAL);
        expect(alive(early)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('stays on one line without commands in log, annotations and outputs', () => {
    fc.assert(
      fc.property(fc.array(foreignTarget, { minLength: 1, maxLength: 3 }), (targets) => {
        const result = run(targets);
        const outputs = Object.values(renderOutputs(result));
        const texts = annotationsFor(result).map(({ text }) => text);
        for (const line of [...closingLines(result), ...texts, ...outputs]) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]|^\s*::|##\[/u);
        }
        for (const line of [...closingLines(result), ...texts]) expect(line).not.toMatch(MISTAKES);
      }),
      RUNS,
    );
  });

  test('inline text is one line whatever comes', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        expect(`${prose(text)}${code(text)}`).not.toMatch(/[\n\r|]/u);
        expect(alive(prose(text))).toEqual([]);
        expect(alive(`x ${code(text)} y`)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
