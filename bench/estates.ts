import type { Pair } from '../sandbox/authority/index.ts';
import { GRACE, LATENCY, openBenchBox, TIMES, type BenchBox } from './box.ts';
import { megabytes, seconds, table, times as ratio } from './figures.ts';
import { besidesPolls, measure, type Measured } from './run.ts';

/** What Cloudflare takes on one certificate, and how many certificates in one zone. */
const HOSTNAMES_ON_ONE = 100;
/** What the action moves together. */
const HOSTNAMES_IN_A_CALL = 25;

interface Estate {
  readonly name: string;
  readonly play: (box: BenchBox) => Promise<Measured>;
  /** Milliseconds that no client could save: calls that must follow each other, and Cloudflare's own times. */
  readonly path: number;
}

/** Name, list, upload, a look that shows it active, the second look, delete, a look that shows it gone. */
const ZONE_PATH = 7 * LATENCY + TIMES.deployment + GRACE + TIMES.deletion;

const zoneEstate = (count: number): Estate => ({
  name: `${String(count)} zone${count === 1 ? '' : 's'}`,
  play: (box) => zones(box, count, 'stop'),
  path: ZONE_PATH,
});

export const FEW: readonly Estate[] = [
  zoneEstate(1),
  {
    name: '2 hostnames',
    play: (box) => hostnames(box, 2, true),
    path: hostnamePath(2) + GRACE + 3 * LATENCY + TIMES.deletion,
  },
];

/** Played beside each other on two cores. */
export const MANY: readonly (readonly Estate[])[] = [
  [
    ...FEW,
    zoneEstate(10),
    { name: '1000 hostnames, set up', play: (box) => hostnames(box, 1000, false), path: hostnamePath(1000) },
  ],
  [
    { name: '100 zones, `continue`', play: (box) => zones(box, 100, 'continue'), path: ZONE_PATH },
    // Sixteen begin, since one mistake is to reach no more, and the others once these have ended.
    { name: '100 zones, `stop`', play: (box) => zones(box, 100, 'stop'), path: 2 * ZONE_PATH },
  ],
];

/**
 * How long runs take at the defaults people use. Each estate has a box of its own, since the calls of the one
 * before count for the server's rate limit.
 */
export async function estates(rows: readonly (readonly Estate[])[]): Promise<string> {
  const done = await Promise.all(rows.map(async (some) => await oneAfterAnother(some)));
  const head = ['estate', 'calls besides polls', 'calls', 'wall', 'critical path', 'ratio', 'peak memory'];
  return table(head, done.flat());
}

async function oneAfterAnother(some: readonly Estate[]): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for (const { name, play, path } of some) {
    await using box = await openBenchBox();
    const { wall, calls, peak } = await play(box);
    rows.push([
      name,
      String(besidesPolls(calls)),
      String(calls.length),
      seconds(wall),
      seconds(path),
      ratio(wall / path),
      megabytes(peak),
    ]);
  }
  return rows;
}

/** Name, lists, uploads one after another, a look; a batch waits for the one before. */
function hostnamePath(count: number): number {
  const certificates = Math.ceil(count / HOSTNAMES_ON_ONE);
  const batches = Math.ceil(Math.min(count, HOSTNAMES_ON_ONE) / HOSTNAMES_IN_A_CALL);
  const calls = 3 + certificates + 2 * batches;
  return calls * LATENCY + TIMES.deployment + batches * TIMES.association;
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

/** A thousand fill the quota of certificates, so those can only be set up. */
async function hostnames(box: BenchBox, count: number, rotated: boolean): Promise<Measured> {
  const zone = box.zone(`hostnames-${String(count)}.test`);
  const env: Record<string, string> = {};
  const entries: string[] = [];
  for (let first = 0; first < count; first += HOSTNAMES_ON_ONE) {
    const pair = await issue(box);
    const names = Array.from(
      { length: Math.min(HOSTNAMES_ON_ONE, count - first) },
      (_, index) => `h${String(first + index)}.${zone.name}`,
    );
    if (rotated) {
      const id = box.sandbox.model.install(zone, 'hostname', await issue(box));
      for (const name of names) box.sandbox.model.associate(zone, name, id, true);
    }
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
