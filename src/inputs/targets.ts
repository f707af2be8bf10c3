import type { Finding, Pasted, Preflight, PreflightPolicy } from '../certificate/preflight.ts';
import type { Target } from '../rotation/target.ts';
import { collector } from './collect.ts';
import type { TargetRequest } from './job.ts';
import type { InputProblem } from './problem.ts';

/** `preflight` of the certificate room. */
export type RunPreflight = (pasted: Pasted, policy: PreflightPolicy) => Promise<Preflight>;

export type TargetsRead =
  | {
      readonly kind: 'targets';
      readonly targets: readonly Target[];
      readonly warnings: readonly InputProblem[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly InputProblem[] };

/**
 * Looks at certificate and key of every target and gathers all findings. What only the observed
 * world can settle goes along with its target.
 */
export async function toTargets(
  requests: readonly TargetRequest[],
  preflight: RunPreflight,
): Promise<TargetsRead> {
  const problems = collector();
  const warnings = collector();
  const targets: Omit<Target, 'siblings'>[] = [];
  const judgements = await Promise.all(
    requests.map(async (request) => ({
      request,
      judged: await preflight(request.pasted, policyOf(request)),
    })),
  );
  for (const { request, judged } of judgements) {
    const { pasted: _pasted, clientCa: _clientCa, ...known } = request;
    const named = (finding: Finding): InputProblem => toProblem(finding, request.name, requests.length);
    judged.findings
      .filter(({ severity }) => severity === 'warn')
      .map(named)
      .forEach(warnings.report);
    const others = judged.findings.filter(({ severity }) => severity !== 'warn');
    if (judged.kind === 'passed')
      targets.push({ ...known, successor: judged.successor, conditional: others });
    else others.map(named).forEach(problems.report);
  }
  return targets.length < requests.length
    ? { kind: 'refused', problems: problems.problems }
    : { kind: 'targets', targets: withSiblings(targets), warnings: warnings.problems };
}

function policyOf({ policy, clientCa }: TargetRequest): PreflightPolicy {
  return {
    minimumValidityMs: policy.minimumValidity,
    expiryWarningMs: policy.expiryWarning,
    clientCa,
    originGiven: policy.origin.addresses.length > 0,
  };
}

function toProblem({ reason, input, sentence }: Finding, target: string, count: number): InputProblem {
  return count === 1 ? { reason, input, sentence } : { reason, input, sentence, target };
}

function withSiblings(targets: readonly Omit<Target, 'siblings'>[]): readonly Target[] {
  const fingerprints = targets.map(({ successor }) => successor.leaf.fingerprint);
  return targets.map((target, index) => ({
    ...target,
    siblings: fingerprints.filter((_, other) => other !== index),
  }));
}
