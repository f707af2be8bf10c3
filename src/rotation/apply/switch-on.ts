import { mistrusted } from '../../cloudflare/api-error.ts';
import { setZoneSwitch } from '../../cloudflare/zones.ts';
import { send } from '../../zone/change.ts';
import { untilSwitched } from '../../zone/switch.ts';
import { assertRunning } from '../../zone/wait.ts';
import type { Context } from './apply-context.ts';
import { changingIn } from './watch.ts';

/**
 * Zone level: has Cloudflare show the zone's certificate to the origin.
 *
 * @throws ApiError or ActionError where it was not switched on, or is not seen to be
 */
export async function switchOn(context: Context): Promise<void> {
  const { writeRecord, observation, world } = context;
  assertRunning(world);
  writeRecord.cutOverAt = world.clock.monotonic();
  writeRecord.wrote = true;
  const noted = (perhaps: boolean): void => {
    writeRecord.switchedOn = perhaps;
  };
  const sent = mistrusted(await send(() => setZoneSwitch(world.api, observation.zone.id, true), noted));
  if (sent.kind === 'refused') {
    writeRecord.switchedOn = false;
    throw sent.error;
  }
  writeRecord.switchUnsettled = true;
  const unseen = await untilSwitched(true, sent, changingIn(context));
  if (unseen !== undefined) throw unseen.error;
  writeRecord.switchUnsettled = false;
}
