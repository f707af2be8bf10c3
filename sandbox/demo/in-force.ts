import type { Pair } from '../authority/index.ts';
import { hosts, type Stage } from './stage.ts';

/** A site that has been protected for a while: the zone level on, or every host with its own association. */
export async function putInForce(
  stage: Stage,
  level: 'zone' | 'hostname',
): Promise<{ pair: Pair; id: string }> {
  const { box, zone } = stage;
  const pair = await box.clientAuthority.issue({ subject: 'CN=origin pull, O=Example' });
  const id = box.model.install(zone, level, pair);
  if (level === 'zone') box.model.setEnabled(zone, true);
  else for (const host of hosts) box.model.associate(zone, host, id, true);
  return { pair, id };
}

/**
 * A certificate for the whole zone instead of one for each host, without a visitor noticing: it is there
 * before the associations go. Resolves once every edge has heard of it, and the API of the voids.
 */
export async function toZoneLevel(stage: Stage): Promise<{ pair: Pair; id: string }> {
  const { box, zone } = stage;
  const inForce = await putInForce(stage, 'zone');
  await edgesFollow();
  for (const host of hosts) {
    const row = zone.associations.get(host)?.row.at(box.model.now());
    if (row !== undefined) box.model.associate(zone, host, row.certificateId, null, box.model.now());
  }
  await edgesFollow();
  await edgesFollow();
  return inForce;
}

/** Longer than any edge of the demo lags. */
const LAG = 1300;

function edgesFollow(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, LAG);
  });
}

/** Waits until every edge has heard of what was just put in force, then lets the origin enforce it. */
export async function enforce(stage: Stage): Promise<void> {
  await edgesFollow();
  // A visit that began before, on a machine with much else to do, must not be judged by the new rule.
  await stage.box.traffic.stop();
  await stage.box.setOriginMode('tls');
  stage.box.traffic.start();
}
