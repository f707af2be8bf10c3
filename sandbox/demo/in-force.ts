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

/** Waits until every edge has heard of what was just put in force, then lets the origin enforce it. */
export async function enforce(stage: Stage): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 1300);
  });
  // A visit that began before, on a machine with much else to do, must not be judged by the new rule.
  await stage.box.traffic.stop();
  await stage.box.setOriginMode('tls');
  stage.box.traffic.start();
}
