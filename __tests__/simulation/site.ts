import { judge, presentedAt } from '../../sandbox/model/index.ts';
import type { HttpAnswer, HttpRequest } from '../../src/cloudflare/http.ts';
import { dated } from './answers.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** What a visitor sees at the runner's edge. */
export async function visit(world: SimulatedWorld, request: HttpRequest): Promise<HttpAnswer> {
  await world.time.sleep(world.latency());
  const { hostname } = new URL(request.url);
  const presented = presentedAt(world.model, world.edges[0], hostname, world.time.now);
  const verdict = judge(world.trustAt(world.time.now), presented, world.time.now);
  const echo = presented.kind === 'certificate' ? presented.certificate.facts.serialHex : '';
  const headers = { ...dated(world), 'cf-cache-status': 'DYNAMIC', 'x-client-serial': echo };
  const gateway = { status: 502, headers, body: 'bad gateway' };
  if (world.random.next() < world.flaky) {
    world.met.count('probe flaky');
    return gateway;
  }
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
