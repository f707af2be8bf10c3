import { isRefusal } from '../certificate/finding.ts';
import { judgeTrust, type TrustWorld } from '../certificate/trust.ts';
import type { Target } from '../rotation/target.ts';
import { collector, reportFindings } from './problem.ts';
import type { OfflineTarget, TargetsRead } from './targets.ts';

export interface TrustedTargets extends Pick<TargetsRead, 'problems' | 'warnings'> {
  readonly targets: readonly Target[];
}

/**
 * Asks OpenSSL about the certificate of every target that was given one. A yes vouches for it, where there is a
 * bundle of what the origin trusts.
 */
export async function askAbout(judged: readonly OfflineTarget[], world: TrustWorld): Promise<TrustedTargets> {
  const problems = collector();
  const warnings = collector();
  const ask = async ({ target, named, trustCase }: OfflineTarget): Promise<Target> => {
    if (trustCase === undefined) return target;
    const { vouchedByCa, findings } = await judgeTrust(trustCase, world);
    const all = [...target.conditional, ...findings];
    const conditional = reportFindings({ problems, warnings }, all, findings.some(isRefusal), named);
    const successor = { ...target.successor, vouchedByCa };
    return { ...target, successor, conditional };
  };
  const targets = await Promise.all(judged.map(ask));
  return { targets, problems: problems.problems, warnings: warnings.problems };
}
