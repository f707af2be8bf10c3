import type { Leaf } from '../../../src/certificate/leaf.ts';
import { PrivateKey } from '../../../src/certificate/private-key.ts';
import { notStarted } from '../../../src/rotation/outcome/conclude.ts';
import type { TargetResult } from '../../../src/rotation/result.ts';
import type { Target } from '../../../src/rotation/target.ts';
import { factsOf } from '../../../src/zone/certificate-facts.ts';
import type { Predecessor } from '../../../src/zone/result-parts.ts';
import { ec } from '../../certificate/support/keys.ts';
import { held, leaf, THEN } from '../../rotation/support/observed.ts';

const SUCCESSOR = leaf('successor');

/** A target of a zone that wants its zone level, and one certificate for all, unless said. */
export function wanting(zone: string, more: Partial<Target> & { readonly leaf?: Leaf } = {}): Target {
  const { leaf: successor = SUCCESSOR, ...rest } = more;
  return {
    name: `${zone} (${rest.level ?? 'zone'})`,
    zone,
    level: 'zone',
    hostnames: [],
    replace: undefined,
    successor: {
      leaf: successor,
      key: new PrivateKey(ec('successor').privateKey),
      vouchedByCa: false,
      clientCa: [],
      chain: [],
    },
    otherTargets: [],
    conditional: [],
    policy: {
      enable: true,
      deletePrevious: true,
      gracePeriod: 0,
      activationTimeout: 1,
      minimumValidity: 0,
      expiryWarning: 0,
      acceptIssuerChange: false,
      probes: { urls: [], successes: 1, timeout: 1, requestHeaders: {}, echoHeader: undefined },
      origin: { addresses: [], serverCa: undefined, timeout: 1 },
    },
    ...rest,
  };
}

/** What a target ended with, as far as its outcome and the fates of its predecessors go. */
export function endedWith(
  target: Target,
  outcome: TargetResult['outcome'],
  fates: Readonly<Record<string, Predecessor['fate']>> = {},
): TargetResult {
  const predecessors = Object.entries(fates).map(([id, fate]) => ({
    ...factsOf(held(id), THEN),
    fate,
    why: 'So it was.',
  }));
  return { ...notStarted(target, 'so it was', THEN), outcome, predecessors };
}
