import type { Pair } from '../authority/index.ts';
import { startSandbox, type Sandbox } from '../index.ts';
import {
  createEdge,
  createRandom,
  liveTimings,
  type Edge,
  type Span,
  type Timings,
  type Zone,
} from '../model/index.ts';
import { edgeFailsBy, faultsOf } from './faults.ts';
import { createManagement } from './manage.ts';
import type { ServeOptions } from './options.ts';
import { startSigner, type ServedSigner } from './signer.ts';
import { unknownsOf, variantsFor } from './unknowns.ts';

export interface ServedBox extends AsyncDisposable {
  readonly box: Sandbox;
  readonly token: string;
  readonly zones: readonly Zone[];
  /** Two client certificates of the authority that the origin trusts: one to begin with, one to rotate to. */
  readonly pairs: readonly [Pair, Pair];
  readonly signer: ServedSigner | undefined;
}

/**
 * Starts a box as the options say, with its zones empty and an origin that demands a client certificate.
 * @param tell a line for whoever watches
 */
export async function startBox(options: ServeOptions, tell: (line: string) => void): Promise<ServedBox> {
  const random = createRandom(options.seed);
  const variants = variantsFor(options.unknowns, options.seed);
  // With the prefix of an account's token: 40 hexadecimal characters alone are a global API key, which is refused.
  const token = `cfat_${createRandom(options.seed + 1).hex(40)}`;
  const management = createManagement();
  await using stack = new AsyncDisposableStack();
  const box = stack.use(
    await startSandbox({
      hosts: options.hostnames,
      seed: options.seed,
      variants,
      timings: timingsFor(options),
      tokens: { [token]: {} },
      originMode: 'http-400',
      nginx: options.nginx,
      edges: edgesFor(options),
      faults: faultsOf(options.faults, random),
      edgeFails: edgeFailsBy(options.faults, random),
      apiPort: options.port,
      aside: (incoming, response) => management.answer(incoming, response),
      onCall: ({ method, path, answer, trouble }) => {
        const status = answer === undefined ? 'not applied' : String(answer.status);
        tell(`${method} ${path} → ${status}${trouble === undefined ? '' : `, fault: ${trouble}`}`);
      },
    }),
  );
  const zones = options.zones.map(({ name, id }) =>
    box.model.addZone({ name, ssl: 'strict', ...(id === undefined ? {} : { id }) }),
  );
  box.model.onEvent((event) => {
    if (options.unknowns === 'hostile') tell(`unknowns in play: ${unknownsOf(event, variants).join(', ')}`);
  });
  management.attach(box, options, random);
  const names = zones.map(({ name }) => name);
  const signer =
    options.signer === undefined ? undefined : await startSigner(options.signer, box, names, stack);
  const pairs = [
    await box.clientAuthority.issue({ subject: 'Origin pull client 1' }),
    await box.clientAuthority.issue({ subject: 'Origin pull client 2' }),
  ] as const;
  const all = stack.move();
  return { box, token, zones, pairs, signer, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function timingsFor({ speed, unknowns }: ServeOptions): Timings {
  const scaled = (span: Span): Span =>
    typeof span === 'number' ? span / speed : [span[0] / speed, span[1] / speed];
  const live = {
    ...liveTimings,
    ...(unknowns === 'kind' ? { listLag: 0 } : { associationListLag: [0, 20_000] as const, mutation: 300 }),
  };
  return {
    deployment: scaled(live.deployment),
    deploymentTimeout: scaled(live.deploymentTimeout),
    deletion: scaled(live.deletion),
    revival: scaled(live.revival),
    association: scaled(live.association),
    release: scaled(live.release),
    voidLinger: scaled(live.voidLinger),
    listLag: scaled(live.listLag),
    associationListLag: scaled(live.associationListLag),
    byIdLag: scaled(live.byIdLag),
    mutation: scaled(live.mutation),
    lockLinger: scaled(live.lockLinger),
    flapAfter: scaled(live.flapAfter),
    flapFor: scaled(live.flapFor),
  };
}

/** Three places; but for `kind`, two of them follow a change later. */
function edgesFor({ speed, unknowns }: ServeOptions): readonly Edge[] {
  const lag = (seconds: number): number => (unknowns === 'kind' ? 0 : (seconds * 1000) / speed);
  return [
    createEdge('fra'),
    createEdge('iad', { lagMs: lag(10), seed: 2 }),
    createEdge('sin', { lagMs: lag(30), seed: 3 }),
  ];
}
