import type { ApiAnswer, ApiRequest } from '../../sandbox/model/index.ts';
import type { Run } from './run-once.ts';
import { PLAIN } from './scenario.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const STORE = /\/origin_tls_client_auth(?:\/hostnames\/certificates)?$/u;
const ASSOCIATIONS = /\/origin_tls_client_auth\/hostnames$/u;
const ONE = /\/origin_tls_client_auth\/(?:hostnames\/certificates\/)?([0-9a-f-]{32,36})$/u;

/** Counts what the API itself did to a run: lag, status changes, refusals. */
export function noteConditions(world: SimulatedWorld, request: ApiRequest, answer: ApiAnswer): void {
  const { met } = world;
  const { method, path } = request;
  const { status, body } = answer;
  if (body.includes('"deployment_timed_out"')) met.count('deployment_timed_out');
  if (body.includes('"deletion_timed_out"')) met.count('deletion_timed_out');
  if (status === 400) noteRefusal(world, request, body);
  if (method === 'GET' && STORE.test(path) && status === 200 && lags(world, path, body))
    met.count('the list lags');
  if (method === 'GET' && ASSOCIATIONS.test(path) && status === 200 && associationsLag(world, body))
    met.count('the association list lags');
  if (method === 'GET' && ASSOCIATIONS.test(path) && body.includes('"status":"deleted"'))
    met.count('a deleted association is listed');
  const id = ONE.exec(path)?.[1];
  const record = id === undefined ? undefined : world.zone.certificates.get(id);
  if (record === undefined) return;
  const now = record.status.at(world.time.now);
  if (method === 'DELETE' && status === 200 && now !== 'pending_deletion')
    met.count('DELETE answered yes, certificate stays');
  if (method !== 'GET') return;
  if (now === 'pending_deletion' && isRevived(world, record.id))
    met.count('a revived id reads as on its way out');
  if (status === 404 && now !== 'deleted') met.count('by-id 404 right after create');
  const wasActive = record.status.entries.some(({ at, value }) => at < world.time.now && value === 'active');
  if (now === 'pending_deployment' && wasActive) met.count('active, pending, active');
}

function noteRefusal(world: SimulatedWorld, { method, body }: ApiRequest, answer: string): void {
  const code = /"code":(\d+)/u.exec(answer)?.[1];
  if (code === '1414' || code === '1415' || code === '1433' || code === '1434') world.met.count(code);
  if (method === 'POST' && answer.includes('quota')) {
    const { quota } = world.scenario;
    world.met.count(quota === 'full' ? 'quota full, none expired' : 'quota full, some expired');
  }
  if (code !== '1406' || method !== 'POST') return;
  const sent = body ?? '';
  const copies = [...world.zone.certificates.values()].filter(({ facts }) =>
    sent.includes(facts.pem.split('\n')[2] ?? ''),
  );
  const dying = copies.some(({ status }) => status.at(world.time.now) === 'pending_deletion');
  const byHand = world.writes.some(
    ({ by, event }) =>
      by === 'a person' &&
      event.kind === 'certificate-uploaded' &&
      copies.some(({ id }) => id === event.certificateId),
  );
  if (dying) world.met.count('1406 for a tombstone');
  else world.met.count(byHand ? "1406 for someone else's" : '1406 for ours');
}

/** Whether what was last done to a certificate brought it back. */
function isRevived({ writes }: SimulatedWorld, id: string): boolean {
  const last = writes.findLast(({ event }) => 'certificateId' in event && event.certificateId === id);
  return last?.event.kind === 'certificate-revived';
}

/** Whether the list shows a hostname on a certificate that it is no longer on. */
function associationsLag({ zone, time }: SimulatedWorld, body: string): boolean {
  return [...zone.associations.values()].some(({ hostname, row }) => {
    const id = row.at(time.now)?.certificateId;
    return id !== undefined && body.includes(`"${hostname}"`) && !body.includes(id);
  });
}

/** Whether a list leaves out what is there, or shows what is gone. */
function lags({ zone, time }: SimulatedWorld, path: string, body: string): boolean {
  const level = path.endsWith('/certificates') ? 'hostname' : 'zone';
  return [...zone.certificates.values()].some((record) => {
    const status = record.status.at(time.now);
    if (record.level !== level || status === 'deleted' || status === 'pending_deletion') return false;
    return !body.includes(record.id);
  });
}

/** Counts what people asked for, and how runs ended for it. */
export function noteRuns({ met, scenario }: SimulatedWorld, runs: readonly Run[]): void {
  if (!scenario.formerEnabled && scenario.predecessor) met.count('a former association is off');
  if (!scenario.enable) met.count('enable: false');
  if (scenario.replace) met.count('replace');
  if (!scenario.deletePrevious) met.count('delete-previous: false');
  if (scenario.grace !== PLAIN.grace) met.count('another grace than two minutes');
  for (const { result } of runs) {
    if (result?.reason === 'ISSUER_CHANGES') met.count('the issuer guard stops a run');
    if (result?.reason === 'TIMED_OUT') met.count('the time of a run is up');
  }
}
