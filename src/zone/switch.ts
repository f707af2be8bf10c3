import { getZoneSwitch, setZoneSwitch } from '../cloudflare/zones.ts';
import { untilShown, type Accepted, type Changing, type Unseen } from './change.ts';
import { SHOWS_WITHIN, TIMES, type Overtime } from './overtime.ts';
import { waitFor } from './wait.ts';

/** A lost call may be applied a minute later. */
const SETTLE = 90_000;

/** Waits until the switch of the zone shows as it was set. */
export async function untilSwitched(
  on: boolean,
  sent: Accepted,
  changing: Changing,
): Promise<Unseen | undefined> {
  const { world, zoneId } = changing;
  return await untilShown(
    {
      what: `the switch of the zone to be ${on ? 'on' : 'off'}`,
      sent,
      settle: SETTLE,
      look: async () => {
        const done = (await getZoneSwitch(world.api, zoneId)) === on ? 1 : 0;
        return { done, begun: done, of: 1, status: on ? 'still off' : 'still on' };
      },
    },
    changing,
  );
}

/**
 * Sets the switch to what it was before. Sent again where it does not show: the call got lost, or a late copy of
 * the change undid it.
 *
 * @throws ApiError or ActionError if it is refused, or does not show
 */
export async function switchBack(
  on: boolean,
  { critical, world }: Overtime,
  given: Pick<Changing, 'zoneId' | 'atMost' | 'say'>,
): Promise<void> {
  const wait: Changing['wait'] = (one) => waitFor(world, { ...one, refusals: 'no-news' });
  for (let time = 1; ; time += 1) {
    const sent = await setZoneSwitch(critical.api, given.zoneId, on);
    if (sent.kind === 'refused') throw sent.error;
    const atMost = time < TIMES ? Math.min(SHOWS_WITHIN, given.atMost) : given.atMost;
    const unseen = await untilSwitched(on, sent, { ...given, world, atMost, wait });
    if (unseen === undefined) return;
    if (time === TIMES) throw unseen.error;
    given.say(`the zone does not show as ${on ? 'on' : 'off'} again; setting it once more`);
  }
}
