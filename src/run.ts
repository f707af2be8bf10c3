import { startHeartbeat } from './heartbeat.ts';
import type { Host } from './host.ts';
import type { Job } from './inputs/job.ts';
import { refusal } from './inputs/problem.ts';
import type { RunSettings } from './inputs/run-settings.ts';
import { toTargets, type OfflineTarget } from './inputs/targets.ts';
import type { Began, Worked } from './operate.ts';
import { publishInputWarnings, type Progress } from './publish.ts';

/** Does what the inputs ask for. Throws if it cannot begin; what happens later is in the result. */
export async function work(
  host: Host,
  settings: RunSettings,
  job: Job,
  began: Began,
  progress: Progress,
): Promise<Worked> {
  const heartbeat = startHeartbeat(host);
  try {
    const targets = job.operation === 'rotate' ? await judgedOffline(host, job) : [];
    host.sink.debug('The inputs are good.');
    // Most of the code and the network are loaded only now, when there is something to do.
    const [{ operate }, network] = await Promise.all([import('./operate.ts'), host.connect()]);
    return await operate({ heartbeat, settings, job, targets, network, began, progress });
  } finally {
    heartbeat.end();
  }
}

/** Certificates and keys for the rotation; all problems are reported at once. */
async function judgedOffline(
  host: Host,
  job: Extract<Job, { operation: 'rotate' }>,
): Promise<readonly OfflineTarget[]> {
  const { targets, problems, warnings } = toTargets(job.requests, host.clock.wall());
  if (problems.length > 0) {
    const { askAbout } = await import('./inputs/trusted-targets.ts');
    throw refusal([...problems, ...(await askAbout(targets, host)).problems]);
  }
  publishInputWarnings(host, warnings);
  return targets;
}
