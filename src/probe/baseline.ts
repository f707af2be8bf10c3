import { probeEdge } from './edge.ts';
import { edgeEvidence } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import type { ProbeSettings } from './settings.ts';
import { judgeBaseline } from './verdict.ts';
import type { Baseline, Verdict } from './verdict.ts';
import type { ProbeWorld } from './world.ts';

/** Unhealthy answers of one kind in a row that are believed: one may be a hiccup. */
const BELIEVED = 3;
const ATTEMPTS = 7;
const PAUSE = 1_000;

/**
 * Asks a URL before any change until the answer is healthy, or has been unhealthy in the same way
 * three times in a row, or the run is stopped or out of time. Never throws.
 */
export async function takeBaseline(
  world: ProbeWorld,
  url: string,
  settings: ProbeSettings,
): Promise<{ readonly baseline: Baseline; readonly evidence: Evidence }> {
  const kinds: Baseline['kind'][] = [];
  for (;;) {
    const answer = await probeEdge(world, url, settings);
    const baseline = judgeBaseline(answer);
    kinds.push(baseline.kind);
    if (isBelieved(kinds) || isOver(world)) {
      const judged = {
        verdict: VERDICTS[baseline.kind],
        served: baseline.served,
        sentence: baseline.sentence,
      };
      return { baseline, evidence: edgeEvidence('before', url, answer, judged) };
    }
    await world.sleep(PAUSE * (0.75 + world.random() / 2), world.stop);
  }
}

function isBelieved(kinds: readonly Baseline['kind'][]): boolean {
  const latest = kinds.at(-1);
  const alike = kinds.slice(-BELIEVED).filter((kind) => kind === latest).length;
  return latest === 'healthy' || alike === BELIEVED || kinds.length === ATTEMPTS;
}

function isOver(world: ProbeWorld): boolean {
  return world.stop.aborted || world.clock.monotonic() >= world.deadline();
}

const VERDICTS: Readonly<Record<Baseline['kind'], Verdict['verdict']>> = {
  healthy: 'pass',
  'lacks-certificate': 'fail',
  failing: 'fail',
  inconclusive: 'inconclusive',
};
