import type { Issuing } from '../../issue/issuing.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Target } from '../target.ts';

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
