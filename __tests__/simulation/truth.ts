import type { AssociationRow, CertificateRecord, Level } from '../../sandbox/model/index.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** The model's own state, without lag: what properties are held against. */
export function liveCertificates(
  world: SimulatedWorld,
  level: Level,
  at: number,
): readonly CertificateRecord[] {
  return [...world.zone.certificates.values()].filter((certificate) => {
    const status = certificate.status.at(at);
    return (
      certificate.level === level && status !== undefined && !['pending_deletion', 'deleted'].includes(status)
    );
  });
}

export function copiesOf(
  world: SimulatedWorld,
  fingerprint: string,
  at: number,
): readonly CertificateRecord[] {
  return liveCertificates(world, world.scenario.level, at).filter(
    ({ facts }) => facts.fingerprint === fingerprint,
  );
}

export function rowOf(world: SimulatedWorld, hostname: string, at: number): AssociationRow | undefined {
  return world.zone.associations.get(hostname)?.row.at(at);
}

/** Whether any association, of whatever kind, refers to a certificate. */
export function isReferredTo(world: SimulatedWorld, id: string, at: number): boolean {
  return [...world.zone.associations.keys()].some(
    (hostname) => rowOf(world, hostname, at)?.certificateId === id,
  );
}

/** When the certificate first became active in its present life; undefined where it is not active. */
export function activeSince(certificate: CertificateRecord, at: number): number | undefined {
  const past = certificate.status.entries.filter((entry) => entry.at <= at);
  if (past.at(-1)?.value !== 'active') return undefined;
  const reborn = past.findLastIndex((entry) => entry.value === 'deleted');
  return past.slice(reborn + 1).find((entry) => entry.value === 'active')?.at;
}
