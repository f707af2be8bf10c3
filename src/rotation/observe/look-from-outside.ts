import type { KeyObject } from 'node:crypto';
import { takeBaseline } from '../../probe/baseline.ts';
import type { BaselineOf } from '../../probe/verdict.ts';
import { originEvidence } from '../../probe/evidence.ts';
import { checkOrigin } from '../../probe/origin.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Target } from '../target.ts';
import type { OriginCheckOf } from './observation.ts';

/** What is seen without Cloudflare's API: baselines through the edge, and the origin itself. */
export interface OutsideView {
  readonly baselines: readonly BaselineOf[];
  readonly originChecks: readonly OriginCheckOf[];
}

export async function lookFromOutside(target: Target, world: World, runLog: RunLog): Promise<OutsideView> {
  const [baselines, originChecks] = await Promise.all([
    Promise.all(target.policy.probes.urls.map((url) => baselineOf(url, target, world, runLog))),
    askOrigins(target, world, runLog),
  ]);
  return { baselines, originChecks };
}

async function baselineOf(url: string, target: Target, world: World, runLog: RunLog): Promise<BaselineOf> {
  const { baseline, evidence } = await takeBaseline(world, url, target.policy.probes);
  if (!world.stop.aborted) runLog.evidence([evidence]);
  return { url, baseline };
}

/** Presents the successor to every `origin`; none is asked if its key is not available. */
export async function askOrigins(
  target: Target,
  world: World,
  runLog: RunLog,
): Promise<readonly OriginCheckOf[]> {
  const { leaf, key } = target.successor;
  if (key === undefined) return [];
  const credentials = { certificatePem: leaf.pem, key: key.keyObject() };
  const { addresses } = target.policy.origin;
  return await Promise.all(
    addresses.map((address) => originCheckOf(address, credentials, target, world, runLog)),
  );
}

async function originCheckOf(
  address: Target['policy']['origin']['addresses'][number],
  credentials: { readonly certificatePem: string; readonly key: KeyObject },
  target: Target,
  world: World,
  runLog: RunLog,
): Promise<OriginCheckOf> {
  const verdict = await checkOrigin(world.dial, address, credentials, target.policy.origin, world.stop);
  if (!world.stop.aborted) runLog.evidence([originEvidence(world.clock.wall(), address, verdict)]);
  return { address: `${address.hostname}@${address.host}:${address.port}`, verdict };
}
