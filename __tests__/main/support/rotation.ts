import { expect } from '@jest/globals';
import { NOW } from '../../certificate/support/certificates.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';
import { createBox } from './box.ts';
import type { Box } from './box.ts';
import type { StageParts } from './fake-stage.ts';
import { leafOf, pairOf, rotationInputs, TOKEN } from './material.ts';
import { flawsOf, leaksOf, play } from './play.ts';
import type { Played } from './play.ts';

/** In force when the run begins. */
export const before = leafOf('before');
/** To be put in force. */
export const after = leafOf('after');
export const inputs = rotationInputs(after);

/** A zone with a certificate in force, and the run of `main` over it. Nothing may leak, and nothing be missing. */
export async function rotation(
  parts: Partial<StageParts> = {},
  prepare: (box: Box, time: VirtualTime) => void = () => undefined,
): Promise<{ readonly played: Played; readonly previous: string; readonly box: Box }> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN);
  const previous = box.model.install(box.zone, 'zone', pairOf(before));
  box.model.setEnabled(box.zone, true);
  prepare(box, time);
  const played = await play({ inputs, time, http: box.http, ...parts });
  expect(flawsOf(played)).toEqual([]);
  expect(leaksOf(played, { keys: [after.keys.privateKey], texts: [TOKEN] })).toEqual([]);
  return { played, previous, box };
}
