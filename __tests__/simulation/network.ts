import { judge, presentedAt, requestTo } from '../../sandbox/model/index.ts';
import type { ApiAnswer } from '../../sandbox/model/index.ts';
import { TransportError } from '../../src/cloudflare/http.ts';
import type { Http, HttpAnswer, HttpRequest, TransportFault } from '../../src/cloudflare/http.ts';
import type { Fault } from './faults.ts';
import type { Process } from './process.ts';
import type { SimulatedWorld } from './simulated-world.ts';

export const API = 'https://api.example/client/v4';
const BLOCK = 20_000;

/** The network as one process sees it: the API with its faults, and the site through the runner's edge. */
export function createNetwork(world: SimulatedWorld, process: Process): Http {
  return (request) =>
    process.whileAlive(
      request.url.startsWith(API) ? callApi(world, process, request) : visit(world, request),
    );
}

async function callApi(world: SimulatedWorld, process: Process, request: HttpRequest): Promise<HttpAnswer> {
  const call = process.beginCall(request.method, request.url.slice(API.length));
  const apply = (): ApiAnswer =>
    world.apply(process, requestTo(request.method, request.url, request.headers, request.body));
  await world.time.sleep(world.latency());
  process.endIf(call.index, 'before');
  await process.pulse();
  if (request.signal?.aborted === true) throw lost('aborted', 'perhaps');
  const fault = process.faults(call);
  if (fault !== undefined)
    world.note(process, `fault ${fault} at call ${call.index} ${request.method} ${call.path}`);
  const answer = await meet(world, request, fault, apply);
  process.endIf(call.index, 'after');
  await process.pulse();
  await world.time.sleep(world.latency());
  return answer;
}

async function meet(
  world: SimulatedWorld,
  request: HttpRequest,
  fault: Fault | undefined,
  apply: () => ApiAnswer,
): Promise<HttpAnswer> {
  const silence = (): Promise<void> => world.time.sleep(request.timeoutMs, request.signal);
  switch (fault) {
    case undefined: {
      const answer = apply();
      await world.time.sleep(answer.takesMs);
      return answer;
    }
    case 'dns':
    case 'refused':
      throw lost(fault, 'no');
    case 'reset-before':
      throw lost('reset', 'perhaps');
    case 'reset-after':
      apply();
      throw lost('reset', 'perhaps');
    case 'timeout-before':
      await silence();
      throw lost('timeout', 'perhaps');
    case 'timeout-after':
      apply();
      await silence();
      throw lost('timeout', 'perhaps');
    case 'timeout-later':
      world.time.at(world.time.now + request.timeoutMs + world.random.between(10_000, 60_000), apply);
      await silence();
      throw lost('timeout', 'perhaps');
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
      return { ...page(world, 403, '<html>Just a moment...</html>', { 'cf-mitigated': 'challenge' }) };
    case 'html-503':
      return page(world, 503, '<html>Service unavailable</html>');
    case '500-before':
      return refusal(world, 500, 1000, 'Internal error');
    case '500-after':
      apply();
      return refusal(world, 500, 1000, 'Internal error');
    case '502-after':
      apply();
      return page(world, 502, '<html>Bad gateway</html>');
    case '520-before':
      return page(world, 520, 'error code: 520');
    case '524-after':
      apply();
      return page(world, 524, 'error code: 524');
    case '530-before':
      return page(world, 530, 'error code: 1016');
    case '429-seconds':
      return limited(world, { 'retry-after': String(BLOCK / 1000) });
    case '429-date':
      return limited(world, { 'retry-after': new Date(world.time.now + BLOCK).toUTCString() });
    case '429-none':
      return refusal(world, 429, 971, 'Please wait and consider throttling your request speed');
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
      return page(world, 200, JSON.stringify({ success: true, errors: [], messages: [], result: 'ok' }));
    case 'missing-id':
      apply();
      return page(
        world,
        200,
        JSON.stringify({ success: true, errors: [], messages: [], result: [{ status: 'active' }] }),
      );
  }
}

function limited(world: SimulatedWorld, headers: Readonly<Record<string, string>>): HttpAnswer {
  world.blockedUntil = Math.max(world.blockedUntil, world.time.now + BLOCK);
  return {
    ...refusal(world, 429, 971, 'Please wait and consider throttling your request speed'),
    headers: { ...dated(world), ...headers },
  };
}

function refusal(world: SimulatedWorld, status: number, code: number, message: string): HttpAnswer {
  return page(world, status, JSON.stringify({ success: false, errors: [{ code, message }], messages: [] }));
}

function page(
  world: SimulatedWorld,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { ...dated(world), ...headers }, body };
}

function dated(world: SimulatedWorld): Record<string, string> {
  return {
    date: new Date(world.time.now).toUTCString(),
    server: 'cloudflare',
    'cf-ray': '8f0000000000abcd-FRA',
  };
}

function lost(reason: TransportFault['reason'], sent: TransportFault['sent']): TransportError {
  return new TransportError({ reason, sent });
}

/** What a visitor sees at the runner's edge. */
async function visit(world: SimulatedWorld, request: HttpRequest): Promise<HttpAnswer> {
  await world.time.sleep(world.latency());
  const { hostname } = new URL(request.url);
  const presented = presentedAt(world.model, world.edges[0], hostname, world.time.now);
  const flaky = world.random.next() < world.scenario.flaky;
  const accepted = judge(world.trust, presented, world.time.now) === 'accepted';
  const echo = presented.kind === 'certificate' ? presented.certificate.facts.serialHex : '';
  const headers = { ...dated(world), 'cf-cache-status': 'DYNAMIC', 'x-client-serial': echo };
  if (flaky) return { status: 502, headers, body: 'bad gateway' };
  if (accepted) return { status: 200, headers, body: 'hello' };
  const why =
    presented.kind === 'none' ? 'No required SSL certificate was sent' : 'The SSL certificate error';
  const body = `<html><head><title>400 ${why}</title></head><body><center>${why}</center><hr><center>nginx/1.26</center></body></html>`;
  return { status: 400, headers, body };
}
