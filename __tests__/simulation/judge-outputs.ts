import type { Job } from './rotate-only.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { copiesOf, liveCertificates } from './truth.ts';

type Outputs = ReadonlyMap<string, string>;

/** 9: outputs are true, by the truth of the model at the moment they were set. */
export function judgeOutputs(job: Job, outputs: Outputs): readonly string[] {
  return [...changed(job, outputs), ...certificate(job, outputs), ...facts(job.world, outputs)];
}

/** `changed`: this run's writes took effect, and were not undone. */
function changed({ world, process }: Job, outputs: Outputs): readonly string[] {
  const said = outputs.get('changed');
  const sent = world.calls.some(({ by, method }) => by === process.name && method !== 'GET');
  const own = world.writes.filter(({ by }) => by === process.name);
  const uploads = new Set(
    own.flatMap(({ event }) => (event.kind === 'certificate-uploaded' ? [event.certificateId] : [])),
  );
  const there = liveCertificates(world, world.scenario.level, world.time.now).some(({ id }) =>
    uploads.has(id),
  );
  const changedIt = there || (outputs.get('result') === 'rotated' && own.length > 0);
  if (changedIt && said !== 'true') return [`it changed something, and the output changed is ${said}`];
  return !sent && said !== 'false' ? [`it sent no change, and the output changed is ${said}`] : [];
}

/** `certificate-id`: what is in force as the run ends; empty where it failed and cannot know. */
function certificate({ world, process, pair, dryRun }: Job, outputs: Outputs): readonly string[] {
  const { time, scenario } = world;
  const id = outputs.get('certificate-id') ?? '';
  const result = outputs.get('result') ?? '';
  const copies = copiesOf(world, pair.fingerprint, time.now);
  const isOurs = copies.some((one) => one.id === id);
  const wrong = [`it ended ${result}, and the output certificate-id is ${id === '' ? 'empty' : id}`];
  switch (result) {
    case 'rotated':
    case 'unchanged':
      return isOurs || dryRun || world.meddledWith || scenario.variants.deployment === 'flap' ? [] : wrong;
    case 'rolled-back':
      return isOurs && process.cancelledAt === undefined ? wrong : [];
    default:
      return id === '' || world.zone.certificates.has(id) ? [] : wrong;
  }
}

/** The other scalars are of the same certificate. */
function facts({ zone }: SimulatedWorld, outputs: Outputs): readonly string[] {
  const known = zone.certificates.get(outputs.get('certificate-id') ?? '')?.facts;
  if (known === undefined) return [];
  const right = { fingerprint: known.fingerprint, 'serial-number': known.serialHex };
  return Object.entries(right)
    .filter(([name, value]) => outputs.get(name) !== value)
    .map(([name]) => `the output ${name} is of another certificate than certificate-id`);
}
