import { observeAssociations } from '../observe/associations.ts';
import type { ObservedAssociations } from '../observe/observation.ts';
import type { RowWatch } from '../../zone/row-watch.ts';
import type { RotationWorld } from '../world.ts';
import type { Context } from './context.ts';

/** Reads the zone's associations and notes them: a deletion asks how long they have been like this. */
export async function lookAtRows(
  { observation, siblings, world }: Pick<Context, 'observation' | 'siblings' | 'world'>,
  hostnames: readonly string[],
  api = world.api,
): Promise<ObservedAssociations> {
  const asked = world.clock.monotonic();
  const seen = await observeAssociations(api, observation.zone.id, hostnames);
  noteRows(siblings.rows, seen, asked, world);
  return seen;
}

/** Only a complete list shows that a hostname has no association. */
export function noteRows(
  watch: RowWatch,
  { complete, rows }: ObservedAssociations,
  asked: number,
  { clock }: Pick<RotationWorld, 'clock'>,
): void {
  if (complete) watch.saw({ rows, asked, answered: clock.monotonic() });
}
