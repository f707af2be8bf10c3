import type { X509Certificate } from 'node:crypto';
import type { Finding } from '../../certificate/finding.ts';
import { certificatesIn } from '../../certificate/trust.ts';
import { readAuthority } from '../../issue/authority.ts';
import type { Issuing } from '../../issue/issuing.ts';
import type { SignerSettings } from '../../issue/signers/open-signer.ts';
import type { IssueRequest, TargetRequest } from '../job.ts';

type IssuingRead =
  | { readonly kind: 'read'; readonly issuing: Issuing; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Looks at the authority of a target that is issued, offline.
 * @param now epoch milliseconds
 */
export function readIssuing(request: TargetRequest, issue: IssueRequest, now: number): IssuingRead {
  const { validity } = issue;
  const { minimumValidity } = request.policy;
  if (issue.signer.kind !== 'authority')
    return { kind: 'read', issuing: issuingOf(request, issue, issue.signer), findings: [] };
  const read = readAuthority(issue.signer.pasted, { validity, minimumValidity }, now);
  if (read.kind === 'refused') return read;
  const signer = { kind: 'authority', authority: read.authority } as const;
  return { kind: 'read', issuing: issuingOf(request, issue, signer), findings: read.findings };
}

function issuingOf(
  { name, clientCa, policy }: TargetRequest,
  { commonName, key, validity, renewBefore, always }: IssueRequest,
  signer: SignerSettings,
): Issuing {
  return {
    identity: { commonName, authorities: authoritiesOf(signer, clientCa) },
    key,
    validity,
    minimumValidity: policy.minimumValidity,
    rule: { renewBefore, spreadBy: name },
    always,
    signer,
    clientCa,
    originGiven: policy.origin.addresses.length > 0,
  };
}

/** An authority that signs in process is known; for a command or a server, only what the origin trusts is. */
function authoritiesOf(signer: SignerSettings, clientCa: string | undefined): readonly X509Certificate[] {
  return signer.kind === 'authority' ? [signer.authority.certificate.x509] : certificatesIn(clientCa ?? '');
}

/** Two targets of one zone and level that would mistake each other's certificates for their own. */
export function sharedIdentities(requests: readonly TargetRequest[]): readonly TargetRequest[] {
  const seen = new Set<string>();
  return requests.filter((request) => {
    const key = identityKey(request);
    const twice = key !== '' && seen.has(key);
    seen.add(key);
    return twice;
  });
}

function identityKey({ zone, level, issue }: TargetRequest): string {
  return issue === undefined || issue.commonName === '' ? '' : `${zone} ${level} ${issue.commonName}`;
}
