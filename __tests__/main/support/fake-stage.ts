import type { IssueClient } from '../../../src/github/issue-client.ts';
import { variablesOf } from '../../github/workflow.ts';
import type { Workflow } from '../../github/workflow.ts';
import type { Host } from '../../../src/host.ts';
import type { FileRead } from '../../../src/inputs/manifest/source.ts';
import type { Http, HttpRequest } from '../../../src/outside.ts';
import type { OriginDial } from '../../../src/probe/origin-dial.ts';
import type { Environment } from '../../../src/secrecy/environment.ts';
import { createSink } from '../../../src/secrecy/sink.ts';
import type { SinkPorts } from '../../../src/secrecy/sink.ts';
import { environment, workspace } from '../../inputs/support.ts';
import { recording } from '../../secrecy/recording.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';
import { noCommand } from '../../support/no-issuer.ts';
import { answersForOpenSsl } from '../../support/trusting.ts';

/** What happened, in its order. */
export type Happening =
  | { readonly kind: 'mask' | 'command' | 'line' | 'fail' | 'connect' | 'summary' }
  | { readonly kind: 'output'; readonly name: string; readonly value: string }
  | { readonly kind: 'request'; readonly request: HttpRequest };

export interface StageParts {
  /** By the name of the input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Further environment variables. */
  readonly env?: Environment;
  readonly files?: Readonly<Record<string, string | FileRead>>;
  readonly time?: VirtualTime;
  /** The network; without one, no request may be sent. */
  readonly http?: Http;
  readonly dial?: OriginDial;
  readonly askOpenSsl?: Host['askOpenSsl'];
  readonly runCommand?: Host['runCommand'];
  readonly connectToSigner?: Host['connectToSigner'];
  readonly context?: Workflow;
  readonly issues?: () => Promise<IssueClient>;
  /** Thrown by every write to a file of the runner. */
  readonly fileFault?: Error;
  readonly stop?: AbortSignal;
  readonly clock?: Host['clock'];
  /** Epoch milliseconds of the runner's clock, where no `time` is given. */
  readonly at?: number;
}

/** A stage on which everything is recorded. */
export interface FakeStage extends Host {
  readonly time: VirtualTime;
  readonly happened: readonly Happening[];
  readonly stdout: () => string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summaryText: () => string;
  /** Every summary that was written, also those replaced later. */
  readonly summaries: readonly string[];
}

const START = Date.UTC(2026, 10, 23, 12);

/** Real sink, real inputs, and around them a world that does what the test says. */
export function fakeStage(parts: StageParts): FakeStage {
  const time = parts.time ?? new VirtualTime(parts.at ?? START);
  const began = time.now;
  const happened: Happening[] = [];
  const summaries: string[] = [];
  const ports = recording(parts.fileFault);
  const http = parts.http;
  let seed = 1;
  return {
    env: { ...variablesOf(parts.context ?? {}), ...parts.env, ...environment(parts.inputs) },
    sink: createSink(noted(ports, happened, summaries)),
    clock: parts.clock ?? { wall: () => time.now, monotonic: () => time.now - began },
    sleep: (milliseconds, signal) => time.sleep(milliseconds, signal),
    random: () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    },
    askOpenSsl: parts.askOpenSsl ?? answersForOpenSsl,
    runCommand: parts.runCommand ?? noCommand,
    connectToSigner:
      parts.connectToSigner ?? ((): Promise<never> => Promise.reject(new Error('This stage has no signer.'))),
    connect: () => {
      happened.push({ kind: 'connect' });
      if (http === undefined) throw new Error('This stage has no network.');
      return Promise.resolve({
        http: (request) => {
          happened.push({ kind: 'request', request });
          return http(request);
        },
        dial:
          parts.dial ??
          ((): ReturnType<OriginDial> => Promise.resolve({ kind: 'network', reason: 'timeout' })),
      });
    },
    files: workspace(parts.files),
    readEvent: () => parts.context?.payload,
    loadIssueClient: parts.issues ?? ((): Promise<never> => Promise.reject(new Error('no client'))),
    stop: parts.stop ?? new AbortController().signal,
    fail: () => happened.push({ kind: 'fail' }),
    time,
    happened,
    stdout: ports.stdout,
    outputs: ports.outputs,
    summaryText: ports.summary,
    summaries,
  };
}

/** The same ports, with a note of each call before it. */
function noted(ports: SinkPorts, happened: Happening[], summaries: string[]): SinkPorts {
  const note = (kind: 'mask' | 'command' | 'line' | 'summary'): number => happened.push({ kind });
  return {
    setSecret: (value) => (note('mask'), ports.setSecret(value)),
    info: (line) => (note('line'), ports.info(line)),
    debug: (line) => (note('command'), ports.debug(line)),
    annotation: (kind, title, text) => (note('command'), ports.annotation(kind, title, text)),
    setOutput: (name, value) => {
      happened.push({ kind: 'output', name, value });
      ports.setOutput(name, value);
    },
    replaceSummary: (markdown) => {
      note('summary');
      summaries.push(markdown);
      ports.replaceSummary(markdown);
    },
  };
}
