import { createApi } from '../cloudflare/client.ts';
import type { RotationWorld } from '../zone/world.ts';
import { createPolling } from './polling.ts';

interface WorldParts {
  readonly http: Parameters<typeof createApi>[0]['http'];
  readonly dial: RotationWorld['dial'];
  readonly issuer: RotationWorld['issuer'];
  readonly clock: RotationWorld['clock'];
  readonly sleep: RotationWorld['sleep'];
  readonly random: () => number;
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
  /** Monotonic milliseconds at which the run ends. */
  readonly endsAt: number;
  readonly token: string;
  readonly baseUrl: string;
}

/** Sent with each call, so that Cloudflare's logs show where it came from. */
const USER_AGENT = 'cloudflare-origin-pull-rotation/1 (GitHub Action)';

/** One client, one clock and one end for all targets of a run. */
export function rotationWorld(parts: WorldParts): RotationWorld {
  const { clock, sleep, random, say, stop, dial, issuer } = parts;
  const deadline = (): number => parts.endsAt;
  const api = createApi(
    { http: parts.http, clock, sleep, random, say, stop, deadline },
    { token: parts.token, baseUrl: parts.baseUrl, userAgent: USER_AGENT },
  );
  const serverClock = { wall: (): number => api.serverNow(), monotonic: (): number => clock.monotonic() };
  const probes = { http: parts.http, clock: serverClock, sleep, random, say, stop, deadline };
  const polling = createPolling(api.callsLeft, () => 1);
  return { api, clock, sleep, probes, dial, issuer, stop, deadline, say, polling };
}
