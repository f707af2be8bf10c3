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

/** When the certificate last became active at or before a moment; undefined where it is not. */
export function activeSince(certificate: CertificateRecord, at: number): number | undefined {
  const current = certificate.status.entries.findLast((entry) => entry.at <= at);
  return current?.value === 'active' ? current.at : undefined;
}
