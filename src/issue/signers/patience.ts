import type { Signer } from '../signer.ts';
import { LATE } from './signing-server.ts';
import type { ServerWorld } from './signing-server.ts';

/** Milliseconds for one signing in all: each attempt has its own limit, but a slow server may need many. */
const PATIENCE = 120_000;

/** A signer that gets two minutes at most. */
export function withPatience(open: (world: ServerWorld) => Signer, world: ServerWorld): Signer {
  const within = async <T>(work: (signer: Signer) => Promise<T>): Promise<T> => {
    const [late, ended] = [new AbortController(), new AbortController()];
    const wait = async (): Promise<void> => {
      await world.sleep(PATIENCE, ended.signal);
      late.abort(LATE);
    };
    void wait();
    try {
      return await work(open({ ...world, stop: AbortSignal.any([world.stop, late.signal]) }));
    } finally {
      ended.abort();
    }
  };
  return {
    name: open(world).name,
    check: () => within((signer) => signer.check()),
    sign: (request) => within((signer) => signer.sign(request)),
  };
}
