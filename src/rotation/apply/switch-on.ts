import { mistrusted } from '../../cloudflare/api-error.ts';
import type { Outcome } from '../../cloudflare/api-error.ts';
import { getZoneSwitch, setZoneSwitch } from '../../cloudflare/zones.ts';
import { ActionError } from '../../errors.ts';
import { assertRunning } from '../../zone/wait.ts';
import type { Context } from './apply-context.ts';
import { watchFor } from './watch.ts';

/** A lost change may be applied a minute later. */
const SETTLE = 90_000;

/**
 * Zone level: has Cloudflare show the zone's certificate to the origin. A lost answer is settled by reading.
 *
 * @throws ApiError or ActionError where it was not switched on, or is not seen to be
 */
export async function switchOn(context: Context): Promise<void> {
  const { runLog, writeRecord, observation, world } = context;
  assertRunning(world);
  writeRecord.switchedOn = true;
  writeRecord.cutOverAt = world.clock.monotonic();
  writeRecord.wrote = true;
  const outcome = await sent(context);
  if (outcome.kind === 'refused') {
    writeRecord.switchedOn = false;
    throw outcome.error;
  }
  writeRecord.switchUnsettled = true;
  if (outcome.kind === 'ambiguous')
    runLog.say('the answer to switching on was lost; reading whether it was applied');
  const on = await watchFor(context, {
    what: 'origin pulls of the zone to be on',
    atMost: SETTLE,
    say: runLog.say,
    look: async () =>
      (await getZoneSwitch(world.api, observation.zone.id))
        ? { done: true, value: true }
        : { done: false, status: 'off' },
  });
  if (on !== true) throw outcome.kind === 'ambiguous' ? outcome.error : notOn();
  writeRecord.switchUnsettled = false;
}

function notOn(): ActionError {
  return new ActionError('ACTIVATION_TIMED_OUT', {
    happened:
      'Cloudflare accepted the call that switches origin pulls on for the zone, but still shows them as off.',
    remedy: 'Nothing was deleted. Check the switch in the dashboard, then run again.',
  });
}

/** An error in place of an outcome means that nothing was sent. */
async function sent({ writeRecord, observation, world }: Context): Promise<Outcome<boolean>> {
  try {
    return mistrusted(await setZoneSwitch(world.api, observation.zone.id, true));
  } catch (error) {
    writeRecord.switchedOn = false;
    throw error;
  }
}
