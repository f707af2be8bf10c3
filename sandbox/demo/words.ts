import type { TrafficReport } from '../traffic/index.ts';

const began = Date.now();
const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s`;

/** A line of the demo itself, with the time since it began. */
export function say(text: string): void {
  process.stdout.write(`${seconds()}  ${text}\n`);
}

export function step(title: string): void {
  process.stdout.write('\n');
  say(`── ${title}`);
}

/** A line of the action's log. */
export function tell(line: string): void {
  process.stdout.write(`${seconds()}  │ ${line}\n`);
}

/** What visitors saw since the last such line; nothing where nobody came. */
export function tellVisitors(before: TrafficReport, now: TrafficReport): void {
  const made = now.made - before.made;
  if (made === 0) return;
  const shown = [...now.served].flatMap(([host, counts]) =>
    [...counts]
      .filter(([name, count]) => count > (before.served.get(host)?.get(name) ?? 0))
      .map(([name]) => name),
  );
  const certificates = [...new Set(shown)].map((name) => nameOf(name, 8));
  const more = certificates.length > 4 ? ` and ${String(certificates.length - 4)} more` : '';
  const failed = now.failed - before.failed;
  say(
    `○ visitors: ${String(made)} handshakes, ${String(failed)} failed; served with ${certificates.slice(0, 4).join(', ')}${more}`,
  );
}

/** A certificate by the beginning of its fingerprint. */
function nameOf(shown: string, digits: number): string {
  return shown.startsWith('none') ? 'no certificate' : shown.slice(0, digits);
}

/**
 * How many handshakes there were, which certificates they showed, and which failed.
 * @param named hostnames to be told one by one; all by default
 */
export function printTraffic(report: TrafficReport, named?: readonly string[]): void {
  step('What visitors saw');
  const told = [...report.served].filter(([host]) => named?.includes(host) ?? true);
  for (const [host, counts] of told) {
    say(host);
    for (const [fingerprint, count] of counts) {
      say(`  ${String(count).padStart(5)} handshakes with ${nameOf(fingerprint, 32)}`);
    }
  }
  const more = report.served.size - told.length;
  if (more > 0) say(`and so on for ${String(more)} more hostnames`);
  for (const failure of report.failures.slice(0, 10)) {
    const at = new Date(failure.at).toISOString();
    say(
      `  failed: ${failure.host} at ${failure.edge}, ${at}: ${failure.reason}, showing ${failure.presented.slice(0, 16)}`,
    );
  }
  if (report.failures.length > 10) say(`  … and ${String(report.failures.length - 10)} more`);
  say(`Handshakes made: ${String(report.made)}. Failed: ${String(report.failed)}.`);
}
