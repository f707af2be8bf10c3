import { authenticate, authorize, type Token } from './access.ts';
import { failure, success, type Json } from './answers.ts';
import { problem, type CatalogueEntry } from './catalogue.ts';
import type { RateLimitSettings, RateState } from './rate-limit.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';
import { findRoute, type Answer, type Call, type Endpoint } from './routes.ts';
import { refused, span, type Result, type World } from './world.ts';

/** What stands in front of the endpoints. */
export interface Gate {
  readonly world: World;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly rate: (now: number) => RateState;
  readonly rateSettings: () => RateLimitSettings;
}

interface Outcome {
  readonly result: Result<Answer>;
  readonly takesMs: number;
}

/** One call of the API at a moment: changes the model, and gives the answer as a client gets it. */
export function handleRequest(gate: Gate, request: ApiRequest, now: number): ApiAnswer {
  const { world } = gate;
  const rate = gate.rate(now);
  const { calls, windowMs } = gate.rateSettings();
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    date: new Date(now).toUTCString(),
    server: 'cloudflare',
    'cf-ray': `${world.random.hex(16)}-FRA`,
    'cf-cache-status': 'DYNAMIC',
    ratelimit: `"default";r=${String(rate.remaining)};t=${String(rate.resetSeconds)}`,
    'ratelimit-policy': `"default";q=${String(calls)};w=${String(windowMs / 1000)}`,
  };
  if (!rate.allowed) {
    headers['retry-after'] =
      world.variants.retryAfter === 'seconds'
        ? String(rate.resetSeconds)
        : new Date(now + rate.resetSeconds * 1000).toUTCString();
  }
  const { result, takesMs } = rate.allowed
    ? dispatch(gate, request, now)
    : { result: refused<Answer>('rate-limited'), takesMs: 0 };
  if (!result.ok) return errorAnswer(world, result.error, request.path, headers);
  const { result: value, resultInfo } = result.value;
  return { status: 200, headers, body: text(success(value, resultInfo)), takesMs };
}

function errorAnswer(
  world: World,
  error: CatalogueEntry,
  path: string,
  headers: Readonly<Record<string, string>>,
): ApiAnswer {
  const refusal = problem(error, world.variants, path);
  return { status: refusal.status, headers, body: text(failure(refusal)), takesMs: 0 };
}

const none = (error: CatalogueEntry): Outcome => ({ result: refused(error), takesMs: 0 });

const text = (json: Json): string => JSON.stringify(json);

function dispatch(gate: Gate, request: ApiRequest, now: number): Outcome {
  const { world } = gate;
  const token = authenticate(gate.tokens, request.headers['authorization'], now, world.variants);
  if (!token.ok) return none(token.error);
  const found = findRoute(request.path);
  if (found === undefined) return none('no-route');
  const endpoint = found.route.methods[request.method];
  if (endpoint === undefined) return none('method-not-allowed');
  const call: Call = { world, request, token: token.value, now, part: found.part };
  if (endpoint.scope === 'user') return { result: endpoint.run(call), takesMs: 0 };
  return inZone(endpoint, call, found.zone ?? '');
}

function inZone(endpoint: Extract<Endpoint, { scope: 'zone' }>, call: Call, zoneId: string): Outcome {
  const { world, now, token } = call;
  if (!/^[0-9a-f]{32}$/.test(zoneId)) return none('bad-zone-id');
  const zone = world.zones.get(zoneId);
  if (zone === undefined) return none('unauthenticated');
  const denied = authorize(token, endpoint.permission, zoneId);
  if (denied !== undefined) return none(denied);
  if (endpoint.mutates === undefined) return { result: endpoint.run({ ...call, zone }), takesMs: 0 };
  const locks = endpoint.mutates === 'alone' || world.variants.conflictScope === 'every-change';
  if (locks && now < zone.lockedUntil) return none('conflict');
  const result = endpoint.run({ ...call, zone });
  const takesMs = result.ok ? span(world, 'mutation') : 0;
  if (result.ok && locks) zone.lockedUntil = now + takesMs + span(world, 'lockLinger');
  return { result, takesMs };
}
