import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pair } from '../authority/index.ts';
import { startSandbox, type Sandbox } from '../index.ts';
import { createEdge, type Timings, type Zone } from '../model/index.ts';
import { startAction, type ActionResult, type RunningAction } from '../runner/index.ts';
import type { Scenario } from './scenario.ts';
import type { TrafficReport } from '../traffic/index.ts';
import { openSummaries } from './summaries.ts';
import { say, step, tell, tellVisitors } from './words.ts';

/** Secrets beyond the one pair: variables of the step, and files of the repository. */
export interface Further {
  readonly env?: Readonly<Record<string, string>>;
  readonly workspace?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
}

type Start<T> = (
  title: string,
  inputs: Readonly<Record<string, string>>,
  secret: Pair | undefined,
  further?: Further,
) => Promise<T>;

/** What a scenario plays on: the box, a zone, traffic under way, and the action as the runner starts it. */
export interface Stage {
  readonly box: Sandbox;
  readonly zone: Zone;
  /** Starts the action with what every run has in common; the log is shown as it comes. */
  readonly start: Start<RunningAction>;
  /** The same, until it ends. */
  readonly run: Start<ActionResult>;
  /** Says what was to be, and counts it as broken if it is not so. */
  readonly expect: (what: string, holds: boolean) => void;
  readonly broken: () => number;
}

export const hosts = ['www.example.test', 'api.example.test'] as const;

/** Milliseconds of visits that are told in one line. */
const ROUNDS = 3000;

/** Slow enough to watch, quick enough to wait for. */
const timings: Partial<Timings> = {
  deployment: [1000, 2000],
  deletion: 1500,
  association: [500, 1200],
  release: 1000,
  voidLinger: 2000,
  listLag: [0, 1500],
  mutation: 150,
};

/**
 * Sets the stage, lets a scenario play on it, and clears it away.
 * @param script the bundled action
 * @param nginx whether a real nginx is the origin
 */
export async function withStage(script: string, scenario: Scenario, nginx: boolean): Promise<Stage> {
  // Of the length and alphabet of a real one.
  const token = randomBytes(30).toString('base64url');
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-demo-'));
  const summaries = await openSummaries();
  const box = await startSandbox({
    hosts: scenario.hosts ?? hosts,
    ...(scenario.trafficMs === undefined ? {} : { trafficMs: scenario.trafficMs }),
    timings,
    tokens: { [token]: {} },
    originMode: 'optional',
    nginx,
    edges: [
      createEdge('fra'),
      createEdge('iad', { lagMs: 600, seed: 2 }),
      createEdge('sin', { lagMs: 1200, seed: 3 }),
    ],
  });
  const authorities = join(folder, 'sandbox-web-authority.pem');
  await writeFile(authorities, box.webAuthority.certificate);
  const zone = box.model.addZone({ name: 'example.test' });
  let broken = 0;

  const start: Stage['start'] = async (title, inputs, secret, further = {}) => {
    step(title);
    const action = await startAction({
      script,
      inputs: {
        'api-token': token,
        'api-base-url': box.baseUrl,
        zone: zone.name,
        ...(secret === undefined
          ? {}
          : { certificate: secret.certificate, 'private-key': secret.privateKey }),
        'grace-period': '3s',
        'activation-timeout': '30s',
        'probe-timeout': '10s',
        timeout: '2m',
        ...inputs,
      },
      secrets: [token, ...(secret === undefined ? [] : [secret.privateKey]), ...(further.secrets ?? [])],
      ...(further.workspace === undefined ? {} : { workspace: further.workspace }),
      env: { HTTPS_PROXY: box.proxy.url, NODE_EXTRA_CA_CERTS: authorities, ...further.env },
      onLine: (shown) => {
        tell(shown);
      },
    });
    const kept = async (): Promise<ActionResult> => {
      const result = await action.finished;
      await summaries.keep(title, result.summary);
      return result;
    };
    return { ...action, finished: kept() };
  };
  const stage: Stage = {
    box,
    zone,
    start,
    run: async (...run) => (await start(...run)).finished,
    expect: (what, holds) => {
      say(`${holds ? '✓' : '✗'} ${what}`);
      if (!holds) broken += 1;
    },
    broken: () => broken,
  };
  const visits = (): TrafficReport => {
    const now = box.traffic.report();
    return { ...now, served: new Map([...now.served].map(([host, counts]) => [host, new Map(counts)])) };
  };
  let seen = visits();
  const visitors = setInterval(() => {
    const now = visits();
    tellVisitors(seen, now);
    seen = now;
  }, ROUNDS);
  try {
    box.traffic.start();
    await scenario.play(stage);
    await box.traffic.stop();
    return stage;
  } finally {
    clearInterval(visitors);
    await box.close();
    await rm(folder, { recursive: true, force: true });
  }
}
