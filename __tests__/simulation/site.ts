import { judge, presentedAt } from '../../sandbox/model/index.ts';
import type { Presented } from '../../sandbox/model/index.ts';
import { TransportError } from '../../src/outside.ts';
import type { HttpAnswer, HttpRequest } from '../../src/outside.ts';
import { dated } from './answers.ts';
import { hiccupOf } from './met.ts';
import type { Hiccup } from './scenario.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** What a probe sees at the runner's edge, which is noted for those who judge the run. */
export async function visit(world: SimulatedWorld, by: string, request: HttpRequest): Promise<HttpAnswer> {
  await world.time.sleep(world.latency());
  const { hostname } = new URL(request.url);
  const presented = presentedAt(world.model, world.edges[0], hostname, world.time.now);
  const hiccup = world.random.next() < world.flaky ? world.scenario.hiccup : undefined;
  if (hiccup !== undefined) world.met.count(hiccupOf(hiccup));
  const answer = hiccup === undefined ? answerOf(world, presented) : hiccupAnswer(world, hiccup);
  if (hiccup === 'timeout') await world.time.sleep(request.timeoutMs, request.signal);
  world.visits.push({
    at: world.time.now,
    by,
    hostname,
    passed: hiccup === undefined && answer.status === 200 && answer.headers['cf-cache-status'] !== 'HIT',
    refused: hiccup === undefined && answer.status === 400,
    served: presented.kind === 'certificate' ? presented.certificate.id : undefined,
  });
  if (hiccup === 'timeout' || hiccup === 'reset')
    throw new TransportError({ reason: hiccup, sent: 'perhaps' });
  return answer;
}

/** What the way to the origin makes of a request now and then, whatever certificate is shown. */
function hiccupAnswer(world: SimulatedWorld, hiccup: Hiccup): HttpAnswer {
  const headers = { ...dated(world), 'cf-cache-status': 'DYNAMIC' };
  switch (hiccup) {
    case '502':
    case 'timeout':
    case 'reset':
      return { status: 502, headers, body: 'bad gateway' };
    case 'redirect':
      return { status: 302, headers: { ...headers, location: 'https://example.com/' }, body: '' };
    case 'challenge':
      return { status: 403, headers: { ...headers, 'cf-mitigated': 'challenge' }, body: 'Just a moment...' };
    case '520':
    case '525':
    case '526':
      return { status: Number(hiccup), headers: dated(world), body: `error code: ${hiccup}` };
  }
}

function answerOf(world: SimulatedWorld, presented: Presented): HttpAnswer {
  const verdict = judge(world.trustAt(world.time.now), presented, world.time.now);
  const echo = presented.kind === 'certificate' ? presented.certificate.facts.serialHex : '';
  const headers = { ...dated(world), 'cf-cache-status': 'DYNAMIC', 'x-client-serial': echo };
  const gateway = { status: 502, headers, body: 'bad gateway' };
  switch (world.site) {
    case 'cached':
      world.met.count('probe cached');
      return { status: 200, headers: { ...headers, 'cf-cache-status': 'HIT' }, body: 'hello' };
    case 'redirecting':
      return { status: 301, headers: { ...headers, location: 'https://example.org/' }, body: '' };
    case 'down':
      world.met.count('origin down before the run');
      return { status: 521, headers: dated(world), body: 'error code: 521' };
    case 'bad-edge':
      // Only this edge, and only once something was changed: it looks as if the change had done it.
      if (world.writes.length === 0) break;
      world.met.count('one edge bad');
      return gateway;
    case 'fine':
      break;
  }
  if (verdict === 'accepted') return { status: 200, headers, body: 'hello' };
  if (verdict === 'not-trusted') world.met.count('origin does not trust the successor');
  const why =
    presented.kind === 'none' ? 'No required SSL certificate was sent' : 'The SSL certificate error';
  const body = `<html><head><title>400 ${why}</title></head><body><center>${why}</center><hr><center>nginx/1.26</center></body></html>`;
  return { status: 400, headers, body };
}
