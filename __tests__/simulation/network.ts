import { requestTo } from '../../sandbox/model/index.ts';
import type { ApiAnswer } from '../../sandbox/model/index.ts';
import { TransportError } from '../../src/outside.ts';
import type { Http, HttpAnswer, HttpRequest, TransportFault } from '../../src/outside.ts';
import { dated, limited, page, passingError, refusal, SHUT } from './answers.ts';
import { gatewayOf, isNamed, isPassing } from './faults.ts';
import type { Fault, NamedFault } from './faults.ts';
import { noteBrought } from './issuing/brought.ts';
import { judgeRequest } from './judge-request.ts';
import type { Process } from './process.ts';
import type { SentCall, SimulatedWorld } from './simulated-world.ts';
import { visit } from './site.ts';

export const API = 'https://api.example/client/v4';

/** The network as one process sees it: the API with its faults, and the site through the runner's edge. */
export function createNetwork(world: SimulatedWorld, process: Process): Http {
  return (request) => {
    const toApi = request.url.startsWith(API);
    world.breaches.push(...judgeRequest(world, process.name, request, toApi));
    return process.whileAlive(toApi ? callApi(world, process, request) : visit(world, process.name, request));
  };
}

/** Carries out the call, perhaps with another body. */
type Apply = (body?: string) => ApiAnswer;

async function callApi(world: SimulatedWorld, process: Process, request: HttpRequest): Promise<HttpAnswer> {
  const call = process.beginCall(request.method, request.url.slice(API.length));
  if (world.time.now > process.shut.from && world.time.now < process.shut.until)
    world.breaches.push(`${process.name} called while the API had told it to stay away`);
  const { method, path } = call;
  const sent: SentCall = {
    at: world.time.now,
    by: process.name,
    method,
    path,
    body: method === 'PUT' ? request.body : undefined,
    answered: undefined,
    fault: undefined,
  };
  world.calls.push(sent);
  noteBrought(world, process.name, request, sent);
  const apply: Apply = (body = request.body) =>
    world.apply(process, requestTo(request.method, request.url, request.headers, body));
  await world.time.sleep(world.latency());
  process.endIf(call, 'before', world);
  await process.pulse();
  if (request.signal?.aborted === true) throw lost('aborted', 'perhaps');
  const fault = process.faults(call, process.stop.aborted);
  sent.fault = fault;
  if (fault !== undefined) {
    if (fault.startsWith('timeout') && process.stop.aborted && call.write !== undefined)
      world.met.count('cancel while a change hangs');
    world.met.count(fault);
    world.note(process, `fault ${fault} at call ${call.index} ${request.method} ${call.path}`);
  }
  const answer = await meet(world, request, fault, apply);
  sent.answered = `${answer.status} ${answer.body}`;
  process.endIf(call, 'after', world);
  await process.pulse();
  await world.time.sleep(world.latency());
  const window = Number(/t=(\d+)/u.exec(answer.headers['ratelimit'] ?? '')?.[1] ?? 0) * 1000;
  const empty = fault === 'ratelimit-empty' && window > 0;
  if (empty) process.emptyUntil = sent.at + window;
  const shut = empty ? sent.at + window - world.time.now : SHUT_BY[fault ?? 'dns'];
  if (shut !== undefined) process.shut = { from: world.time.now, until: world.time.now + shut - 2500 };
  return process.emptyUntil > world.time.now ? emptied(answer, process.emptyUntil - world.time.now) : answer;
}

const HUGE = 100_000_000;
/** For how long a fault asks to be left alone, in milliseconds. */
const SHUT_BY: Partial<Record<Fault, number>> = {
  '429-seconds': SHUT,
  '429-date': SHUT,
  '429-huge': HUGE,
};

/** The same answer, and nothing is left of the window. */
function emptied(answer: HttpAnswer, left: number): HttpAnswer {
  const ratelimit = `"default";r=0;t=${Math.ceil(left / 1000)}`;
  return { ...answer, headers: { ...answer.headers, ratelimit } };
}

async function meet(
  world: SimulatedWorld,
  request: HttpRequest,
  fault: Fault | undefined,
  apply: Apply,
): Promise<HttpAnswer> {
  if (fault === undefined) return await answered(world, request, apply);
  if (isNamed(fault)) return await meetNamed(world, request, fault, apply);
  const { status, applied } = gatewayOf(fault);
  if (applied) apply();
  return status < 502
    ? refusal(world, status, 1000, 'Internal error')
    : page(world, status, status < 510 ? '<html>Bad gateway</html>' : `error code: ${status}`);
}

