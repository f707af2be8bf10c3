import type { Pair } from '../sandbox/authority/index.ts';
import { LATENCY, openBenchBox, type BenchBox, type Times } from './box.ts';
import { megabytes, seconds, table, times as ratio } from './figures.ts';
import { criticalPath } from './rotation.ts';
import { measure, type Measured } from './run.ts';

/** What Cloudflare takes on one certificate. */
const HOSTNAMES_ON_ONE = 100;
/** What the action moves together. */
const HOSTNAMES_IN_A_CALL = 25;
/** Calls in five minutes, less the reserve that the action keeps. */
const RATE = 1180;

export interface Sizes {
  readonly zones: readonly number[];
  readonly hostnames: readonly number[];
  /** More zones than begin at once with `stop` are measured with `continue` as well. */
  readonly stopsAt: number;
}

/**
 * How a run grows with the zones of its manifest, and with the hostnames of one zone. Each is measured in a
 * box of its own, since the calls of the one before count for the server's rate limit.
 */
export async function growth(sizes: Sizes, times: Times): Promise<string> {
  const rows: string[][] = [];
  const row = (what: string, { wall, calls, peak }: Measured, path: number): number =>
    rows.push([
      what,
      String(calls.length),
      seconds(wall),
      seconds(path),
      seconds(wall - path),
      calls.length > RATE ? 'the rate limit' : ratio(wall / path),
      megabytes(peak),
    ]);
  for (const count of sizes.zones)
    for (const onFailure of count > sizes.stopsAt ? ['stop', 'continue'] : ['stop']) {
      await using box = await openBenchBox(times);
      const what = `${String(count)} zone${count === 1 ? '' : 's'}, rotated`;
      row(
        onFailure === 'stop' ? what : `${what}, \`on-failure: continue\``,
        await zones(box, count, onFailure),
        criticalPath('zone', times),
      );
    }
  for (const count of sizes.hostnames) {
    await using box = await openBenchBox(times);
    const certificates = Math.ceil(count / HOSTNAMES_ON_ONE);
    const batches = Math.ceil(Math.min(count, HOSTNAMES_ON_ONE) / HOSTNAMES_IN_A_CALL);
    // One mutation at a time in a zone: the uploads follow each other. A batch waits for the one before.
    const calls = 6 + certificates - 1 + 2 * (batches - 1);
    const path = calls * LATENCY + times.deployment + batches * times.association;
    row(`${String(count)} hostname${count === 1 ? '' : 's'}, set up`, await hostnames(box, count), path);
  }
  return table(['estate', 'calls', 'wall', 'critical path', 'above it', 'ratio', 'peak memory'], rows);
}

async function zones(box: BenchBox, count: number, onFailure: string): Promise<Measured> {
  const env: Record<string, string> = {};
  const entries: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const zone = box.zone(`zone-${String(index)}.of-${String(count)}.test`);
    const [former, next] = await Promise.all([issue(box), issue(box)]);
    box.sandbox.model.install(zone, 'zone', former);
    box.sandbox.model.setEnabled(zone, true);
    env[`PEM_${String(index)}`] = next.certificate + next.privateKey;
    entries.push(
      `  - zone: ${zone.name}`,
      '    targets:',
      '      - level: zone',
      `        certificate-env: PEM_${String(index)}`,
    );
  }
  const inputs = { manifest: ['zones:', ...entries].join('\n'), 'on-failure': onFailure };
  return await measure(box, inputs, env);
}

async function hostnames(box: BenchBox, count: number): Promise<Measured> {
  const zone = box.zone(`hostnames-${String(count)}.test`);
  const env: Record<string, string> = {};
  const entries: string[] = [];
  for (let first = 0; first < count; first += HOSTNAMES_ON_ONE) {
    const pair = await issue(box);
    const names = Array.from(
      { length: Math.min(HOSTNAMES_ON_ONE, count - first) },
      (_, index) => `h${String(first + index)}.${zone.name}`,
    );
    env[`PEM_${String(first)}`] = pair.certificate + pair.privateKey;
    entries.push(
      '      - level: hostname',
      `        hostnames: [${names.join(', ')}]`,
      `        certificate-env: PEM_${String(first)}`,
    );
  }
  const manifest = ['zones:', `  - zone: ${zone.name}`, '    targets:', ...entries].join('\n');
  return await measure(box, { manifest }, env);
}

function issue(box: BenchBox): Promise<Pair> {
  return box.sandbox.clientAuthority.issue({ subject: 'CN=origin pull' });
}
