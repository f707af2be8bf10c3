import { checkHostnamesAgain, lookForAll } from '../../../src/rotation/apply/check-hostnames-again.ts';
import { checkZoneAgain } from '../../../src/rotation/apply/check-zone-again.ts';
import { stillThere } from '../../../src/rotation/apply/pre-delete-check.ts';
import type { PreDeleteCheck } from '../../../src/rotation/apply/pre-delete-check.ts';
import type { ObservedCertificate } from '../../../src/zone/observed.ts';
import { successor, type Scene } from './scene-of-removal.ts';

/** What the look right before a delete shows at the level of the scene, and what it leaves to delete. */
export async function lookAgain(
  scene: Scene,
  proven = false,
): Promise<PreDeleteCheck & { readonly remove: readonly ObservedCertificate[] }> {
  const { context } = scene;
  const look = await (context.target.level === 'zone'
    ? checkZoneAgain(context, successor, proven)
    : lookAtHostnames(scene, proven));
  return { ...look, remove: stillThere(context.plan.remove, look) };
}

async function lookAtHostnames({ context }: Scene, proven: boolean): Promise<PreDeleteCheck> {
  const verified = { passed: true, proven, sentence: '' };
  const inForce = { context, successor, verified, verifiedAt: 0, graceIsOver: true };
  return checkHostnamesAgain(inForce, await lookForAll(inForce, [], 1));
}
