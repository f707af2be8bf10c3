import type { Baseline } from '../../src/probe/verdict.ts';
import { verifyThroughEdge } from '../../src/probe/window.ts';
import type { ProbeWindow, Verification } from '../../src/probe/window.ts';
import { answerOf, NGINX_REFUSED, SETTINGS, virtualWorld } from './virtual-world.ts';
import type { Site, VirtualOptions, VirtualWorld } from './virtual-world.ts';

export const PAGE = 'https://www.example.com/health';
export const OTHER = 'https://api.example.com/status?key=secret';
export const HEALTHY: Baseline = { kind: 'healthy', status: 200, served: undefined, sentence: 'Was well.' };
export const LACKS: Baseline = {
  kind: 'lacks-certificate',
  status: 400,
  served: undefined,
  sentence: 'Was refused.',
};

export const OK = answerOf(200);
export const DOWN = answerOf(503);
export const REFUSED = answerOf(400, { body: NGINX_REFUSED });
export const NO_HANDSHAKE = answerOf(525);
export const CHALLENGE = answerOf(403, { headers: { 'cf-mitigated': 'challenge' } });

export interface Run {
  readonly shown: ProbeWindow;
  readonly world: VirtualWorld;
  /** Virtual milliseconds it took. */
  readonly took: number;
}

export async function run(
  site: Site,
  more: Partial<Verification> = {},
  options: VirtualOptions = {},
): Promise<Run> {
  const world = virtualWorld(site, options);
  const urls = more.urls ?? [PAGE];
  const shown = await verifyThroughEdge(world, {
    urls,
    baselines: new Map(urls.map((url) => [url, HEALTHY])),
    expected: undefined,
    settings: SETTINGS,
    when: 'after',
    until: undefined,
    ...more,
  });
  return { shown, world, took: world.clock.monotonic() };
}
