import { getCertificate } from '../../cloudflare/certificates.ts';
import type { Issuing } from '../../issue/issuing.ts';
import { ownIn, type Own } from '../../zone/inventory.ts';
import { observed } from '../../zone/read-lists.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import { askOrigins } from '../observe/ask-origins.ts';
import type { Observation } from '../observe/observation.ts';
import { plan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Target } from '../target.ts';
import { choose, issueFor, orphanIn, roomIn, unproven, type ToIssue } from './choose.ts';
import { haveIssued, toBeIssued, withAuthorities } from './issued-successor.ts';

/** A target whose successor is known, with what the plan makes of it. */
export interface Settled {
  readonly target: Target;
  readonly observation: Observation;
  readonly decided: Plan;
}

/** Reasons for the plan to stop that a new certificate would clear. */
const CURED_BY_A_FRESH_ONE: ReadonlySet<string> = new Set([
  'ORDER_UNKNOWN',
  'OLDER_LIVE_COPY',
  'ONLY_CERTIFICATE_STUCK',
]);

/**
 * Finds the successor of a target that is issued, or has it issued: everything that would stop the run is
 * checked before anything is signed. A dry run makes no key.
 *
 * @throws ActionError `SIGNER_FAILED`, `SIGNER_ANSWER_REFUSED`
 */
export async function settle(
  asked: Target,
  issuing: Issuing,
  observation: Observation,
  world: World,
  runLog: RunLog,
  dryRun: boolean,
): Promise<Settled> {
  const now = (): number => world.api.serverNow();
  const choice = choose(asked, issuing, observation, now());
  if (choice.kind === 'issue') {
    const renewed = await renew(choice);
    return isFull(renewed.decided) && choice.isDue === true ? await withoutRoom(renewed) : renewed;
  }
  const kept = await take(choice.own);
  const { refused } = choice;
  const instead = ratherIssued(kept, choice.own);
  return instead === undefined ? kept : await renew(instead);

  /** Why the existing certificate will not do after all, by the plan. */
  function ratherIssued({ decided }: Settled, own: Own): ToIssue | undefined {
    switch (decided.kind) {
      case 'idle':
        return issuing.always && refused !== true ? issueFor('`renew` is `always`') : undefined;
      case 'rotate':
        if (decided.adopt === undefined) return issueFor(`${own.id} no longer exists`);
        return decided.moves.length === 0 ? undefined : unproven(issuing, observation, own);
      case 'refused':
        if (CURED_BY_A_FRESH_ONE.has(decided.reason))
          return issueFor(`it is not known which certificate is in force (${decided.reason})`);
        return isOfIssuer(decided)
          ? issueFor(
              `nothing can vouch for ${own.id}, whose key is gone (${decided.reason})`,
              orphanIn(issuing, observation, own),
            )
          : undefined;
    }
  }

  /**
   * Where the quota has no room for another, what an earlier run began is finished although it is due: that makes room
   * for the next run.
   */
  async function withoutRoom(renewed: Settled): Promise<Settled> {
    const [latest] = ownIn(issuing, observation);
    if (latest === undefined) return renewed;
    const finished = await take(latest);
    const { decided } = finished;
    return decided.kind === 'rotate' && ratherIssued(finished, latest) === undefined ? finished : renewed;
  }

  async function take(own: Own): Promise<Settled> {
    const read = await getCertificate(world.api, observation.zone.id, asked.level, own.id);
    const others = observation.certificates.filter(({ id }) => id !== own.id);
    const fresh = read === undefined ? own : { ...observed(read), leaf: own.leaf };
    const successor = { ...withAuthorities(issuing), leaf: own.leaf, key: undefined, vouchedByCa: false };
    const taken = decide({ ...asked, successor }, { ...observation, certificates: [...others, fresh] });
    return taken.decided.kind === 'idle' || dryRun || issuing.signer.kind !== 'authority'
      ? taken
      : await withStandIn(taken);
  }

  /**
   * The key of the existing certificate is gone, so OpenSSL cannot be asked about it. If the authority is at hand,
   * OpenSSL is asked about another one like it, which is never uploaded.
   */
  async function withStandIn({ target, observation: seen }: Settled): Promise<Settled> {
    runLog.say(
      'The key of the certificate that an earlier run left is gone, so OpenSSL checks one like it instead.',
    );
    const { vouchedByCa, findings } = await world.issuer.issue(issuing, now());
    const conditional = findings.filter(({ severity }) => severity !== 'warn');
    return decide({ ...target, successor: { ...target.successor, vouchedByCa }, conditional }, seen);
  }

  async function renew({ sentence, orphan }: ToIssue): Promise<Settled> {
    runLog.say(`Issuing a certificate: ${sentence}.`);
    const expected = withRoom({ ...asked, successor: toBeIssued(issuing, now()), orphan });
    if (dryRun) await world.issuer.check(issuing.signer);
    const undecided = issuing.originGiven && isOfIssuer(expected.decided);
    if (undecided && dryRun) return withoutIssuer(expected.target);
    if (dryRun || (expected.decided.kind === 'refused' && !undecided)) return expected;
    const target = await haveIssued(expected.target, issuing, world, runLog);
    return decide(target, { ...observation, originChecks: await askOrigins(target, world, runLog) });
  }

  /** Where the quota is full, what an earlier run left unused goes first, if it may. */
  function withRoom(target: Target): Settled {
    const expected = decide(target);
    const orphan = isFull(expected.decided) ? roomIn(issuing, observation, now()) : undefined;
    return orphan === undefined ? expected : decide({ ...target, orphan });
  }

  /** What only the origin could say about a certificate that a dry run does not make. */
  function withoutIssuer(target: Target): Settled {
    runLog.warn({
      reason: 'ISSUER_TO_BE_SHOWN',
      sentence:
        'The dry run issues nothing, so `origin` cannot check it. A real run shows the new certificate to `origin` before changing anything.',
    });
    return { ...decide({ ...target, policy: { ...target.policy, acceptIssuerChange: true } }), target };
  }

  function decide(target: Target, seen: Observation = observation): Settled {
    return { target, observation: seen, decided: plan(target, seen, now()) };
  }
}

function isFull(decided: Plan): boolean {
  return decided.kind === 'refused' && decided.reason === 'QUOTA_FULL';
}

function isOfIssuer(decided: Plan): boolean {
  return decided.kind === 'refused' && decided.reason.startsWith('ISSUER_');
}
