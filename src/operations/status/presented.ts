import type { StatusRequest } from '../../inputs/job.ts';
import { liveAssociations } from '../estate/in-force.ts';
import type { EstateLook } from '../estate/look.ts';
import { due, warning } from './finding.ts';
import type { StatusFinding } from './result.ts';

/**
 * Whether the zone shows the origin any client certificate at all: one of its own at either level, or
 * Cloudflare's shared one. Undefined if the switch of the shared one could not be read.
 */
function showsAny({
  switchOn,
  certificates,
  associations,
  sharedCertificate,
}: EstateLook): boolean | undefined {
  const ofZone = switchOn && certificates.zone.some(({ status }) => status === 'active');
  const held = new Set(certificates.hostname.map(({ id }) => id));
  const ofHostnames = liveAssociations(associations).some(
    ({ enabled, certificateId }) =>
      enabled === true && certificateId !== undefined && held.has(certificateId),
  );
  if (ofZone || ofHostnames || sharedCertificate === 'on') return true;
  return sharedCertificate === undefined || !associations.complete ? undefined : false;
}

/** Nothing shown to the origin is due, unless that is what is meant or a level that is asked for says so already. */
export function nothingPresented(
  look: EstateLook,
  { zone, enable, expected }: StatusRequest,
): readonly StatusFinding[] {
  const isMeant = expected.length === 0 ? !enable : expected.every((target) => !target.enable);
  const shown = showsAny(look);
  if (isMeant || shown === true) return [];
  const about = { target: `${zone} (zone)`, expected: false };
  if (shown === undefined)
    return [
      warning(
        about,
        'PRESENTED_UNKNOWN',
        "The zone has no certificate of its own that is shown to the origin, and it could not be read whether Cloudflare's shared one is.",
        'Give the token Zone Settings: Read.',
      ),
    ];
  if (expected.length > 0) return [];
  return [
    due(
      about,
      'NOTHING_PRESENTED',
      'Authenticated origin pulls are off: no client certificate is shown to the origin at either level.',
      'Run a rotation, or give `enable: false` if that is meant.',
    ),
  ];
}
