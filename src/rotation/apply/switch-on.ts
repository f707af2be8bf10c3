import { setZoneSwitch } from '../../cloudflare/switches.ts';
import type { Context } from './context.ts';
import { assertRunning } from './waiting.ts';

/** Zone level: has Cloudflare show the zone's certificate to the origin. */
export async function switchOn(context: Context): Promise<void> {
  const { ledger, observation, world } = context;
  assertRunning(world);
  ledger.switchedOn = true;
  ledger.wrote = true;
  const outcome = await setZoneSwitch(world.api, observation.zone.id, true);
  if (outcome.kind === 'applied') return;
  if (outcome.kind === 'refused') ledger.switchedOn = false;
  throw outcome.error;
}
