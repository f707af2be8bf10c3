import { createApi } from '../cloudflare/client.ts';
import type { Outside } from '../outside.ts';
import type { World } from '../zone/world.ts';
import { createPolling } from './polling.ts';

interface WorldParts extends Omit<Outside, 'deadline'>, Pick<World, 'dial' | 'issuer'> {
  /** Monotonic milliseconds at which the run ends. */
  readonly endsAt: number;
  readonly token: string;
  readonly baseUrl: string;
}

/** Sent with each call, so that Cloudflare's logs show where it came from. */
const USER_AGENT = 'cloudflare-origin-pull-rotation/1 (GitHub Action)';

/** One client, one clock and one end for all targets of a run. */
export function openWorld({ endsAt, token, baseUrl, dial, issuer, ...parts }: WorldParts): World {
  const outside: Outside = { ...parts, deadline: () => endsAt };
  const api = createApi(outside, { token, baseUrl, userAgent: USER_AGENT });
  const clock = { wall: (): number => api.serverNow(), monotonic: (): number => parts.clock.monotonic() };
  return { ...outside, clock, api, dial, issuer, polling: createPolling(api.callsLeft, () => 1) };
}
