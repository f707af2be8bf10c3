import type { Level } from '../../cloudflare/certificates.ts';
import { getZoneSwitch, getSharedCertificateSwitch, getSslMode } from '../../cloudflare/zones.ts';
import { observeAssociations, withTheirCertificates } from '../../rotation/observe/associations.ts';
import type {
  ObservedAssociations,
  ObservedCertificate,
  ZoneIdentity,
} from '../../rotation/observe/observation.ts';
import { observeCertificates } from '../../rotation/observe/read-certificates.ts';
import type { RotationWorld } from '../../rotation/world.ts';

/** Certificates of both levels and their users: the basis for deciding a deletion. */
export interface Holdings {
  readonly zone: ZoneIdentity;
  readonly switchOn: boolean;
  /** As the lists have them, without deleted ones. */
  readonly certificates: Readonly<Record<Level, readonly ObservedCertificate[]>>;
  readonly associations: ObservedAssociations;
}

/** Everything the API says about a zone's origin pulls. */
export interface EstateLook extends Holdings {
  /** Undefined if the token may not read it. */
  readonly sslMode: string | undefined;
  readonly sharedCertificate: string | undefined;
}

type Reader = Pick<RotationWorld, 'api'>;

/**
 * Reads certificates, associations and the switch, side by side.
 *
 * @param hostnames the only ones known where the API gives no list of associations
 */
export async function lookAtHoldings(
  { api }: Reader,
  zone: ZoneIdentity,
  hostnames: readonly string[],
): Promise<Holdings> {
  const [switchOn, ofZone, ofHostnames, associations] = await Promise.all([
    getZoneSwitch(api, zone.id),
    observeCertificates(api, zone.id, 'zone'),
    observeCertificates(api, zone.id, 'hostname'),
    observeAssociations(api, zone.id, hostnames),
  ]);
  return { zone, switchOn, certificates: { zone: ofZone, hostname: ofHostnames }, associations };
}

/** The same with the settings of the zone, and with certificates that hostnames use though the list lags. */
export async function lookAtEstate(
  world: Reader,
  zone: ZoneIdentity,
  hostnames: readonly string[],
): Promise<EstateLook> {
  const [holdings, ssl, shared] = await Promise.all([
    lookAtHoldings(world, zone, hostnames),
    getSslMode(world.api, zone.id),
    getSharedCertificateSwitch(world.api, zone.id),
  ]);
  const listed = holdings.certificates.hostname;
  const { associations, unlisted } = await withTheirCertificates(
    world.api,
    zone.id,
    holdings.associations,
    listed,
  );
  return {
    ...holdings,
    associations,
    certificates: { ...holdings.certificates, hostname: [...listed, ...unlisted] },
    sslMode: ssl.kind === 'known' ? ssl.value : undefined,
    sharedCertificate: shared.kind === 'known' ? shared.value : undefined,
  };
}
