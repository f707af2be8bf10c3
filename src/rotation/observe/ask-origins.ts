import { originEvidence } from '../../probe/evidence.ts';
import { checkOrigin } from '../../probe/origin.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Target } from '../target.ts';
import type { OriginCheckOf } from './observation.ts';

/** Presents the successor to every `origin`; none is asked if its key is not available. */
export async function askOrigins(
  target: Target,
  world: World,
  runLog: RunLog,
): Promise<readonly OriginCheckOf[]> {
  const { leaf, key } = target.successor;
  if (key === undefined) return [];
  const { clock, dial, stop } = world;
  const { origin } = target.policy;
  const credentials = { certificatePem: leaf.pem, key: key.keyObject() };
  return await Promise.all(
    origin.addresses.map(async (one) => {
      const verdict = await checkOrigin(dial, one, credentials, origin, stop);
      if (!stop.aborted) runLog.evidence([originEvidence(clock.wall(), one, verdict)]);
      return { address: `${one.hostname}@${one.host}:${one.port}`, verdict };
    }),
  );
}
