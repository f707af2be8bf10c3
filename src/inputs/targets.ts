import type { Finding, Pasted, Preflight, PreflightPolicy } from '../certificate/preflight.ts';
import { toBeIssued } from '../rotation/issue/to-be-issued.ts';
import type { Target } from '../rotation/target.ts';
import { readIssuing, sharedIdentities } from './issue/to-issuing.ts';
import type { TargetRequest } from './job.ts';
import { collector, echo } from './problem.ts';
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
 * Checks the certificate and key of every target, or what is to sign them, and gathers all findings. Findings
 * that depend on the state at Cloudflare are passed on with their target.
 * @param now epoch milliseconds
 */
export async function toTargets(
  requests: readonly TargetRequest[],
  preflight: RunPreflight,
  now: number,
): Promise<TargetsRead> {
  const problems = collector();
  const warnings = collector();
  const targets: Omit<Target, 'siblings'>[] = [];
  const prepared = await Promise.all(requests.map((request) => prepare(request, preflight, now)));
  for (const [index, { target, findings }] of prepared.entries()) {
    const name = requests[index]?.name ?? '';
    const named = (finding: Finding): InputProblem => toProblem(finding, name, requests.length);
    const others = findings.filter(({ severity }) => severity !== 'warn');
    findings
      .filter(({ severity }) => severity === 'warn')
      .map(named)
      .forEach(warnings.report);
    if (target !== undefined) targets.push({ ...target, conditional: others });
    else others.map(named).forEach(problems.report);
  }
  sharedIdentities(requests).map(identityTwice).forEach(problems.report);
  return problems.problems.length > 0
    ? { kind: 'refused', problems: problems.problems }
    : { kind: 'targets', targets: withSiblings(targets), warnings: warnings.problems };
}

interface Prepared {
  /** Undefined if it is refused. */
  readonly target: Omit<Target, 'siblings' | 'conditional'> | undefined;
  readonly findings: readonly Finding[];
}

async function prepare(request: TargetRequest, preflight: RunPreflight, now: number): Promise<Prepared> {
  const { pasted, issue, clientCa: _, ...known } = request;
  if (issue !== undefined) {
    const read = readIssuing(request, issue, now);
    if (read.kind === 'refused') return { target: undefined, findings: read.findings };
    const { issuing, findings } = read;
    return { target: { ...known, issuing, successor: toBeIssued(issuing, now) }, findings };
  }
  const judged = await preflight(pasted, policyOf(request));
  const { findings } = judged;
  const target =
    judged.kind === 'passed' ? { ...known, issuing: undefined, successor: judged.successor } : undefined;
  return { target, findings };
}

function identityTwice({ name, issue }: TargetRequest): InputProblem {
  return {
    reason: 'IDENTITY_TWICE',
    input: 'issue',
    target: name,
    sentence: `The common name ${echo(issue?.commonName ?? '')} is that of another target of the same zone and level: each would mistake the other's certificate for its own. Give each its own \`common-name\`.`,
  };
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
