import type { ExpectedTarget } from '../../../src/inputs/job.ts';
import type { StatusFinding } from '../../../src/operations/operation-result.ts';
import type { FullInventory } from '../../../src/zone/inventory.ts';
import type { ObservedCertificate } from '../../../src/zone/observed.ts';
import { DAY } from '../../certificate/support/certificates.ts';
import { pairOf } from '../../main/support/material.ts';
import type { leafOf } from '../../main/support/material.ts';
import { held, leaf, listed, THEN } from '../../rotation/support/observed.ts';

interface Seen extends Partial<Omit<FullInventory, 'certificates'>> {
  readonly zoneLevel?: readonly ObservedCertificate[];
  readonly hostnameLevel?: readonly ObservedCertificate[];
}

/** A zone whose switch is on, with a sound certificate and none for hostnames, unless said. */
export function estate({
  zoneLevel = [ending(90, 'sound')],
  hostnameLevel = [],
  ...more
}: Seen = {}): FullInventory {
  return {
    zone: { asked: 'example.com', id: 'z', name: 'example.com' },
    switchOn: true,
    associations: listed(),
    sslMode: 'strict',
    sharedCertificate: 'off',
    ...more,
    certificates: { zone: zoneLevel, hostname: hostnameLevel },
  };
}

/** A certificate that ends so many days after the moment of these tests. */
export function ending(
  days: number,
  id: string,
  more: Partial<ObservedCertificate> = {},
): ObservedCertificate {
  return held(id, { leaf: leaf(id, { from: THEN - 400 * DAY, to: THEN + days * DAY }), ...more });
}

/** What the inputs ask of the zone level, or of hostnames, unless said. */
export function target(level: ExpectedTarget['level'], more: Partial<ExpectedTarget> = {}): ExpectedTarget {
  return {
    name: `example.com (${level})`,
    level,
    hostnames: [],
    replace: undefined,
    pasted: undefined,
    enable: true,
    expiryWarning: 0,
    ...more,
  };
}

/** The certificate as an input holds it. */
export function given(made: ReturnType<typeof leafOf>): Pick<ExpectedTarget, 'pasted'> {
  return { pasted: pastedText(pairOf(made).certificate) };
}

export const pastedText = (certificate: string): NonNullable<ExpectedTarget['pasted']> => ({
  certificate,
  names: { certificate: 'certificate', privateKey: 'private-key', passphrase: 'passphrase' },
});

/** A finding in short: kind, reason, what it is about, and all that people read. */
export const inShort = ({ kind, reason, target: about, expected, sentence, remedy }: StatusFinding) =>
  `${kind} ${reason} of ${about}${expected ? ', asked for' : ''}: ${sentence} ${remedy}`;
