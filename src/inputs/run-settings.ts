import { readApiBaseUrl } from './api-base-url.ts';
import { readChoice } from './choice.ts';
import type { Environment } from './environment.ts';
import { always, inputLookup } from './fields.ts';
import { booleanOf, durationOf } from './policy.ts';
import { complain, inputField } from './problem.ts';
import type { Report } from './problem.ts';
import { isPlaceholder, rawInput } from './raw.ts';
import { OPERATIONS } from './settings.ts';
import type { Operation, RunSettings } from './settings.ts';
import { subjectOf } from './subject.ts';
import { readToken, stripBearer } from './token.ts';

/** The operation; undefined where the word is none, which is reported. */
export function readOperation(env: Environment, report: Report): Operation | undefined {
  return readChoice(always(inputLookup(env), 'operation'), OPERATIONS, report);
}

/** What holds for the whole run. */
export function readRunSettings(env: Environment, operation: Operation, report: Report): RunSettings {
  const lookup = inputLookup(env);
  const openIssue = booleanOf(lookup, 'open-issue', report);
  return {
    operation,
    subject: subjectOf(operation, env),
    token: readToken(inputField('api-token', rawInput(env, 'api-token')), env, report),
    apiBaseUrl: readApiBaseUrl(always(lookup, 'api-base-url'), report),
    timeout: durationOf(lookup, 'timeout', report),
    dryRun: booleanOf(lookup, 'dry-run', report),
    openIssue,
    githubToken: readGithubToken(env, openIssue, report),
    onFailure: readChoice(always(lookup, 'on-failure'), ['stop', 'continue'], report) ?? 'stop',
  };
}

function readGithubToken(env: Environment, needed: boolean, report: Report): string | undefined {
  const token = stripBearer(rawInput(env, 'github-token'));
  const field = inputField('github-token', '');
  const cure =
    'Leave it out, so that it is `${{ github.token }}`, and grant the job `permissions: issues: write`.';
  if (/[^\w.~+/=-]/u.test(token) && !isPlaceholder(token)) {
    complain(report, field, 'TOKEN_CHARACTERS', 'has characters that no token has', cure);
    return undefined;
  }
  const absent = token === '' || isPlaceholder(token);
  if (absent && needed)
    complain(report, field, 'INPUT_MISSING', 'is empty, and `open-issue: true` needs it', cure);
  return absent ? undefined : token;
}
