import { setTimeout as wait } from 'node:timers/promises';
import { pull, type PullResult, type PullWorld } from '../edge/index.ts';
import type { Edge } from '../model/index.ts';

/** A handshake that did not end in a 2xx answer of the origin. */
export interface Failure {
  /** Model time, epoch ms. */
  readonly at: number;
  readonly host: string;
  readonly edge: string;
  /** SHA-256 of the certificate presented, or why there was none. */
  readonly presented: string;
  /** What a visitor would have seen. */
  readonly reason: string;
}

export interface TrafficReport {
  readonly made: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
  /** How often each certificate was presented, by host: fingerprint → count. */
  readonly served: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Constant traffic: every host at every edge makes a handshake, again and again. */
export interface Traffic extends AsyncDisposable {
  readonly start: () => void;
  /** Stops and waits for handshakes under way. */
  readonly stop: () => Promise<void>;
  readonly report: () => TrafficReport;
  /** One handshake of every host at every edge, now. */
  readonly round: () => Promise<void>;
}

export interface TrafficOptions {
  readonly hosts: readonly string[];
  readonly edges: readonly Edge[];
  /** Real milliseconds between two rounds; 100 by default. */
  readonly intervalMs?: number;
}

export function createTraffic(world: PullWorld, options: TrafficOptions): Traffic {
  const failures: Failure[] = [];
  const served = new Map<string, Map<string, number>>();
  let made = 0;
  let running: Promise<void> | undefined;
  let stopped = new AbortController();

  const shake = async (edge: Edge, host: string): Promise<void> => {
    const at = world.model.now();
    const { presented, result } = await pull(world, edge, host, { path: '/traffic' });
    const name =
      presented.kind === 'certificate'
        ? presented.certificate.facts.fingerprint
        : presented.kind === 'shared'
          ? 'shared'
          : `none (${presented.reason})`;
    made += 1;
    const counts = served.get(host) ?? new Map<string, number>();
    served.set(host, counts.set(name, (counts.get(name) ?? 0) + 1));
    const reason = failureOf(result);
    if (reason !== undefined) failures.push({ at, host, edge: edge.name, presented: name, reason });
  };
  const round = async (): Promise<void> => {
    await Promise.all(options.edges.flatMap((edge) => options.hosts.map((host) => shake(edge, host))));
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await round();
      await wait(options.intervalMs ?? 100, undefined, { signal }).catch(() => undefined);
    }
  };
  const stop = async (): Promise<void> => {
    stopped.abort();
    await running;
    running = undefined;
  };
  return {
    start: () => {
      stopped = new AbortController();
      running ??= run(stopped.signal);
    },
    stop,
    round,
    report: () => ({ made, failed: failures.length, failures: [...failures], served }),
    [Symbol.asyncDispose]: stop,
  };
}

function failureOf(result: PullResult): string | undefined {
  switch (result.kind) {
    case 'unreachable':
      return '521';
    case 'tls-refused':
      return result.phase === 'handshake' ? '525' : '520';
    case 'answer':
      return result.status >= 200 && result.status < 300 ? undefined : String(result.status);
  }
}
