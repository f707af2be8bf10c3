import { keepIssue, unkept, type IssueUpkeep } from './github/issue-upkeep.ts';
import type { Trigger } from './github/trigger.ts';
import type { Host } from './host.ts';
import type { PublishSettings } from './inputs/run-settings.ts';
import { issueWish } from './report/issue-text.ts';
import { plain } from './report/limits.ts';
import type { Findings } from './report/problems.ts';

/**
 * Keeps the repository's one issue up to date, if asked for, and says where it is; a dry run leaves it alone.
 * Whatever goes wrong here is a warning: it never fails the run.
 */
export async function publishIssue(
  host: Host,
  { openIssue, githubToken, dryRun }: PublishSettings,
  findings: Findings,
  trigger: Trigger,
): Promise<void> {
  if (!openIssue || githubToken === undefined || dryRun) return;
  const kept = await keep(host, githubToken, findings, trigger);
  switch (kept.kind) {
    case 'nothing':
      return;
    case 'warning':
      return host.sink.annotate('warning', 'Issue', kept.sentence);
    case 'opened':
    case 'reopened':
    case 'updated':
    case 'closed':
      host.sink.line(`Issue no. ${kept.number} was ${kept.kind}.`);
      return host.sink.outputs({ 'issue-url': addressOf(kept.url) });
  }
}

/** Of a web page or of nothing: it came from outside. */
function addressOf(url = ''): string {
  return /^https?:$/u.test(URL.canParse(url) ? new URL(url).protocol : '') ? plain(url, 1000) : '';
}

async function keep(host: Host, token: string, findings: Findings, trigger: Trigger): Promise<IssueUpkeep> {
  const { repository } = trigger;
  if (repository === undefined) return unkept('the run does not know its repository.');
  try {
    const client = await host.loadIssueClient(token, repository);
    const now = host.clock.wall();
    const clean = (text: string): string => host.sink.clean(text);
    // Each by itself: in the line that remembers them all, a piece of a secret would take the others with it.
    const problems = findings.problems.map((problem) => ({
      ...problem,
      sentence: clean(problem.sentence),
      remedy: clean(problem.remedy),
    }));
    const wish = (body: string | undefined): ReturnType<typeof issueWish> =>
      issueWish(body, { ...findings, problems }, trigger, now);
    return await keepIssue(client, wish, clean);
  } catch {
    return unkept('its client could not be loaded. The next run tries again.');
  }
}
