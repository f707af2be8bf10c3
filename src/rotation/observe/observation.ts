import type { BaselineOf } from '../../probe/verdict.ts';
import type { OriginVerdict } from '../../probe/origin-verdict.ts';
import { associationOf } from '../../zone/observed.ts';
import type { ObservedCertificate, ZoneIdentity, ObservedAssociations } from '../../zone/observed.ts';

/** What Cloudflare presents to the origin for one hostname, or for the zone, right now. */
export type Presented =
  | {
      readonly kind: 'certificate';
      readonly certificate: ObservedCertificate;
      /** Others that may be the one instead: uploaded so shortly before that they may have been deployed later. */
      readonly perhaps?: readonly ObservedCertificate[];
    }
  | { readonly kind: 'shared' }
  | { readonly kind: 'nothing' }
  /** Nothing of the zone's own. Whether Cloudflare shows its shared one instead, the token may not read. */
  | { readonly kind: 'unread' }
  /** Cannot be told; where something is known of it, it is one of these. */
  | { readonly kind: 'unknown'; readonly among?: readonly ObservedCertificate[] };

export interface OriginCheckOf {
  readonly address: string;
  readonly verdict: OriginVerdict;
}

interface Common {
  readonly zone: ZoneIdentity;
  /** The target's hostnames, `replace` resolved; none at zone level. */
  readonly hostnames: readonly string[];
  /** The server's clock when the last read answered. */
  readonly at: number;
  /** Live certificates of the target's level. */
  readonly certificates: readonly ObservedCertificate[];
  /** Undefined if the token may not read it. */
  readonly sslMode: string | undefined;
  readonly baselines: readonly BaselineOf[];
  readonly originChecks: readonly OriginCheckOf[];
}

export interface ZoneObservation extends Common {
  readonly level: 'zone';
  readonly switchOn: boolean;
  readonly presented: Presented;
  /** Undefined if no probe asked for them. */
  readonly associations: ObservedAssociations | undefined;
}

export interface HostnameObservation extends Common {
  readonly level: 'hostname';
  readonly associations: ObservedAssociations;
  /** By hostname of the target. */
  readonly presented: ReadonlyMap<string, Presented>;
}

export type Observation = ZoneObservation | HostnameObservation;

/** What is presented wherever the target reaches. */
export function presentedIn(observation: Observation): readonly Presented[] {
  return observation.level === 'zone' ? [observation.presented] : [...observation.presented.values()];
}

/** Hostnames of the target whose association was on the certificate, in force or on its way. */
export function hostnamesOn(observation: Observation, certificateId: string | undefined): readonly string[] {
  if (observation.level === 'zone' || certificateId === undefined) return [];
  const { associations, hostnames } = observation;
  return hostnames.filter((one) => associationOf(associations, one)?.certificateId === certificateId);
}
