import type { HttpAnswer } from '../../src/outside.ts';
import type { PassingFault } from './faults.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** How long the API stays shut after a 429 that says so, in milliseconds. */
export const SHUT = 20_000;

/** Answers that the faults make up; the model gives all others. */
export function limited(world: SimulatedWorld, retryAfter: string | undefined): HttpAnswer {
  const answer = refusal(world, 429, 971, 'Please wait and consider throttling your request speed');
  return retryAfter === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } };
}

/** What the API answers where it fails by itself; the change was made, or was not. */
export function passingError(world: SimulatedWorld, fault: PassingFault): HttpAnswer {
  const [status, code, message] = PASSING[fault.slice(0, fault.lastIndexOf(' '))] ?? [500, undefined, ''];
  const errors = message === '' ? [] : [{ ...(code === undefined ? {} : { code }), message }];
  return page(world, status, JSON.stringify({ success: false, errors, messages: [], result: null }));
}

const PASSING: Readonly<Record<string, readonly [number, number | undefined, string]>> = {
  '10000': [403, 10_000, 'Authentication error'],
  '971 with 200': [200, 971, 'Please wait and consider throttling your request speed'],
  'no code with 200': [200, undefined, 'unhandled server error'],
  '1000 with 400': [400, 1000, 'Internal Server Error'],
  'request timeout': [400, undefined, 'Request timeout'],
};

export function refusal(world: SimulatedWorld, status: number, code: number, message: string): HttpAnswer {
  return page(world, status, JSON.stringify({ success: false, errors: [{ code, message }], messages: [] }));
}

export function page(
  world: SimulatedWorld,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { ...dated(world), ...headers }, body };
}

export function dated(world: SimulatedWorld): Record<string, string> {
  return {
    date: new Date(world.time.now).toUTCString(),
    server: 'cloudflare',
    'cf-ray': '8f0000000000abcd-FRA',
  };
}
