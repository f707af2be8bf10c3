import { hash } from './random.ts';
import type { CertificateRecord, Level, Zone } from './state.ts';
import type { Timeline } from './timeline.ts';
import type { Model } from './model.ts';

/** One of Cloudflare's places, which follows the truth in its own time. */
export interface Edge {
  readonly name: string;
  /** Milliseconds from a change to its being in force here; up to two minutes behind `active`. */
  readonly lagMs: number;
  /**
   * Every change takes up to so much longer, each object for itself: a deletion may arrive before
   * the successor does. 0 keeps the order of things.
   */
  readonly jitterMs: number;
  /** For how long connections made before a change may still be used. */
  readonly pooledMs: number;
  /** Makes one edge's jitter differ from another's. */
  readonly seed: number;
}

export function createEdge(name: string, options: Partial<Omit<Edge, 'name'>> = {}): Edge {
  return { name, lagMs: 0, jitterMs: 0, pooledMs: 0, seed: 1, ...options };
}

/** What an edge shows to the origin in a new handshake. */
export type Presented =
  | { readonly kind: 'certificate'; readonly level: Level; readonly certificate: CertificateRecord }
  | { readonly kind: 'shared' }
  | { readonly kind: 'none'; readonly reason: 'not-configured' | 'disabled' | 'ssl-mode' | 'gone' };

/** The zone a hostname belongs to: whose custom hostname it is, or else the one with the longest name. */
export function zoneOf(model: Pick<Model, 'zones'>, hostname: string): Zone | undefined {
  const zones = [...model.zones.values()];
  const customers = zones.find((zone) => zone.customHostnames.has(hostname));
  if (customers !== undefined) return customers;
  return zones
    .filter((zone) => hostname === zone.name || hostname.endsWith(`.${zone.name}`))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

function lagOf(edge: Edge, object: string, index: number): number {
  if (edge.jitterMs === 0) return edge.lagMs;
  return (
    edge.lagMs + (hash(`${String(edge.seed)} ${edge.name} ${object} ${String(index)}`) % (edge.jitterMs + 1))
  );
}

function see<T>(edge: Edge, object: string, timeline: Timeline<T>, moment: number): T | undefined {
  return timeline.seen(moment, (index) => lagOf(edge, object, index));
}

/**
 * What an edge presents for a hostname in a handshake at a moment (epoch ms, past or present).
 * Precedence: hostname, then zone level, then the shared certificate.
 */
export function presentedAt(model: Model, edge: Edge, hostname: string, moment: number): Presented {
  const zone = zoneOf(model, hostname);
  if (zone === undefined) return { kind: 'none', reason: 'not-configured' };
  const ssl = see(edge, 'ssl', zone.ssl, moment);
  if (ssl === 'off' || ssl === 'flexible') return { kind: 'none', reason: 'ssl-mode' };
  const association = zone.associations.get(hostname);
  const effect =
    association === undefined ? undefined : see(edge, `host ${hostname}`, association.effect, moment);
  switch (effect?.kind) {
    case 'nothing':
      return { kind: 'none', reason: 'disabled' };
    case 'certificate': {
      const certificate = zone.certificates.get(effect.certificateId);
      // Whether the certificate is there is one piece of news with the association that needs it.
      if (certificate !== undefined && certificate.deployment.at(moment)?.live === true) {
        return { kind: 'certificate', level: 'hostname', certificate };
      }
      if (
        certificate !== undefined &&
        see(edge, certificate.id, certificate.deployment, moment)?.live === true
      ) {
        return { kind: 'certificate', level: 'hostname', certificate };
      }
      return model.variants().danglingAssociation === 'none'
        ? { kind: 'none', reason: 'gone' }
        : zoneLevel(model, edge, zone, moment);
    }
    case 'zone-level':
    case undefined:
      return zoneLevel(model, edge, zone, moment);
  }
}

function zoneLevel(model: Model, edge: Edge, zone: Zone, moment: number): Presented {
  const { zoneFallback, enabledWithoutCertificate } = model.variants();
  if (see(edge, 'enabled', zone.enabled, moment) === true) {
    const deployed = [...zone.certificates.values()].flatMap((certificate) => {
      if (certificate.level !== 'zone') return [];
      const deployment = see(edge, certificate.id, certificate.deployment, moment);
      return deployment?.since === undefined ? [] : [{ certificate, deployment, since: deployment.since }];
    });
    const considered = zoneFallback === 'older' ? deployed.filter((item) => item.deployment.live) : deployed;
    const newest = considered.toSorted(
      (a, b) => b.since - a.since || b.deployment.sequence - a.deployment.sequence,
    )[0];
    if (newest?.deployment.live === true) {
      return { kind: 'certificate', level: 'zone', certificate: newest.certificate };
    }
    if (newest !== undefined) return { kind: 'none', reason: 'gone' };
    if (enabledWithoutCertificate === 'shared') return { kind: 'shared' };
  }
  if (see(edge, 'shared', zone.sharedCertificate, moment) === true) return { kind: 'shared' };
  return { kind: 'none', reason: 'not-configured' };
}

/** What may still be in use at a moment: the present, and what pooled connections were made with. */
export function inUseAt(
  model: Model,
  edge: Edge,
  hostname: string,
  moment: number,
): readonly [Presented, ...Presented[]] {
  const current = presentedAt(model, edge, hostname, moment);
  if (edge.pooledMs === 0) return [current];
  const earlier = [moment - edge.pooledMs, ...changesBetween(model, [edge], moment - edge.pooledMs, moment)];
  return [current, ...earlier.map((past) => presentedAt(model, edge, hostname, past))];
}

/**
 * The moments in (from, to] at which anything changes, in truth or at an edge, in order: what a
 * simulation on virtual time has to look at.
 */
export function changesBetween(model: Model, edges: readonly Edge[], from: number, to: number): number[] {
  const moments = new Set<number>();
  const add = (object: string, timeline: Timeline<unknown>): void => {
    timeline.entries.forEach((entry, index) => {
      for (const moment of [entry.at, ...edges.map((edge) => entry.at + lagOf(edge, object, index))]) {
        if (moment > from && moment <= to) moments.add(moment);
      }
    });
  };
  for (const zone of model.zones.values()) {
    add('enabled', zone.enabled);
    add('ssl', zone.ssl);
    add('shared', zone.sharedCertificate);
    for (const certificate of zone.certificates.values()) {
      add(certificate.id, certificate.deployment);
      add(certificate.id, certificate.status);
    }
    for (const association of zone.associations.values()) {
      add(`host ${association.hostname}`, association.effect);
      add(`host ${association.hostname}`, association.status);
    }
  }
  return [...moments].toSorted((a, b) => a - b);
}
