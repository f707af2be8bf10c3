/** What a runner tells of a workflow. */
export interface Workflow {
  readonly eventName?: string | undefined;
  readonly payload?: unknown;
  readonly actor?: string | undefined;
  readonly ref?: string | undefined;
  readonly sha?: string | undefined;
  readonly workflow?: string | undefined;
  readonly runId?: number | string | undefined;
  readonly serverUrl?: string | undefined;
  readonly repository?: string | undefined;
}

/** Its variables, as the runner sets them. */
export function variablesOf(one: Workflow): Readonly<Record<string, string | undefined>> {
  return {
    GITHUB_EVENT_NAME: one.eventName,
    GITHUB_ACTOR: one.actor,
    GITHUB_REF: one.ref,
    GITHUB_SHA: one.sha,
    GITHUB_WORKFLOW: one.workflow,
    GITHUB_RUN_ID: one.runId === undefined ? undefined : String(one.runId),
    GITHUB_SERVER_URL: one.serverUrl,
    GITHUB_REPOSITORY: one.repository,
  };
}
