import type { GithubContext } from './trigger.ts';

/**
 * What the runner says about the workflow, read from its variables and the file of the event. The context of
 * `@actions/github` holds the same, but loading it takes an HTTP client that most runs never need, and it
 * prints by itself where the file is missing.
 * @param env the variables of the step (docs.github.com: "Variables reference")
 * @param readEvent the text of the file that `GITHUB_EVENT_PATH` names; undefined: it cannot be read
 */
export function readContext(
  env: Readonly<Record<string, string | undefined>>,
  readEvent: (path: string) => string | undefined,
): GithubContext {
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const path = env['GITHUB_EVENT_PATH'] ?? '';
  return {
    eventName: env['GITHUB_EVENT_NAME'],
    payload: path === '' ? undefined : parsed(readEvent(path)),
    actor: env['GITHUB_ACTOR'],
    ref: env['GITHUB_REF'],
    sha: env['GITHUB_SHA'],
    workflow: env['GITHUB_WORKFLOW'],
    runId: Number(env['GITHUB_RUN_ID']),
    serverUrl: env['GITHUB_SERVER_URL'],
    repo: { owner, repo },
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
