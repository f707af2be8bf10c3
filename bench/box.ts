import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import type { Zone } from '../sandbox/model/index.ts';

/** Milliseconds every call to the API takes, as it does over the Internet. */
export const LATENCY = 50;
/** Milliseconds until an upload is active, an association is, and a deletion is done: Cloudflare's usual times. */
export const TIMES = { deployment: 30_000, association: 5_000, deletion: 10_000 } as const;
/** Milliseconds of the default `grace-period`. */
export const GRACE = 120_000;

export interface BenchBox extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly token: string;
  readonly zone: (name: string) => Zone;
}

/** A sandbox in which everything takes its time, and always the same. */
export async function openBenchBox(): Promise<BenchBox> {
  const token = randomBytes(30).toString('base64url');
  const sandbox = await startSandbox({
    tokens: { [token]: {} },
    timings: {
      ...TIMES,
      release: 0,
      voidLinger: 0,
      listLag: 0,
    },
    faults: [{ at: {}, trouble: { kind: 'meanwhile', before: () => wait(LATENCY) } }],
  });
  return {
    sandbox,
    token,
    zone: (name) => sandbox.model.addZone({ name }),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
