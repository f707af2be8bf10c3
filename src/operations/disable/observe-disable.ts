import type { Association } from '../../cloudflare/associations.ts';
import { getZoneSwitch, getSharedCertificateSwitch } from '../../cloudflare/zones.ts';
import { inParallel } from '../../fleet/in-parallel.ts';
import type { DisableRequest } from '../../inputs/job.ts';
import type { BaselineOf } from '../../probe/verdict.ts';
import { originEvidence } from '../../probe/evidence.ts';
import { checkWithoutCertificate } from '../../probe/origin.ts';
import type { Openness } from '../../probe/origin-verdict.ts';
import { zoneCertificate } from '../../zone/inventory.ts';
import { isLive } from '../../zone/observed.ts';
import type { ObservedAssociations, ZoneIdentity } from '../../zone/observed.ts';
import { observeAssociations, withTheirCertificates, observeCertificates } from '../../zone/read-lists.ts';
import { takeBaselines } from '../../zone/probe-site.ts';
import { resolveZone } from '../../zone/resolve-zone.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';

const ORIGINS_AT_ONCE = 16;

export interface DisableLook {
  readonly zone: ZoneIdentity;
  readonly switchOn: boolean;
  readonly associations: ObservedAssociations;
  readonly afterwards: Afterwards;
  readonly baselines: readonly BaselineOf[];
  readonly origins: readonly OpennessOf[];
}

/** What Cloudflare shows the origin once it is done. */
export type Afterwards =
  /** The zone's certificate; its id, where it can be told. */
  | { readonly kind: 'zone'; readonly id: string | undefined }
  /** Cloudflare's shared one. */
  | { readonly kind: 'shared' }
  | { readonly kind: 'nothing' };

export interface OpennessOf {
  /** `name@host:port`. */
  readonly address: string;
  readonly openness: Openness;
}

/** Reads the present state, probes through the edge, and connects to every origin without a certificate. */
export async function look(
  { zone: asked, what, probes, origin }: DisableRequest,
  world: World,
  runLog: RunLog,
): Promise<DisableLook> {
  const { api, stop } = world;
  const zone = await resolveZone(api, asked);
  const probed = probes.urls.map((url) => new URL(url).hostname);
  const named = what.kind === 'hostnames' ? what.hostnames : [];
  const hostnames = [...new Set([...named, ...probed])];
  // What applies once this level is switched off: with `withdraw`, the zone level first.
  const mode = what.kind === 'zone' ? 'zone' : what.mode;
  const [switchOn, ofZone, shared, tied, listed, baselines, origins] = await Promise.all([
    getZoneSwitch(api, zone.id),
    mode === 'withdraw' ? observeCertificates(api, zone.id, 'zone') : [],
    mode === 'off' ? undefined : getSharedCertificateSwitch(api, zone.id),
    observeAssociations(api, zone.id, hostnames),
    named.length === 0 ? [] : observeCertificates(api, zone.id, 'hostname'),
    takeBaselines(world, probes, runLog),
    inParallel(origin.addresses, ORIGINS_AT_ONCE, async (one): Promise<OpennessOf> => {
      const openness = await checkWithoutCertificate(world.dial, one, origin, stop);
      // One address may be asked for many names.
      const address = `${one.hostname}@${one.host}:${one.port}`;
      const evidence = { ...originEvidence(world.clock.wall(), one, openness), to: address };
      if (!stop.aborted) runLog.evidence([evidence]);
      return { address, openness };
    }),
  ]);
  const isNamed = ({ hostname }: Association): boolean => named.includes(hostname);
  const { associations } = await withTheirCertificates(api, zone.id, tied, listed, isNamed);
  const live = switchOn ? ofZone.filter(isLive) : [];
  const afterwards: Afterwards =
    live.length > 0
      ? { kind: 'zone', id: zoneCertificate(live)?.id }
      : { kind: shared === 'on' ? 'shared' : 'nothing' };
  return { zone, switchOn, associations, afterwards, baselines, origins };
}