async function answered(world: SimulatedWorld, request: HttpRequest, apply: Apply): Promise<HttpAnswer> {
  if (request.method === 'PUT' && names(request, world.goneHostname)) {
    world.met.count('hostname gone from the zone');
    if (world.scenario.refusesInPart) applyOthers(world, request, apply);
    return refusal(world, 400, 1431, 'The hostname does not belong to this zone.');
  }
  const answer = apply();
  await world.time.sleep(answer.takesMs, request.signal);
  if (request.signal?.aborted === true) throw lost('aborted', 'perhaps');
  return answer;
}

/** The call is applied to the hostnames that are left, before it is refused. */
function applyOthers(world: SimulatedWorld, request: HttpRequest, apply: Apply): void {
  const { config = [] }: { readonly config?: readonly { readonly hostname: string }[] } = JSON.parse(
    request.body ?? '{}',
  );
  const others = config.filter(({ hostname }) => hostname !== world.goneHostname);
  if (others.length === 0) return;
  world.met.count('a PUT refused and applied in part');
  apply(JSON.stringify({ config: others }));
}

function names(request: HttpRequest, hostname: string | undefined): boolean {
  return hostname !== undefined && request.body?.includes(`"${hostname}"`) === true;
}

async function meetNamed(
  world: SimulatedWorld,
  request: HttpRequest,
  fault: NamedFault,
  apply: Apply,
): Promise<HttpAnswer> {
  const silence = async (): Promise<never> => {
    await world.time.sleep(request.timeoutMs, request.signal);
    throw lost(request.signal?.aborted === true ? 'aborted' : 'timeout', 'perhaps');
  };
  if (isPassing(fault)) {
    if (fault.endsWith('after')) apply();
    return passingError(world, fault);
  }
  switch (fault) {
    case 'dns':
    case 'refused':
    case 'tls':
      throw lost(fault, 'no');
    case 'reset-before':
      throw lost('reset', 'perhaps');
    case 'reset-after':
      apply();
      throw lost('reset', 'perhaps');
    case 'timeout-before':
      return await silence();
    case 'timeout-after':
      apply();
      return await silence();
    case 'timeout-later':
      world.time.at(world.time.now + request.timeoutMs + world.random.between(10_000, 60_000), () => {
        apply();
      });
      return await silence();
    case 'cut':
      apply();
      throw lost('cut', 'perhaps');
    case 'empty-200':
      apply();
      return page(world, 200, '');
    case 'html-200':
      apply();
      return page(world, 200, '<html><title>Welcome</title></html>');
    case 'html-403':
      return page(world, 403, '<html>Just a moment...</html>', { 'cf-mitigated': 'challenge' });
    case 'html-503':
      return page(world, 503, '<html>Service unavailable</html>');
    case '429-seconds':
      return limited(world, String(SHUT / 1000));
    case '429-date':
      return limited(world, new Date(world.time.now + SHUT).toUTCString());
    case '429-none':
      return limited(world, undefined);
    case '429-zero':
      return limited(world, '0');
    case '429-huge':
      return limited(world, String(HUGE / 1000));
    case 'cut-200': {
      const { body } = apply();
      return page(world, 200, body.slice(0, body.length / 2));
    }
    case 'false-200-after':
      apply();
      return refusal(world, 200, 1000, 'Something went wrong');
    case 'html-403-after':
      apply();
      return page(world, 403, '<html><title>403 Forbidden</title></html>');
    case 'html-403-plain':
      return page(world, 403, '<html><title>403 Forbidden</title></html>');
    case 'ratelimit-empty':
      return await answered(world, request, apply);
    case 'association-times-out': {
      const answer = await answered(world, request, apply);
      if (request.method === 'PUT') world.stallAssociations(request.body ?? '');
      return answer;
    }
    case '429-garbage':
      return limited(world, 'in a moment');
    case '409':
      return refusal(world, 409, 1001, 'Another operation is in progress');
    case '401':
      return refusal(world, 401, 10_000, 'Authentication error');
    case '403':
      return refusal(world, 403, 10_000, 'Authentication error');
    case '403-young':
      return refusal(world, 403, 9106, 'Unable to authenticate request');
    case 'false-200':
      return refusal(world, 200, 1000, 'Something went wrong');
    case 'wrong-type':
      apply();
      return success(world, 'ok');
    case 'missing-id':
      apply();
      return success(world, [{ status: 'active' }]);
  }
}

function success(world: SimulatedWorld, result: unknown): HttpAnswer {
  const body = JSON.stringify({ success: true, errors: [], messages: [], result });
  return { status: 200, headers: dated(world), body };
}

function lost(reason: TransportFault['reason'], sent: TransportFault['sent']): TransportError {
  return new TransportError({ reason, sent });
}
