import { asActionError } from '../../errors.ts';
import type { DeleteRequest } from '../../inputs/job.ts';
import { readInventory } from '../../zone/inventory.ts';
import type { Inventory } from '../../zone/inventory.ts';
import { noteRows } from '../../zone/read-lists.ts';
import { resolveZone } from '../../zone/resolve-zone.ts';
import { failureOf } from '../../zone/result-parts.ts';
import { createRowWatch } from '../../zone/row-watch.ts';
import { assertRunning } from '../../zone/wait.ts';
import type { World } from '../../zone/world.ts';
import { deleteAll } from './carry-out.ts';
import type { Settled } from './carry-out.ts';
import { conclude, failed, refused } from './delete-outcome.ts';
import type { DeleteEnding } from './delete-outcome.ts';
import { decide, findCertificate } from './plan-delete.ts';
import type { Candidate } from './plan-delete.ts';

/**
 * Deletes unused certificates: look, decide, look again before each, delete, read until gone.
 * Never throws for what can happen at Cloudflare; the ending says how it went.
 */
export async function deleteCertificates(
  request: DeleteRequest,
  world: World,
  options: { readonly dryRun: boolean },
): Promise<DeleteEnding> {
  const say = (line: string): void => world.say(`${request.zone}: ${line}`);
  const settled: Settled[] = [];
  try {
    const asked = world.clock.monotonic();
    const inventory = await look(request, world);
    const rows = createRowWatch();
    noteRows(rows, inventory.associations, asked, world);
    const single = await singleOf(request, inventory, world);
    const plan = decide(request, inventory, single, world.api.serverNow());
    if (plan.kind === 'refused') return refused(plan, world.api.serverNow());
    if (plan.kind === 'delete' && !options.dryRun) {
      say(`deleting ${plan.victims.map(({ certificate }) => certificate.id).join(', ')}`);
      assertRunning(world);
      await deleteAll(
        plan.victims,
        inventory,
        world,
        say,
        (one) => settled.push(one),
        request.what.kind === 'certificate' ? undefined : rows,
      );
    }
    const { associations } = inventory;
    return conclude(request, plan, settled, { ...options, associations, now: world.api.serverNow() });
  } catch (error) {
    const cause = asActionError(error);
    return failed(failureOf(cause, inForce(settled)), settled, world.api.serverNow());
  }
}

async function look(request: DeleteRequest, world: World): Promise<Inventory> {
  const zone = await resolveZone(world.api, request.zone);
  return await readInventory(world, zone, []);
}

async function singleOf(
  { what, level }: DeleteRequest,
  inventory: Inventory,
  world: World,
): Promise<Candidate | undefined> {
  return what.kind === 'certificate' ? await findCertificate(world, inventory, what.id, level) : undefined;
}

/** What an interrupted run leaves behind. */
function inForce(settled: readonly Settled[]): string {
  const gone = settled.filter(({ fate }) => fate.fate === 'deleted').map(({ candidate }) => candidate);
  const ids = gone.map(({ certificate }) => certificate.id).join(', ');
  return ids === ''
    ? 'No certificate in force was touched.'
    : `Deleted so far: ${ids}. No certificate in force was touched.`;
}
