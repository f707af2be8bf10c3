import type { TargetResult } from '../../src/rotation/result.ts';
import { HOSTS_ROTATED, NEW, OLD, phase, predecessor, seen, UNCHANGED, ZONE_ROTATED } from './samples.ts';

/** Targets that did not end as asked, one that was only planned, and an estate with some of each. */

export const PLANNED: TargetResult = {
  ...HOSTS_ROTATED,
  outcome: 'planned',
  changed: false,
  reason: 'REPLACE',
  sentence: 'Three hostnames of example.com would move to the new certificate.',
  successor: { ...NEW, id: undefined },
  inForce: OLD,
  predecessors: [predecessor({ fate: 'to-delete', why: 'No hostname would use it any more.' })],
  phases: [
    phase('observe', 0, 1, 'One certificate, three hostnames.'),
    phase('upload', 1, 1, 'upload the certificate', 'planned'),
    phase('associate', 1, 1, 'move three hostnames to it', 'planned'),
    phase('grace', 1, 1, 'wait for 2 min', 'planned'),
    phase('delete', 1, 1, `delete ${OLD.id}`, 'planned'),
  ],
  evidence: [],
  warnings: [],
};

export const ROLLED_BACK: TargetResult = {
  ...HOSTS_ROTATED,
  outcome: 'rolled-back',
  changed: false,
  reason: 'PROBE_FAILED',
  sentence: 'The origin refused the new certificate at the canary; its hostname is back on the previous one.',
  inForce: OLD,
  predecessors: [predecessor({ fate: 'kept', why: 'It is in force again.' })],
  spared: [],
  warnings: [],
  phases: [
    phase('observe', 0, 1, 'Three hostnames on one certificate.'),
    phase('upload', 2, 3, 'Uploaded.'),
    phase('activate', 3, 25, 'Active after 22 s.'),
    phase('canary', 25, 28, 'app.example.com is on the new certificate.'),
    phase('probe', 28, 33, 'The origin answered 400: no required SSL certificate was sent.', 'failed'),
    phase(
      'roll-back',
      33,
      47,
      'app.example.com is back on the previous certificate; the new one is deleted.',
    ),
  ],
  evidence: [
    seen('before', 1.5, { served: OLD.fingerprint }),
    seen('after', 29, {
      verdict: 'fail',
      status: 400,
      served: NEW.fingerprint,
      sentence: 'The origin refused the client certificate.',
    }),
    seen('after-rollback', 46, { served: OLD.fingerprint }),
  ],
  failure: {
    code: 'VERIFICATION_FAILED',
    happened: 'The origin of app.example.com refused the new certificate.',
    inForce: `The previous certificate ${OLD.id} is in force for all three hostnames. The new one was deleted.`,
    remedy: 'Make the origin trust the issuer of the new certificate, then run again.',
    details: ['probe https://app.example.com/healthz: 400', 'body: No required SSL certificate was sent'],
  },
};

export const FAILED_EARLY: TargetResult = {
  ...ZONE_ROTATED,
  outcome: 'failed',
  changed: false,
  reason: 'PLAN_REFUSED',
  sentence: 'Nothing was changed: the issuer of the new certificate is another one.',
  successor: { ...NEW, id: undefined },
  inForce: OLD,
  predecessors: [],
  phases: [phase('observe', 0, 1.4, 'The issuer differs from the one in force.', 'failed')],
  evidence: [],
  failure: {
    code: 'PLAN_REFUSED',
    happened:
      'The issuer of the new certificate is not the issuer of the one in force, and nothing vouches for it.',
    inForce: `Certificate ${OLD.id} is in force, as before.`,
    remedy: 'Give client-ca or origin so that the change can be checked, or set accept-issuer-change: true.',
    details: [],
  },
};

export const FAILED_API: TargetResult = {
  ...ZONE_ROTATED,
  outcome: 'failed',
  changed: true,
  reason: 'DELETE_FAILED',
  sentence: 'The new certificate is in force, but the previous one could not be deleted.',
  predecessors: [
    predecessor({ fate: 'delete-unconfirmed', why: 'Cloudflare answered 500 to the deletion.' }),
  ],
  failure: {
    code: 'DELETE_FAILED',
    happened:
      'Cloudflare answered with an error again and again while the previous certificate was to be deleted. '.repeat(
        6,
      ),
    inForce: `The new certificate ${NEW.id} is in force.`,
    remedy: 'Run again: the next run deletes what is left. If it fails again, give the ray id to Cloudflare.',
    details: [
      'DELETE /zones/{zone_id}/origin_tls_client_auth/{certificate_id} → 500, ray 8f1c2d3e4f5a6b7c-FRA',
      'code 1101: An internal server error has occurred. Please contact <b>@cloudflare</b> ```support``` at https://support.cloudflare.com/ | ::error::x',
      ...Array.from({ length: 30 }, (_, index) => `attempt ${index + 1}: 500 Internal Server Error`),
    ],
  },
};

/** An estate of thirty targets, two of which went wrong. */
export const ESTATE: readonly TargetResult[] = Array.from({ length: 30 }, (_, index) => {
  const like =
    index === 7 ? ROLLED_BACK : index === 19 ? FAILED_API : index % 3 === 0 ? UNCHANGED : ZONE_ROTATED;
  const shift = index * 20_000;
  return {
    ...like,
    name: `zone-${index + 1}.example (zone)`,
    zone: { asked: `zone-${index + 1}.example`, id: undefined, name: undefined },
    phases: like.phases.map((one) => ({
      ...one,
      startedAt: one.startedAt + shift,
      endedAt: one.endedAt + shift,
    })),
  };
});
