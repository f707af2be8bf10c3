import { sameLineage, type Leaf } from '../../certificate/leaf.ts';
import { pemIsOfIdentity, type Identity } from '../../issue/identity.ts';
import {
  compareUploads,
  isLive,
  stayersOf,
  type ObservedAssociations,
  type ObservedCertificate,
  usersOf,
} from '../../zone/observed.ts';
import { deleteWords, whyUnlisted } from '../../zone/words.ts';
import type { Observation } from '../observe/observation.ts';

/**
 * Which certificates are predecessors, and which are left alone. Everything here is read from Cloudflare alone, since a killed run
 * leaves no memory behind.
 */
export interface Succession {
  readonly superseded: readonly ObservedCertificate[];
  readonly spared: readonly SparedCertificate[];
}

export interface SparedCertificate {
  readonly certificate: ObservedCertificate;
  readonly reason:
    | 'NOT_OLDER'
    | 'NOT_REPLACED'
    | 'ORDER_UNKNOWN'
    | 'OTHER_LINEAGE'
    | 'IN_USE'
    | 'NOT_LISTED'
    | 'UNREADABLE'
    | 'OF_OTHER_TARGET'
    | 'KEPT_ON_REQUEST'
    | 'DELETION_TIMED_OUT';
  readonly why: string;
}

/**
 * Zone level: Cloudflare uses the one deployed last, so every live one older than the successor is
 * superseded. Dates tell of uploads only: of two uploaded within the time a deployment may take, either
 * may have been deployed last.
 *
 * @param before ids of certificates known to have been deployed before the successor was uploaded
 * @param deploymentMayTake milliseconds
 */
export function zoneSuccession(
  successor: ObservedCertificate,
  certificates: readonly ObservedCertificate[],
  before: ReadonlySet<string>,
  deploymentMayTake: number,
): Succession {
  const others = certificates.filter((candidate) => candidate.id !== successor.id && isLive(candidate));
  const older = (candidate: ObservedCertificate): boolean =>
    candidate.uploadedOn !== undefined &&
    successor.uploadedOn !== undefined &&
    candidate.uploadedOn < successor.uploadedOn;
  const known = ({ id, status, uploadedOn }: ObservedCertificate): boolean =>
    before.has(id) ||
    status === 'deployment_timed_out' ||
    (successor.uploadedOn ?? 0) - (uploadedOn ?? 0) >= deploymentMayTake;
  return {
    superseded: others.filter((candidate) => older(candidate) && known(candidate)),
    spared: others
      .filter((candidate) => !older(candidate) || !known(candidate))
      .map((certificate) =>
        older(certificate)
          ? {
              certificate,
              reason: 'ORDER_UNKNOWN',
              why: `It was uploaded shortly before the new certificate, so Cloudflare may have deployed it later and be using it. Once another certificate is known to be served, remove it with operation delete and certificate-id ${certificate.id}.`,
            }
          : {
              certificate,
              reason: 'NOT_OLDER',
              why: 'It is not older than the new certificate, so Cloudflare may be using it.',
            },
      ),
  };
}

/**
 * Hostname level: what this run moves hostnames off, and unused certificates of the successor's
 * lineage with an earlier `notBefore`. Anything else unused is only reported; it may belong to others.
 */
