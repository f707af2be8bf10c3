import type { ProbeEvidence } from './evidence.ts';
import { edgeEvidence } from './evidence.ts';
import { probeEdge } from './edge.ts';
import type { ProbeSettings } from './settings.ts';
import { judgeBaseline } from './verdict.ts';
import type { Baseline } from './verdict.ts';
import type { ProbeWorld } from './world.ts';

/** Asks until the answer is healthy or has been the same kind of unhealthy three times in a row. */
export async function takeBaseline(
  world: ProbeWorld,
  url: string,
  settings: ProbeSettings,
): Promise<{ readonly baseline: Baseline; readonly evidence: ProbeEvidence }> {
  const answer = await probeEdge(world, url, settings);
  const baseline = judgeBaseline(answer);
  return {
    baseline,
    evidence: edgeEvidence('before', url, answer, {
      verdict: 'inconclusive',
      served: baseline.served,
      sentence: baseline.sentence,
    }),
  };
}
