import { defaultVariants } from '../../../sandbox/model/index.ts';
import type { Zone } from '../../../sandbox/model/index.ts';
import type { OriginDial } from '../../../src/probe/origin-dial.ts';
import type { Cast } from '../cast.ts';
import { PLAIN, SHORT_WAITS } from '../scenario.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import type { OperationOptions } from './whole-run.ts';

/** An operation on a world, and what it may write. */
export interface Story {
  readonly name: string;
  readonly inputs: OperationOptions['inputs'];
  /** Results of a run that nothing disturbs: the first, and one with nothing left to do. */
  readonly results: readonly [first: string, idle: string];
  readonly readOnly?: true;
  /** Whether visitors are served all the time; switching off is told to be safe and is not. */
  readonly served: boolean;
}

export interface Scene {
  readonly world: SimulatedWorld;
  readonly zones: readonly Zone[];
  readonly env: Readonly<Record<string, string>>;
}

const DAY = 86_400_000;

/** Three zones at both levels, with a stranger's, an older and expired certificates in one of them. */
export function setScene(cast: Cast, seed: number): Scene {
  const world = new SimulatedWorld(
    {
      ...PLAIN,
      seed,
      level: 'hostname',
      variants: defaultVariants,
      timings: SHORT_WAITS,
      stranger: true,
      probed: false,
    },
    cast,
  );
  const { model, time, zone } = world;
  const [expired] = cast.fillers;
  if (expired !== undefined) model.install(zone, 'hostname', expired, time.now - 100 * DAY);
  model.install(zone, 'zone', cast.predecessor, time.now - 80 * DAY);
  const others = ['two.test', 'three.test'].map((name) => {
    const other = model.addZone({ name, enabled: true });
    model.install(other, 'zone', cast.predecessor, time.now - 80 * DAY);
    return other;
  });
  const { certificate, privateKey } = cast.successor;
  return { world, zones: [zone, ...others], env: { NEXT: certificate + privateKey } };
}

/** Lets everybody in. */
export const open: OriginDial = () =>
  Promise.resolve({ kind: 'http', status: 200, headers: {}, body: 'hello' });

const MANIFEST = `
zones:
  - zone: example.com
    targets:
      - { level: zone, certificate-env: NEXT }
      - { level: hostname, hostnames: [www.example.com, api.example.com], certificate-env: NEXT }
  - zone: two.test
    targets: [{ level: zone, certificate-env: NEXT }]
  - zone: three.test
    targets: [{ level: zone, certificate-env: NEXT }]
`;

export const STORIES: readonly Story[] = [
  {
    name: 'status',
    inputs: { operation: 'status' },
    results: ['ok', 'ok'],
    readOnly: true,
    served: true,
  },
  {
    name: 'matrix',
    inputs: { operation: 'matrix', zone: '', manifest: MANIFEST },
    results: ['due', 'due'],
    readOnly: true,
    served: true,
  },
  {
    name: 'delete what has expired',
    inputs: { operation: 'delete', 'certificate-id': 'expired' },
    results: ['deleted', 'unchanged'],
    served: true,
  },
  {
    name: 'disable the zone level',
    inputs: { operation: 'disable', level: 'zone', origin: '192.0.2.7' },
    results: ['disabled', 'unchanged'],
    served: false,
  },
  {
    name: 'withdraw a hostname',
    inputs: {
      operation: 'disable',
      level: 'hostname',
      mode: 'withdraw',
      hostnames: 'api.example.com',
      origin: '192.0.2.7',
    },
    results: ['disabled', 'unchanged'],
    served: false,
  },
  {
    name: 'switch a hostname off',
    inputs: {
      operation: 'disable',
      level: 'hostname',
      mode: 'off',
      hostnames: 'api.example.com',
      origin: '192.0.2.7',
    },
    results: ['disabled', 'unchanged'],
    served: false,
  },
  {
    name: 'rotate a manifest',
    inputs: { zone: '', manifest: MANIFEST },
    results: ['rotated', 'unchanged'],
    served: true,
  },
];
