import { ApiError } from '../cloudflare/api-error.ts';
import { createApi } from '../cloudflare/client.ts';
import type { ActionError } from '../errors.ts';
import { createPolling } from '../fleet/polling.ts';
import type { Failure } from '../rotation/result.ts';
import type { RotationWorld } from '../rotation/world.ts';

interface WorldParts {
  readonly http: Parameters<typeof createApi>[0]['http'];
  readonly dial: RotationWorld['dial'];
  readonly issuer: RotationWorld['issuer'];
  readonly clock: RotationWorld['clock'];
  readonly sleep: RotationWorld['sleep'];
  readonly random: () => number;
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
  readonly announce: RotationWorld['announce'];
  /** Monotonic milliseconds at which the run ends. */
  readonly endsAt: number;
  readonly token: string;
  readonly baseUrl: string;
}

/** Sent with each call, so that Cloudflare's logs show where it came from. */
const USER_AGENT = 'cloudflare-origin-pull-rotation/1 (GitHub Action)';

/** One client, one clock and one end for all targets of a run. */
export function rotationWorld(parts: WorldParts): RotationWorld {
  const { clock, sleep, random, say, stop, dial, issuer, announce } = parts;
  const deadline = (): number => parts.endsAt;
  const api = createApi(
    { http: parts.http, clock, sleep, random, say, stop, deadline },
    { token: parts.token, baseUrl: parts.baseUrl, userAgent: USER_AGENT },
  );
  const serverClock = { wall: (): number => api.serverNow(), monotonic: (): number => clock.monotonic() };
  const probes = { http: parts.http, clock: serverClock, sleep, random, say, stop, deadline };
  const polling = createPolling(api.callsLeft, () => 1);
  return { api, clock, sleep, probes, dial, issuer, stop, deadline, say, announce, polling };
}

/** @param inForce what is in force now; the error's own words come first where it has any */
export function failureOf(error: ActionError, inForce: string): Failure {
  const { code, happened, remedy } = error;
  const details = error instanceof ApiError ? error.details() : [];
  return { code, happened, inForce: error.inForce ?? inForce, remedy, details };
}