export function hostnameSuccession(from: {
  readonly successor: Leaf;
  readonly successorId: string | undefined;
  readonly certificates: readonly ObservedCertificate[];
  readonly associations: ObservedAssociations;
  /** Certificates this run moves hostnames off. */
  readonly movedOff: ReadonlySet<string>;
  /** Hostnames on their way, which no longer count as users. */
  readonly moving: ReadonlySet<string>;
  /** Of a target that is issued: its certificates follow each other in the order of their uploads, others by their dates. */
  readonly identity: Identity | undefined;
  /** Fingerprints that other targets of this run put in force. */
  readonly ofOtherTargets: ReadonlySet<string>;
}): Succession {
  const { successor, successorId, certificates, associations, movedOff, moving, ofOtherTargets, identity } =
    from;
  const superseded: ObservedCertificate[] = [];
  const spared: SparedCertificate[] = [];
  const own = certificates.find(({ id }) => id === successorId);
  for (const certificate of certificates) {
    if (certificate.id === successorId || !isLive(certificate)) continue;
    const users = stayersOf(associations, certificate.id).filter((hostname) => !moving.has(hostname));
    const verdict = judge(certificate, users);
    if (verdict === undefined) superseded.push(certificate);
    else spared.push({ certificate, ...verdict });
  }
  return { superseded, spared };

  function judge(
    certificate: ObservedCertificate,
    users: readonly string[],
  ): Omit<SparedCertificate, 'certificate'> | undefined {
    if (users.length > 0) return { reason: 'IN_USE', why: `Still used by ${users.join(', ')}.` };
    if (!associations.complete) return notListed(certificate, associations);
    if (movedOff.has(certificate.id)) return undefined;
    if (certificate.leaf === undefined) {
      return { reason: 'UNREADABLE', why: 'Cloudflare returned no readable certificate for it.' };
    }
    if (ofOtherTargets.has(certificate.leaf.fingerprint)) {
      return { reason: 'OF_OTHER_TARGET', why: 'Another target of this run puts it in force.' };
    }
    if (precedes(certificate, successor, own, identity)) return undefined;
    return {
      reason: 'OTHER_LINEAGE',
      why: `No hostname uses it, but it has another subject or issuer, or is not older. To remove it: operation delete with certificate-id ${certificate.id}.`,
    };
  }
}

/**
 * Whether a certificate is of the successor's lineage and came before it; an upload still to come will be the last.
 * What is issued follows each other in the order of its uploads.
 */
function precedes(
  one: ObservedCertificate,
  successor: Leaf,
  own: ObservedCertificate | undefined,
  identity: Identity | undefined,
): boolean {
  const { leaf } = one;
  if (leaf === undefined) return false;
  if (identity === undefined) return sameLineage(leaf, successor) && leaf.notBefore < successor.notBefore;
  return pemIsOfIdentity(leaf.pem, identity) && (own === undefined || compareUploads(one, own) < 0);
}

/**
 * What a run without memory may go back to, the newest first: at zone level whatever is older, since Cloudflare
 * takes it by itself; per hostname what the successor follows in its lineage and no hostname of others uses. Only what
 * is active and not expired.
 */
export function cameBefore(
  observation: Observation,
  own: ObservedCertificate,
  successor: Leaf,
  identity: Identity | undefined,
  now: number,
): readonly ObservedCertificate[] {
  const follows = (one: ObservedCertificate): boolean => {
    if (observation.level === 'zone') return true;
    const { associations, hostnames } = observation;
    const isOthers = usersOf(associations, one.id).some((hostname) => !hostnames.includes(hostname));
    return !isOthers && precedes(one, successor, own, identity);
  };
  return observation.certificates
    .filter((one) => one.id !== own.id && one.status === 'active' && (one.leaf?.notAfter ?? Infinity) > now)
    .filter(follows)
    .toSorted((one, other) => compareUploads(other, one));
}

/** Without a list of associations it is not known who else uses a certificate, or did a moment ago. */
function notListed(
  { id }: ObservedCertificate,
  associations: ObservedAssociations,
): Omit<SparedCertificate, 'certificate'> {
  const why = `${whyUnlisted(associations)} ${deleteWords('hostname', id)}`;
  return { reason: 'NOT_LISTED', why };
}

/** A copy that will never come into force: it is removed first, so that it can be uploaded again. */
export function isStuck(certificate: ObservedCertificate): boolean {
  return certificate.status === 'deployment_timed_out' || certificate.status === 'deletion_timed_out';
}

/** Cloudflare gave up deleting these: named, so that somebody can ask for it again. */
export function halfDeleted(
  certificates: readonly ObservedCertificate[],
  successorId: string | undefined,
): readonly SparedCertificate[] {
  return certificates
    .filter(({ id, status }) => status === 'deletion_timed_out' && id !== successorId)
    .map((certificate) => ({
      certificate,
      reason: 'DELETION_TIMED_OUT',
      why: `Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${certificate.id}.`,
    }));
}
