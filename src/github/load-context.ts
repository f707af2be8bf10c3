import type { GithubContext } from './trigger.ts';

/**
 * The workflow context of `@actions/github`, loaded only when a report is written because loading it
 * costs time. Undefined where it cannot be read: an event file that is not JSON throws on loading.
 */
export async function loadContext(
  load: () => Promise<{ readonly context: GithubContext }> = () => import('@actions/github'),
): Promise<GithubContext | undefined> {
  try {
    const { context } = await load();
    const { eventName, payload, actor, ref, sha, workflow, runId, serverUrl } = context;
    return { eventName, payload, actor, ref, sha, workflow, runId, serverUrl, repo: repoOf(context) };
  } catch {
    return undefined;
  }
}

/** The getter throws outside a workflow. */
function repoOf(context: GithubContext): unknown {
  try {
    return context.repo;
  } catch {
    return undefined;
  }
}
