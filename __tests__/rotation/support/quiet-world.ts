import { createPolling } from '../../../src/fleet/polling.ts';
import type { World } from '../../../src/zone/world.ts';
import type { Scripted } from '../../cloudflare/support/scripted-api.ts';
import { noIssuer } from '../../support/no-issuer.ts';

/** A world with an API that plays a script, virtual time, and nothing to probe. */
export function quietWorld({ api, time, stop }: Scripted, deadline = 3_600_000): World {
  const wanted = (): Promise<never> => Promise.reject(new Error('nothing is to be probed here'));
  const clock = { wall: time.now, monotonic: time.now };
  return {
    http: wanted,
    clock,
    sleep: time.sleep,
    random: () => 0.5,
    say: () => undefined,
    stop: stop.signal,
    deadline: () => deadline,
    api,
    polling: createPolling(api.callsLeft, () => 1),
    dial: wanted,
    issuer: noIssuer,
  };
}
