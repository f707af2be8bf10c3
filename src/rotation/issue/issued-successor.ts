import type { X509Certificate } from 'node:crypto';
import { certificatesIn } from '../../certificate/leaf.ts';
import { isProspective, prospectiveLeaf, type Issuing } from '../../issue/issuing.ts';
import { dueAt } from '../../issue/renewal.ts';
import { nameOfSigner } from '../../issue/signers/open-signer.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Renewal } from '../result.ts';
import type { Successor, Target } from '../target.ts';

/** A stand-in before anything is issued: enough to observe with, and to report. */
export function toBeIssued(issuing: Issuing, now: number): Successor {
  const { signer, identity, clientCa } = issuing;
  const [only, ...others] = identity.authorities ?? [];
  const signedBy =
    signer.kind === 'authority' ? signer.authority.certificate.x509 : others.length === 0 ? only : undefined;
  return {
    ...withAuthorities(issuing),
    leaf: prospectiveLeaf(issuing, now),
    key: undefined,
    // OpenSSL is asked once there is something to ask about.
    vouchedByCa: clientCa !== undefined,
    ...(signedBy === undefined ? {} : { signedBy }),
  };
}

/** Who signs a target's certificates, and when the next one is due. */
export function renewalOf({ issuing, successor: { leaf } }: Target): Renewal | undefined {
  if (issuing === undefined) return undefined;
  const signer = nameOfSigner(issuing.signer);
  return { signer, dueAt: isProspective(leaf) ? undefined : dueAt(leaf, issuing.rule) };
}

/** What the origin is known to trust. */
export function withAuthorities({ clientCa, identity }: Issuing): Pick<Successor, 'clientCa' | 'chain'> {
  const given: readonly X509Certificate[] = certificatesIn(clientCa ?? '');
  return { clientCa: given, chain: given.length > 0 ? [] : (identity.authorities ?? []) };
}

/** Has a certificate issued for a target, which then has it as its successor. */
export async function haveIssued(
  before: Target,
  issuing: Issuing,
  { issuer, api }: Pick<World, 'issuer' | 'api'>,
  runLog: RunLog,
): Promise<Target> {
  const { leaf, key, vouchedByCa, findings } = await runLog.phase(
    'issue',
    () => issuer.issue(issuing, api.serverNow()),
    (issued) => `issued ${issued.leaf.subject}, signed by ${issued.leaf.issuer}`,
  );
  for (const { reason, sentence } of findings.filter(({ severity }) => severity === 'warn'))
    runLog.warn({ reason, sentence });
  const { clientCa, chain } = before.successor;
  return {
    ...before,
    successor: { clientCa, chain, leaf, key, vouchedByCa },
    conditional: findings.filter(({ severity }) => severity !== 'warn'),
  };
}
