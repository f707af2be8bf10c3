import { fields, type Fields } from './issue-client.ts';

/** The variables of the step (docs.github.com: "Variables reference"). */
type Variables = Readonly<Record<string, string | undefined>>;

export interface Repository {
  readonly owner: string;
  readonly name: string;
}

type TriggerEvent =
  | {
      readonly kind: 'release';
      readonly tag: string | undefined;
      readonly url: string | undefined;
      readonly prerelease: boolean;
    }
  | { readonly kind: 'manual' }
  | { readonly kind: 'schedule'; readonly cron: string | undefined }
  | { readonly kind: 'repository-dispatch'; readonly eventType: string | undefined }
  /** Rare: a reusable workflow normally sees the event of its caller. */
  | { readonly kind: 'workflow-call' }
  | { readonly kind: 'workflow-run'; readonly after: string | undefined }
  | { readonly kind: 'push'; readonly commit: string | undefined }
  | { readonly kind: 'pull-request'; readonly number: number | undefined; readonly url: string | undefined }
  | { readonly kind: 'other'; readonly event: string }
  /** No event: run by hand outside GitHub Actions, or the context could not be read. */
  | { readonly kind: 'none' };

/** What every trigger knows, as far as it is known. Addresses are made here and safe to link to. */
export type Trigger = TriggerEvent & {
  readonly actor: string | undefined;
  /** Short name of the branch or tag. */
  readonly ref: string | undefined;
  readonly workflow: string | undefined;
  readonly repository: Repository | undefined;
  readonly runUrl: string | undefined;
  /** Why secrets are not given to this run, if so. */
  readonly secretsWithheld: 'fork' | 'dependabot' | undefined;
};

/**
 * What started the run. Everything in it is untouched foreign text: it must be made harmless before it is printed.
 * `@actions/github` knows the same, but loading it takes an HTTP client that most runs never need. Never throws.
 *
 * @param event the payload of the workflow's event, as GitHub sent it
 */
export function readTrigger(env: Variables, event: unknown): Trigger {
  const payload = fields(event);
  const repository = readRepository(env['GITHUB_REPOSITORY'], payload);
  const home = homeOf(env['GITHUB_SERVER_URL'], repository);
  const runId = naturalNumber(Number(env['GITHUB_RUN_ID']));
  const actor = text(env['GITHUB_ACTOR']) ?? text(fields(payload['sender'])['login']);
  const name = text(env['GITHUB_EVENT_NAME']);
  const cause = readEvent(name, payload, home, text(env['GITHUB_SHA']));
  return {
    actor,
    ref: text(env['GITHUB_REF'])?.replace(/^refs\/(?:heads|tags|pull)\//u, ''),
    workflow: text(env['GITHUB_WORKFLOW']),
    repository,
    runUrl: home !== undefined && runId !== undefined ? `${home}/actions/runs/${runId}` : undefined,
    secretsWithheld: withheld(cause, payload, actor, name),
    ...cause,
  };
}

function readEvent(
  name: string | undefined,
  payload: Fields,
  home: string | undefined,
  sha: string | undefined,
): TriggerEvent {
  switch (name) {
    case undefined:
      return { kind: 'none' };
    case 'release': {
      const release = fields(payload['release']);
      const tag = text(release['tag_name']);
      return { kind: 'release', tag, url: tagUrl(home, tag), prerelease: release['prerelease'] === true };
    }
    case 'workflow_dispatch':
      return { kind: 'manual' };
    case 'schedule':
      return { kind: 'schedule', cron: text(payload['schedule']) };
    case 'repository_dispatch':
      return { kind: 'repository-dispatch', eventType: text(payload['action']) };
    case 'workflow_call':
      return { kind: 'workflow-call' };
    case 'workflow_run':
      return { kind: 'workflow-run', after: text(fields(payload['workflow_run'])['name']) };
    case 'push':
      return { kind: 'push', commit: sha };
    case 'pull_request':
    case 'pull_request_target': {
      const number =
        naturalNumber(payload['number']) ?? naturalNumber(fields(payload['pull_request'])['number']);
      const known = home !== undefined && number !== undefined;
      return { kind: 'pull-request', number, url: known ? `${home}/pull/${number}` : undefined };
    }
    default:
      return { kind: 'other', event: name };
  }
}

/** A pull request from a fork and a run of Dependabot get no Actions secrets; `_target` does. */
function withheld(
  event: TriggerEvent,
  payload: Fields,
  actor: string | undefined,
  name: string | undefined,
): Trigger['secretsWithheld'] {
  if (actor === 'dependabot[bot]' && (event.kind === 'push' || event.kind === 'pull-request')) {
    return 'dependabot';
  }
  if (name !== 'pull_request') return undefined;
  const pull = fields(payload['pull_request']);
  const head = fields(fields(pull['head'])['repo']);
  const base = text(fields(fields(pull['base'])['repo'])['full_name']);
  if (base === undefined) return undefined;
  // The repository of a deleted fork is null: then the head is certainly not the base.
  return text(head['full_name']) === base ? undefined : 'fork';
}

/** Why secrets are empty in this run and what to do, or undefined if the trigger is no reason. */
export function withheldSentence({ secretsWithheld }: Trigger): string | undefined {
  if (secretsWithheld === undefined) return undefined;
  return `${WITHHELD[secretsWithheld]}, so the certificate, the key and the token are empty here. Run the rotation on release, by hand or on a schedule instead.`;
}

const WITHHELD = {
  fork: 'GitHub gives no secrets to a pull request from a fork',
  dependabot: 'GitHub gives a run started by Dependabot only the secrets of Dependabot',
};

function readRepository(given: string | undefined, payload: Fields): Repository | undefined {
  const [owner = '', name = ''] = (given ?? '').split('/');
  if (owner !== '' && name !== '') return properName(owner, name);
  const told = fields(payload['repository']);
  return properName(text(fields(told['owner'])['login']), text(told['name']));
}

function properName(owner: string | undefined, name: string | undefined): Repository | undefined {
  const proper = /^(?!\.{1,2}$)[\w.-]{1,100}$/u;
  if (owner === undefined || name === undefined) return undefined;
  return proper.test(owner) && proper.test(name) ? { owner, name } : undefined;
}

/** Address of the repository; only of a web server, so that a link can be nothing else. */
function homeOf(serverUrl: string | undefined, repository: Repository | undefined): string | undefined {
  const address = text(serverUrl) ?? 'https://github.com';
  if (repository === undefined || !URL.canParse(address)) return undefined;
  const server = new URL(address);
  if (server.protocol !== 'https:' && server.protocol !== 'http:') return undefined;
  return `${server.origin}/${repository.owner}/${repository.name}`;
}

function tagUrl(home: string | undefined, tag: string | undefined): string | undefined {
  if (home === undefined || tag === undefined || /\.\.|^[./]|\/$|[\p{Cc}\p{Cf}]/u.test(tag)) return undefined;
  return `${home}/releases/tag/${tag.split('/').map(urlSegment).join('/')}`;
}

/** A part of an address; also without the marks that mean something in Markdown. */
function urlSegment(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /[!'()*~_]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A text with something in it, cut to a length no honest name has, without broken characters. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const cut = value.slice(0, 500).toWellFormed();
  return cut.trim() === '' ? undefined : cut;
}

function naturalNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
