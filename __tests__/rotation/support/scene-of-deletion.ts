import { ActionError } from '../../../src/errors.ts';
import { deleteAndConfirm } from '../../../src/zone/delete-and-confirm.ts';
import type { Fate, StillFree } from '../../../src/zone/delete-and-confirm.ts';
import { failure, ID, scripted, ZONE } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { quietWorld } from './quiet-world.ts';

export interface Play {
  /** One after another, the last one for ever. */
  readonly deletes: readonly Step[];
  readonly reads?: readonly Step[];
  readonly stillFree?: StillFree;
  readonly patience?: number;
  readonly deadline?: number;
  /** Virtual ms at which the run is cancelled. */
  readonly cancelled?: number;
}

export interface Played {
  readonly ended: Fate | string | undefined;
  readonly said: readonly string[];
  /** Virtual seconds at which each DELETE arrived. */
  readonly deletes: readonly number[];
  readonly reads: readonly number[];
  /** How often the caller was told that it may be gone. */
  readonly told: number;
}

/** The clock of a run has run for a while by then. */
const START = 60_000;

/** Plays one deletion to its end. */
export async function play({ deletes, reads = [failure(404, 1551)], ...more }: Play): Promise<Played> {
  let [removed, read, told] = [0, 0, 0];
  const said: string[] = [];
  const script = scripted([
    ({ method }) =>
      method === 'DELETE'
        ? deletes[Math.min(removed++, deletes.length - 1)]!
        : reads[Math.min(read++, reads.length - 1)]!,
  ]);
  await script.time.until(script.time.sleep(START));
  const world = quietWorld(script, more.deadline === undefined ? undefined : START + more.deadline);
  if (more.cancelled !== undefined) void script.time.sleep(more.cancelled).then(() => script.stop.abort());
  const say = (line: string): void => void said.push(line);
  const note = (): void => void (told += 1);
  const { stillFree, patience } = more;
  const deletion = { world, zoneId: ZONE, level: 'zone', id: ID, say, stillFree, patience } as const;
  const work = deleteAndConfirm({ ...deletion, mayBeGone: note }).catch((error: unknown) =>
    error instanceof ActionError ? `${error.code} ${error.happened}` : 'no error of ours',
  );
  const ended = await script.time.until(work);
  const at = (wanted: string): readonly number[] =>
    script.seen
      .filter(({ method }) => method === wanted)
      .map((request) => Math.round((request.at - START) / 100) / 10);
  return { ended, said, deletes: at('DELETE'), reads: at('GET'), told };
}
