import { judgeCertificate } from '../../certificate/certificate-checks.ts';
import { shownDate } from '../../certificate/finding.ts';
import { parse, type Leaf } from '../../certificate/leaf.ts';
import { allowsClients } from '../../issue/authority.ts';
import type { Issuing } from '../../issue/issuing.ts';
import { kindOfPem } from '../../issue/leaf-key.ts';
import { dueAt } from '../../issue/renewal.ts';
import { ownIn, type Own } from '../../zone/inventory.ts';
import { newest, usersOf, type ObservedCertificate } from '../../zone/observed.ts';
import { hostnamesOn, type Observation } from '../observe/observation.ts';
import { cameBefore } from '../plan/came-before.ts';
import { areRefused, probesOf } from '../plan/refused.ts';
import { isStuck } from '../plan/succession.ts';
import type { Target } from '../target.ts';

/** Where the successor of a target comes from. */
export type Choice =
  | {
      readonly kind: 'keep';
      readonly own: Own;
      /** Visitors are refused with it, and there is an older one to go back to: nothing is issued before that. */
      readonly refused?: true;
    }
  | ToIssue;

export interface ToIssue {
  readonly kind: 'issue';
  /** Why. */
  readonly sentence: string;
  /** One is in force and could stay so for a while. */
  readonly isDue?: boolean;
  /** One that an earlier run left behind unused. It is deleted first, so that there is never a second. */
  readonly orphan?: ObservedCertificate | undefined;
}

export function issueFor(sentence: string, orphan?: ObservedCertificate): ToIssue {
  return { kind: 'issue', sentence, orphan };
}

/**
 * Whether the certificate at Cloudflare is kept, adopted, or renewed. What an earlier run began is finished
 * first. Pure; `now` is Cloudflare's clock.
 */
export function choose(target: Target, issuing: Issuing, observation: Observation, now: number): Choice {
  const own = ownIn(issuing, observation);
  const [latest] = own;
  if (latest === undefined) return issueFor('none has been issued for this target yet');
  const refused = isRefused(observation, latest, now);
  if (refused && cameBefore(target, observation, latest, now).length > 0)
    return { kind: 'keep', own: latest, refused };
  const why = whyNotKept(issuing, observation, latest, refused, now);
  if (why !== undefined) return issueFor(why);
  const due = dueAt(latest.leaf, issuing.rule);
  if (due > now) return { kind: 'keep', own: latest };
  const [end, since] = [shownDate(latest.leaf.notAfter), shownDate(due)];
  return { ...issueFor(`${latest.id} is valid until ${end} and has been due since ${since}`), isDue: true };
}

/**
 * What speaks against moving hostnames to one whose key is gone: `origin` cannot check it before, or every hostname of
 * the target has left it already.
 */
export function unproven(issuing: Issuing, observation: Observation, own: Own): ToIssue | undefined {
  if (issuing.originGiven && !isUsed(observation, own))
    return issueFor(
      `an earlier run left ${own.id} unused, and its key is gone, so \`origin\` cannot check it`,
      orphanIn(issuing, observation, own),
    );
  // Others use it, or rows of this target that are void or on their way out still name it.
  const wasLeft = isUsed(observation, own) && hostnamesOn(observation, own.id).length === 0;
  return wasLeft ? issueFor(`no hostname of this target is on ${own.id} any more`) : undefined;
}

/** With `origin`, what an earlier run left goes before its replacement comes, so that there is never a second. */
export function orphanIn({ originGiven }: Issuing, observation: Observation, own: Own): Own | undefined {
  return originGiven && mayGo(observation, own) ? own : undefined;
}

/** What goes first where the quota is full: an orphan, or what can come to nothing any more. */
export function roomIn(issuing: Issuing, observation: Observation, now: number): Own | undefined {
  const own = ownIn(issuing, observation);
  const [latest] = own;
  const orphan = latest && orphanIn(issuing, observation, latest);
  const isSpent = (one: Own): boolean => isStuck(one) || one.leaf.notAfter <= now;
  return orphan ?? own.find((one) => isSpent(one) && mayGo(observation, one));
}

function mayGo(observation: Observation, own: Own): boolean {
  return observation.level === 'hostname' && observation.associations.complete && !isUsed(observation, own);
}

function whyNotKept(
  issuing: Issuing,
  observation: Observation,
  latest: Own,
  refused: boolean,
  now: number,
): string | undefined {
  const { id, leaf } = latest;
  if (leaf.notAfter <= now) return `${id} has expired`;
  if (kindOfPem(leaf.pem) !== issuing.key) return `the key of ${id} is not \`${issuing.key}\``;
  const unfit = whyUnfit(leaf, now);
  if (unfit !== undefined) return `${id} is not what this action would issue: ${unfit}`;
  if (isStuck(latest)) return `Cloudflare gave up deploying ${id}`;
  if (!isUsed(observation, latest) && leaf.notAfter - now < issuing.minimumValidity)
    return `${id} is not in force and is valid for less than \`minimum-validity\``;
  if (observation.level === 'zone') {
    const first = newest(observation.certificates);
    if (first === undefined) return 'it is not known which certificate of the zone is the newest';
    if (first.id !== id) return `${first.id} was uploaded after ${id}, and Cloudflare uses the newest`;
  }
  return refused
    ? `visitors are refused with ${id}, and there is no earlier certificate to go back to`
    : undefined;
}

/** Somebody else may have had it signed, under the same name and by the same authority: for a server, perhaps. */
function whyUnfit({ pem }: Leaf, now: number): string | undefined {
  const certificate = parse(pem);
  if (certificate === undefined) return 'unreadable';
  if (!allowsClients(certificate)) return 'its extendedKeyUsage lacks clientAuth';
  const policy = { minimumValidity: 0, expiryWarning: 0 };
  const findings = judgeCertificate(certificate, 'Cloudflare', policy, now);
  return findings.find(({ severity }) => severity !== 'warn')?.reason;
}

function isUsed(observation: Observation, { id, status }: Own): boolean {
  if (observation.level === 'zone') return observation.switchOn && status === 'active';
  return usersOf(observation.associations, id).length > 0;
}

/** Every probe that is served with it is refused. */
function isRefused(observation: Observation, latest: Own, now: number): boolean {
  const looks = probesOf(observation, latest).map(({ baseline }) => baseline);
  return latest.leaf.notAfter > now && areRefused(looks, observation, latest, now);
}
