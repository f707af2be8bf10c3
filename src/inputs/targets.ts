import type { Finding, Pasted, Preflight, PreflightPolicy } from '../certificate/preflight.ts';
import { certificatesIn } from '../certificate/trust.ts';
import { readAuthority } from '../issue/authority.ts';
import type { Issuing } from '../issue/issuing.ts';
import type { SignerSettings } from '../issue/signers/open-signer.ts';
import { toBeIssued } from '../rotation/issue/issued-successor.ts';
import type { OtherTarget, Target } from '../rotation/target.ts';
import type { IssueRequest, TargetRequest } from './job.ts';
import { collector, echo, type InputProblem } from './problem.ts';

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
  const prepare = async (request: TargetRequest): Promise<Ready & { readonly request: TargetRequest }> => ({
    request,
    ...(request.issue === undefined
      ? await pastedSuccessor(request, preflight)
      : issuedSuccessor(request, request.issue, now)),
  });
  const targets: Omit<Target, 'otherTargets'>[] = [];
  for (const { request, ready, findings } of await Promise.all(requests.map(prepare))) {
    const { pasted: _, issue: _issue, clientCa: _ca, ...known } = request;
    const tell = ({ reason, input, sentence }: Finding): InputProblem =>
      requests.length === 1 ? { reason, input, sentence } : { reason, input, sentence, target: request.name };
    const { warn = [], rest = [] } = Object.groupBy(findings, ({ severity }) =>
      severity === 'warn' ? 'warn' : 'rest',
    );
    warn.map(tell).forEach(warnings.report);
    if (ready === undefined) rest.map(tell).forEach(problems.report);
    else targets.push({ ...known, ...ready, conditional: rest });
  }
  sharedIdentities(requests).forEach(problems.report);
  return problems.problems.length > 0
    ? { kind: 'refused', problems: problems.problems }
    : { kind: 'targets', targets: withOthers(targets), warnings: warnings.problems };
}

interface Ready {
  /** Undefined if it is refused. */
  readonly ready: Pick<Target, 'issuing' | 'successor'> | undefined;
  readonly findings: readonly Finding[];
}

async function pastedSuccessor(
  { pasted, policy, clientCa }: Extract<TargetRequest, { issue: undefined }>,
  preflight: RunPreflight,
): Promise<Ready> {
  const judged = await preflight(pasted, {
    minimumValidityMs: policy.minimumValidity,
    expiryWarningMs: policy.expiryWarning,
    clientCa,
    originGiven: policy.origin.addresses.length > 0,
  });
  const ready = judged.kind === 'passed' ? { issuing: undefined, successor: judged.successor } : undefined;
  return { ready, findings: judged.findings };
}

function issuedSuccessor(request: TargetRequest, issue: IssueRequest, now: number): Ready {
  const { validity, signer } = issue;
  const { minimumValidity } = request.policy;
  if (signer.kind !== 'authority') return readyToIssue(request, issue, signer, now);
  const read = readAuthority(signer.pasted, { validity, minimumValidity }, now);
  if (read.kind === 'refused') return { ready: undefined, findings: read.findings };
  const { authority, findings } = read;
  return { ...readyToIssue(request, issue, { kind: 'authority', authority }, now), findings };
}

function readyToIssue(
  { name, clientCa, policy }: TargetRequest,
  { commonName, key, validity, renewBefore, always }: IssueRequest,
  signer: SignerSettings,
  now: number,
): Ready {
  const issuing: Issuing = {
    // An authority that signs in process is known; for a command or a server, only what the origin trusts is.
    identity: {
      commonName,
      authorities:
        signer.kind === 'authority' ? [signer.authority.certificate.x509] : certificatesIn(clientCa ?? ''),
    },
    key,
    validity,
    minimumValidity: policy.minimumValidity,
    rule: { renewBefore, spreadBy: name },
    always,
    signer,
    clientCa,
    originGiven: policy.origin.addresses.length > 0,
  };
  return { ready: { issuing, successor: toBeIssued(issuing, now) }, findings: [] };
}

/** Targets of one zone and level that would mistake each other's certificates for their own, but for the first. */
function sharedIdentities(requests: readonly TargetRequest[]): readonly InputProblem[] {
  const named = requests.flatMap(({ name, zone, level, issue }) => {
    const commonName = issue?.commonName ?? '';
    return commonName === '' ? [] : [{ name, commonName, key: `${zone} ${level} ${commonName}` }];
  });
  const groups = [...Map.groupBy(named, ({ key }) => key).values()];
  return groups.flatMap(([, ...others]) =>
    others.map(({ name, commonName }) => ({
      reason: 'IDENTITY_TWICE',
      input: 'issue',
      target: name,
      sentence: `The common name ${echo(commonName)} is that of another target of the same zone and level: each would mistake the other's certificate for its own. Give each its own \`common-name\`.`,
    })),
  );
}

function withOthers(targets: readonly Omit<Target, 'otherTargets'>[]): readonly Target[] {
  const known = targets.map(({ hostnames, policy: { deletePrevious }, replace, successor }): OtherTarget => {
    const { fingerprint } = successor.leaf;
    return { fingerprint, hostnames, replace, deletePrevious };
  });
  return targets.map((target, index) => ({
    ...target,
    otherTargets: known.filter((_, other) => other !== index),
  }));
}
