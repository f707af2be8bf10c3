import type { DisableRequest } from '../../../src/inputs/job.ts';
import type { DisableLook, OpennessOf } from '../../../src/operations/disable/observe-disable.ts';
import type { DisablePlan } from '../../../src/operations/disable/plan-disable.ts';
import type { Baseline } from '../../../src/probe/verdict.ts';
import type { Openness } from '../../../src/probe/origin-verdict.ts';
import { listed, tied } from '../../rotation/support/observed.ts';

export const PAGE = 'https://www.example.com/health?key=secret';
export const ZONE = { kind: 'zone' } as const;
export const withdraw = (...hostnames: readonly string[]): DisableRequest['what'] => ({
  kind: 'hostnames',
  hostnames,
  mode: 'withdraw',
});
export const off = (...hostnames: readonly string[]): DisableRequest['what'] => ({
  kind: 'hostnames',
  hostnames,
  mode: 'off',
});

export const request = (
  what: DisableRequest['what'],
  more: Partial<DisableRequest> = {},
): DisableRequest => ({
  zone: 'example.com',
  what,
  acceptUnauthenticated: false,
  activationTimeout: 300_000,
  probes: { urls: [], successes: 5, timeout: 180_000, requestHeaders: {}, echoHeader: undefined },
  origin: { addresses: [], serverCa: undefined, timeout: 5_000 },
  ...more,
});
export const probing = (what: DisableRequest['what']): DisableRequest => {
  const plain = request(what);
  return { ...plain, probes: { ...plain.probes, urls: [PAGE] } };
};

export const origin = (kind: Openness['kind'], name = 'www.example.com'): OpennessOf => ({
  address: `${name}@192.0.2.7:443`,
  openness: { kind, status: 200, sentence: 'It was seen so.' },
});
export const look = (more: Partial<DisableLook> = {}): DisableLook => ({
  zone: { asked: 'example.com', id: 'z', name: 'example.com' },
  switchOn: true,
  associations: listed(tied('www.example.com', 'c')),
  afterwards: { kind: 'nothing' },
  baselines: [],
  origins: [origin('open')],
  ...more,
});
export const baseline = (kind: Baseline['kind']): Pick<DisableLook, 'baselines'> => {
  const seen = { status: 200, served: undefined, sentence: 'It was seen so.' };
  return { baselines: [{ url: PAGE, baseline: { kind, ...seen } }] };
};
export const refusal = (reason: string, happened: string, remedy: string): DisablePlan => ({
  kind: 'refuse',
  reason,
  text: { happened, inForce: 'Nothing was changed.', remedy },
  warnings: [],
});
