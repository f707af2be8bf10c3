import type { HttpAnswer } from '../../src/cloudflare/http.ts';
import type { Process } from './process.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** A probe of a run, as it was answered. */
export interface Visit {
  readonly at: number;
  readonly by: string;
  /** The origin itself answered, and let the visitor in. */
  readonly letIn: boolean;
  /** Serial number of the certificate that the origin named. */
  readonly serial: string | undefined;
}

/** Notes what a run's probe got to see. */
export async function noted(
  world: SimulatedWorld,
  { name }: Process,
  answer: Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const got = await answer;
  const letIn = got.status === 200 && got.headers['cf-cache-status'] === 'DYNAMIC';
  world.visits.push({ at: world.time.now, by: name, letIn, serial: got.headers['x-client-serial'] });
  return got;
}
