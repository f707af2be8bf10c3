import { asActionError } from '../../errors.ts';
import type { DeleteRequest } from '../../inputs/job.ts';
import { readInventory } from '../../zone/inventory.ts';
import { noteRows } from '../../zone/read-lists.ts';
import { resolveZone } from '../../zone/resolve-zone.ts';
import { failureOf } from '../../zone/result-parts.ts';
import { createRowWatch } from '../../zone/row-watch.ts';
import { assertRunning } from '../../zone/wait.ts';
import type { World } from '../../zone/world.ts';
import { deleteAll, type Settled } from './carry-out.ts';
import { conclude, failed, idsOf, refused, untouched, type DeleteEnding } from './delete-outcome.ts';
import { decide, findCertificate } from './plan-delete.ts';

/**
 * Deletes unused certificates: look, decide, look again before each, delete, read until gone.
 * Never throws for what can happen at Cloudflare; the ending says how it went.
 */
export async function deleteCertificates(
  request: DeleteRequest,
  world: World,
  { dryRun }: { readonly dryRun: boolean },
): Promise<DeleteEnding> {
  const say = (line: string): void => world.say(`${request.zone}: ${line}`);
  const settled: Settled[] = [];
  try {
    const { what, level } = request;
    const named = what.kind === 'certificate';
    const asked = world.clock.monotonic();
    const before = await readInventory(world, await resolveZone(world.api, request.zone), []);
    const { associations } = before;
    const rows = createRowWatch();
    noteRows(rows, associations, asked, world);
    const single = named ? await findCertificate(world, before, what.id, level) : undefined;
    const plan = decide(request, before, single, world.api.serverNow());
    if (plan.kind === 'refused') return refused(plan, world.api.serverNow());
    if (plan.kind === 'delete' && !dryRun) {
      say(`deleting ${idsOf(plan.victims)}`);
      assertRunning(world);
      const settle = (one: Settled): void => void settled.push(one);
      await deleteAll(plan.victims, { before, world, say, settle, rows: named ? undefined : rows });
    }
    return conclude(request, plan, settled, { dryRun, associations, now: world.api.serverNow() });
  } catch (error) {
    const failure = failureOf(asActionError(error), untouched(settled, 'Deleted so far'));
    return failed(failure, settled, world.api.serverNow());
  }
}
