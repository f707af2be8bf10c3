import { checkHostnamesAgain, lookForAll } from '../../../src/rotation/apply/check-hostnames-again.ts';
import { checkZoneAgain } from '../../../src/rotation/apply/check-zone-again.ts';
import type { PreDeleteCheck } from '../../../src/rotation/apply/pre-delete-check.ts';
import { successor, type Scene } from './scene-of-removal.ts';

/** The look right before a delete, at the level of the scene. */
export async function lookAgain({ context }: Scene, proven = false): Promise<PreDeleteCheck> {
  if (context.target.level === 'zone') return await checkZoneAgain(context, successor, proven);
  const verified = { passed: true, proven, sentence: '' };
  const inForce = { context, successor, verified, verifiedAt: 0, graceIsOver: true };
  return checkHostnamesAgain(inForce, await lookForAll(inForce, [], 1));
}
