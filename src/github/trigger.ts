import { fields, type Fields } from './issue-client.ts';

/** The variables of the step (docs.github.com: "Variables reference"). */
type Variables = Readonly<Record<string, string | undefined>>;

export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** What started the run, as far as it is known. Addresses are made here and safe to link to. */
export interface Trigger {
  /** GitHub's name for it. None: run by hand outside GitHub Actions, or the context could not be read. */
  readonly event: string | undefined;
  /** A release's tag, a schedule's times, a dispatch's type, another workflow, a commit, or a pull request's number. */
  readonly about: string | undefined;
  /** Of the release or the pull request. */
  readonly url: string | undefined;
  readonly prerelease: boolean;
  readonly actor: string | undefined;
  /** Short name of the branch or tag. */
  readonly ref: string | undefined;
  readonly workflow: string | undefined;
  readonly repository: Repository | undefined;
  readonly runUrl: string | undefined;
  readonly secretsWithheld: 'fork' | 'dependabot' | undefined;
}

/**
 * What started the run. Everything in it is untouched foreign text: it must be made harmless before it is printed.
 * `@actions/github` knows the same, but loading it takes an HTTP client that most runs never need. Never throws.
 *
 * @param payloadOfEvent as GitHub sent it
 */
export function readTrigger(env: Variables, payloadOfEvent: unknown): Trigger {
  const payload = fields(payloadOfEvent);
  const repository = readRepository(env['GITHUB_REPOSITORY'], payload);
  const home = homeOf(env['GITHUB_SERVER_URL'], repository);
  const runId = naturalNumber(Number(env['GITHUB_RUN_ID']));
  const actor = text(env['GITHUB_ACTOR']) ?? text(fields(payload['sender'])['login']);
  const event = text(env['GITHUB_EVENT_NAME']);
  const about = text(event === 'push' ? env['GITHUB_SHA'] : ABOUT.get(event ?? '')?.(payload));
  return {
    event,
    about,
    url: home !== undefined && about !== undefined ? urlOf(event, home, about) : undefined,
    prerelease: fields(payload['release'])['prerelease'] === true,
    actor,
    ref: text(env['GITHUB_REF'])?.replace(/^refs\/(?:heads|tags|pull)\//u, ''),
    workflow: text(env['GITHUB_WORKFLOW']),
    repository,
    runUrl: home !== undefined && runId !== undefined ? `${home}/actions/runs/${runId}` : undefined,
    secretsWithheld: withheld(event, payload, actor),
  };
}

/** What an event is about, as its payload tells it. */
const ABOUT: ReadonlyMap<string, (payload: Fields) => unknown> = new Map([
  ['release', (payload) => fields(payload['release'])['tag_name']],
  ['schedule', (payload) => payload['schedule']],
  ['repository_dispatch', (payload) => payload['action']],
  ['workflow_run', (payload) => fields(payload['workflow_run'])['name']],
  ['pull_request', numberOf],
  ['pull_request_target', numberOf],
]);

function numberOf(payload: Fields): string | undefined {
  const pull = fields(payload['pull_request']);
  return (naturalNumber(payload['number']) ?? naturalNumber(pull['number']))?.toString();
}

function urlOf(event: string | undefined, home: string, about: string): string | undefined {
  if (isPull(event)) return `${home}/pull/${about}`;
  return event === 'release' ? tagUrl(home, about) : undefined;
}

function isPull(event: string | undefined): boolean {
  return event === 'pull_request' || event === 'pull_request_target';
}

/** A pull request from a fork and a run of Dependabot get no Actions secrets; `_target` does. */
function withheld(
  event: string | undefined,
  payload: Fields,
  actor: string | undefined,
): Trigger['secretsWithheld'] {
  if (actor === 'dependabot[bot]' && (event === 'push' || isPull(event))) return 'dependabot';
  if (event !== 'pull_request' && event !== 'pull_request_review') return undefined;
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

function tagUrl(home: string, tag: string): string | undefined {
  if (/\.\.|^[./]|\/$|[\p{Cc}\p{Cf}]/u.test(tag)) return undefined;
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
