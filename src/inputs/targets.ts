import type { Finding } from '../certificate/finding.ts';
import { certificatesIn } from '../certificate/leaf.ts';
import { preflight, type Preflight } from '../certificate/preflight.ts';
import type { TrustCase } from '../certificate/trust.ts';
import { readAuthority } from '../issue/authority.ts';
import type { Issuing } from '../issue/issuing.ts';
import type { SignerSettings } from '../issue/signers/open-signer.ts';
import { toBeIssued } from '../rotation/issue/issued-successor.ts';
import type { OtherTarget, Target } from '../rotation/target.ts';
import type { IssueRequest, TargetRequest } from './job.ts';
import { collector, echo, reportFindings, type InputProblem } from './problem.ts';

export interface TargetsRead {
  /** Those that are not refused. */
  readonly targets: readonly OfflineTarget[];
  readonly problems: readonly InputProblem[];
  readonly warnings: readonly InputProblem[];
}

/** A target whose certificate was judged offline. */
export interface OfflineTarget {
  readonly target: Target;
  /** What problems call it, where there are several. */
  readonly named: string | undefined;
  /** What OpenSSL is still to be asked; undefined where the certificate is yet to be issued. */
  readonly trustCase: TrustCase | undefined;
}

/**
 * Checks the certificate and key of every target, or what is to sign them, and gathers all findings. Findings
 * that depend on the state at Cloudflare are passed on with their target.
 * @param now epoch milliseconds
 */
export function toTargets(
  requests: readonly TargetRequest[],
  now: number,
  check: typeof preflight = preflight,
): TargetsRead {
  const problems = collector();
  const warnings = collector();
  const targets = requests.flatMap((request) => {
    const judged =
      request.issue === undefined
        ? judgePasted(request, check, now)
        : judgeToIssue(request, request.issue, now);
    const isRefused = judged.kind === 'refused';
    const named = requests.length === 1 ? undefined : request.name;
    const conditional = reportFindings({ problems, warnings }, judged.findings, isRefused, named);
    if (isRefused) return [];
    const { issuing, successor, trustCase } = judged;
    const { pasted: _, issue: _issue, clientCa: _ca, ...known } = request;
    return [{ ...known, issuing, successor, trustCase, conditional, named }];
  });
  sharedIdentities(requests).forEach(problems.report);
  return { targets: withOthers(targets), problems: problems.problems, warnings: warnings.problems };
}

/** As a preflight tells it, also of what is to be issued. */
type Judged =
  | (Pick<Target, 'issuing' | 'successor'> & {
      readonly kind: 'passed';
      readonly trustCase?: TrustCase;
      readonly findings: readonly Finding[];
    })
  | Extract<Preflight, { kind: 'refused' }>;

function judgePasted(
  { pasted, policy, clientCa }: Extract<TargetRequest, { issue: undefined }>,
  check: typeof preflight,
  now: number,
): Judged {
  const { minimumValidity, expiryWarning, origin } = policy;
  const originGiven = origin.addresses.length > 0;
  return check(pasted, { minimumValidity, expiryWarning, clientCa, originGiven }, now);
}

function judgeToIssue(request: TargetRequest, issue: IssueRequest, now: number): Judged {
  const { validity, signer } = issue;
  const { minimumValidity } = request.policy;
  if (signer.kind !== 'authority') return readyToIssue(request, issue, signer, now);
  const read = readAuthority(signer.pasted, { validity, minimumValidity }, now);
  if (read.kind === 'refused') return read;
  const { authority, findings } = read;
  return { ...readyToIssue(request, issue, { kind: 'authority', authority }, now), findings };
}

function readyToIssue(
  { name, clientCa, policy }: TargetRequest,
  { commonName, key, validity, renewBefore, always }: IssueRequest,
  signer: SignerSettings,
  now: number,
): Extract<Judged, { kind: 'passed' }> {
  // An authority that signs in process is known; for a command or a server, only what the origin trusts is.
  const authorities =
    signer.kind === 'authority' ? [signer.authority.certificate.x509] : certificatesIn(clientCa ?? '');
  const issuing: Issuing = {
    identity: { commonName, authorities },
    key,
    validity,
    minimumValidity: policy.minimumValidity,
    rule: { renewBefore, spreadBy: name },
    always,
    signer,
    clientCa,
    originGiven: policy.origin.addresses.length > 0,
  };
  return { kind: 'passed', issuing, successor: toBeIssued(issuing, now), findings: [] };
}

/** Targets of one zone and level that would mistake each other's certificates for their own, but for the first. */
function sharedIdentities(requests: readonly TargetRequest[]): readonly InputProblem[] {
  const named = requests.flatMap(({ name, zone, level, issue }) =>
    issue?.commonName ? [{ name, zone, level, commonName: issue.commonName }] : [],
  );
  const alike = Map.groupBy(named, ({ zone, level, commonName }) => `${zone} ${level} ${commonName}`);
  return [...alike.values()].flatMap(([, ...others]) =>
    others.map(({ name, commonName }) => ({
      reason: 'IDENTITY_TWICE',
      input: 'issue',
      target: name,
      sentence: `The common name ${echo(commonName)} is that of another target of the same zone and level: each would mistake the other's certificate for its own. Give each its own \`common-name\`.`,
    })),
  );
}

function withOthers(
  judged: readonly (Omit<Target, 'otherTargets'> & Omit<OfflineTarget, 'target'>)[],
): readonly OfflineTarget[] {
  const known = judged.map(({ hostnames, policy, replace, successor }): OtherTarget => {
    const { fingerprint } = successor.leaf;
    return { fingerprint, hostnames, replace, deletePrevious: policy.deletePrevious };
  });
  return judged.map(({ named, trustCase, ...target }, index) => {
    const otherTargets = known.filter((_, other) => other !== index);
    return { target: { ...target, otherTargets }, named, trustCase };
  });
}
