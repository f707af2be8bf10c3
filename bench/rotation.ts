import { LATENCY, SHORT, type BenchBox, type Times } from './box.ts';
import { megabytes, seconds, table, times } from './figures.ts';
import { besidesPolls, measure } from './run.ts';

/** Milliseconds of `grace-period` in every run here. */
const GRACE = 1000;

/**
 * What no client could do faster: calls that must follow each other, and Cloudflare's own times.
 * Zone level: name, list, upload, poll, look again, delete, look. With hostnames there are the PUT and a look
 * at its outcome besides.
 */
export function criticalPath(
  level: 'zone' | 'hostname',
  { deployment, association, deletion }: Times,
): number {
  const own = deployment + GRACE + deletion;
  return level === 'zone' ? 7 * LATENCY + own : 9 * LATENCY + association + own;
}

/** One rotation at either level: calls, time against the critical path, memory. */
export async function rotations(box: BenchBox): Promise<string> {
  const rows: string[][] = [];
  for (const level of ['zone', 'hostname'] as const) {
    const zone = box.zone(`${level}.rotation.test`);
    const [former, next] = await Promise.all(
      ['1', '2'].map(() => box.sandbox.clientAuthority.issue({ subject: 'CN=origin pull' })),
    );
    if (former === undefined || next === undefined) throw new Error('no certificates');
    const id = box.sandbox.model.install(zone, level, former);
    const hostnames = ['www', 'api'].map((label) => `${label}.${zone.name}`);
    if (level === 'zone') box.sandbox.model.setEnabled(zone, true);
    else for (const hostname of hostnames) box.sandbox.model.associate(zone, hostname, id, true);
    const { wall, calls, peak } = await measure(box, {
      zone: zone.name,
      level,
      certificate: next.certificate,
      'private-key': next.privateKey,
      ...(level === 'hostname' ? { hostnames: hostnames.join() } : {}),
    });
    const path = criticalPath(level, SHORT);
    rows.push([
      `rotation at ${level} level`,
      String(besidesPolls(calls)),
      String(calls.length),
      seconds(wall),
      seconds(path),
      times(wall / path),
      megabytes(peak),
    ]);
  }
  return table(
    ['one rotation', 'calls besides polls', 'calls', 'wall', 'critical path', 'ratio', 'peak memory'],
    rows,
  );
}
