import type { Run } from '../run-once.ts';
import { sentence } from '../sentence.ts';
import type { SentCall, SimulatedWorld } from '../simulated-world.ts';

/** A row of the list of associations, as a run was shown it. */
export interface ShownRow {
  readonly hostname: string;
  readonly cert_id: string;
  readonly enabled: boolean | null;
  readonly status: string;
  readonly updated_at: string;
}

/** A certificate, as a run was shown it. */
export interface ShownCertificate {
  readonly id: string;
  readonly status: string;
  readonly uploaded_on?: string;
}

/** What a run did and saw, in the steps of the models (`proof/`): what went over the wire, and what it told. */
export type Step = { readonly at: number } & (
  | { readonly kind: 'look'; readonly rows: readonly ShownRow[] }
  | { readonly kind: 'row'; readonly row: ShownRow }
  | { readonly kind: 'list'; readonly certificates: readonly ShownCertificate[] }
  /** By its id; without a status there was no answer that could be read. */
  | { readonly kind: 'read'; readonly id: string; readonly status?: string; readonly uploaded_on?: string }
  | { readonly kind: 'visit'; readonly hostname: string; readonly verdict: Verdict; readonly served?: string }
  /** With the id where it was answered: then it is new. */
  | { readonly kind: 'upload'; readonly id?: string }
  | { readonly kind: 'point'; readonly rows: readonly Pick<ShownRow, 'hostname' | 'cert_id' | 'enabled'>[] }
  | { readonly kind: 'switch'; readonly on: boolean }
  | { readonly kind: 'delete'; readonly id: string }
  /** The API told it to stay away for a while. */
  /** `ever`: for longer than any run. */
  | { readonly kind: 'shut'; readonly ever: boolean }
  | { readonly kind: 'end'; readonly outcome: string; readonly pointed: readonly string[] }
);
export type StepOf<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>;
type Verdict = 'passed' | 'refused' | 'unclear';

export function traceOf(world: SimulatedWorld, run: Run): readonly Step[] {
  const { name } = run.process;
  const { level } = world.scenario;
  const calls = world.calls
    .filter(({ by }) => by === name)
    .flatMap((call): readonly Step[] => [...stepsOf(call, level), ...shutBy(call)]);
  const visits = world.visits
    .filter(({ by }) => by === name)
    .map(({ at, hostname, passed, refused, served }): Step => {
      const verdict = passed ? 'passed' : refused ? 'refused' : 'unclear';
      return { kind: 'visit', at, hostname, verdict, ...(served === undefined ? {} : { served }) };
    });
  // Stable: what was sent at one moment stays in its order.
  const steps = [...calls, ...visits].toSorted((one, other) => one.at - other.at);
  return [...steps, ...endOf(world, run)];
}

const BASE = /\/origin_tls_client_auth(?:\/([^?]*))?(?:\?|$)/u;

function stepsOf(call: SentCall, level: 'zone' | 'hostname'): readonly Step[] {
  const { at, method } = call;
  const [, path = ''] = BASE.exec(call.path) ?? [];
  const result = resultOf(call.answered);
  const certificates = level === 'zone' ? '' : 'hostnames/certificates';
  const id = path.startsWith('hostnames/certificates/')
    ? path.slice(23)
    : /^[^/]+$/u.test(path)
      ? path
      : undefined;
  switch (method) {
    case 'POST': {
      const [made] = [result].flat();
      return [{ kind: 'upload', at, ...(typeof made?.id === 'string' ? { id: made.id } : {}) }];
    }
    case 'PUT': {
      const body = JSON.parse(call.body ?? '{}');
      return path === 'settings'
        ? [{ kind: 'switch', at, on: body.enabled }]
        : [{ kind: 'point', at, rows: body.config }];
    }
    case 'DELETE':
      return id === undefined ? [] : [{ kind: 'delete', at, id }];
  }
  if (path === 'settings') return [];
  // One of which a row cannot be read is no look.
  if (path === 'hostnames')
    return Array.isArray(result) && result.every(isRow)
      ? [{ kind: 'look', at, rows: result.filter(({ status }) => status !== 'deleted') }]
      : [];
  if (path === certificates)
    return Array.isArray(result) && result.every(isCertificate)
      ? [{ kind: 'list', at, certificates: result }]
      : [];
  if (path.startsWith('hostnames/') && path !== 'hostnames/certificates' && path.split('/').length === 2)
    return isRow(result ?? {}) ? [{ kind: 'row', at, row: result }] : [];
  if (id === undefined || id === 'hostnames') return [];
  if (call.answered?.startsWith('404 {') === true) return [{ kind: 'read', at, id, status: 'gone' }];
  if (!isCertificate(result ?? {})) return [{ kind: 'read', at, id }];
  return [{ kind: 'read', at, id, status: result.status, uploaded_on: result.uploaded_on }];
}

function shutBy({ at, fault }: SentCall): readonly Step[] {
  return fault?.startsWith('429') === true || fault === 'ratelimit-empty'
    ? [{ kind: 'shut', ever: fault === '429-huge', at }]
    : [];
}

const ENDS = sentence(String.raw`Pointed at the new certificate: ([^ ]+(?:, [^ ]+)*)\.`);

/** What it told as it ended: its outcome, and the hostnames that it says it pointed at its certificate. */
function endOf({ scenario }: SimulatedWorld, { result, endedAt, dryRun }: Run): readonly Step[] {
  // A dry run looks once, and tells a plan.
  if (result === undefined || endedAt === undefined || dryRun) return [];
  const { outcome, inForce = '' } = result;
  const named = ENDS.exec(inForce)?.[1]?.split(', ') ?? [];
  const all = scenario.level === 'hostname' && outcome === 'rotated' && scenario.enable && !scenario.replace;
  return [{ kind: 'end', at: endedAt, outcome, pointed: all ? scenario.hostnames : named }];
}

function isRow({ hostname, cert_id: id }: Partial<ShownRow>): boolean {
  return typeof hostname === 'string' && typeof id === 'string';
}

function isCertificate({ id, status }: Partial<ShownCertificate>): boolean {
  return typeof id === 'string' && typeof status === 'string';
}

/** The result of an answer that came whole and told of success. */
// oxlint-disable-next-line typescript/no-explicit-any -- what the model of the API answers
function resultOf(answered: string | undefined): any {
  if (answered?.startsWith('20') !== true) return undefined;
  try {
    const { success, result } = JSON.parse(answered.slice(4));
    return success === true ? result : undefined;
  } catch {
    return undefined;
  }
}
