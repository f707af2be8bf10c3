import { openWorld } from './fleet/open-world.ts';
import { rotateAll } from './fleet/rotate-all.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Network, Host } from './host.ts';
import type { Job } from './inputs/job.ts';
import type { RunSettings } from './inputs/run-settings.ts';
import { settledBy } from './inputs/subject.ts';
import { createIssuer } from './issue/issue.ts';
import { urgentWithin } from './issue/renewal.ts';
import { deleteCertificates } from './operations/delete/delete.ts';
import { disable } from './operations/disable/disable.ts';
import { runResult } from './operations/operation-result.ts';
import type { OperationResult, RunFacts } from './operations/operation-result.ts';
import { matrixRun, lookAtZones, statusRun } from './operations/status/status.ts';
import { tellDrafts } from './publish.ts';
import type { Progress } from './publish.ts';
import { endingLine, openingLine } from './report/rotation-story.ts';
import { findingsOf, findingsOfStatus } from './report/problems.ts';
import type { Findings } from './report/problems.ts';
import type { TargetResult } from './rotation/result.ts';
import type { Target } from './rotation/target.ts';
import { masksForText } from './secrecy/masks.ts';
import type { World } from './zone/world.ts';

/** When the run began: epoch and monotonic milliseconds. */
export interface Began {
  readonly wall: number;
  readonly monotonic: number;
}

/** What a run ended with, and the part of it that belongs in the one issue. */
export interface Worked {
  readonly run: OperationResult;
  readonly findings: Findings | undefined;
}

/** What an operation is given. */
export interface Operating {
  readonly heartbeat: Heartbeat;
  readonly settings: RunSettings;
  readonly job: Job;
  /** Of a rotation. */
  readonly targets: readonly Target[];
  readonly network: Network;
  readonly began: Began;
  readonly progress: Progress;
}

/** Does what the inputs ask for. Never throws for what can happen out there: it is in the result. */
export async function operate(given: Operating): Promise<Worked> {
  const { settings, job, began } = given;
  const { host } = given.heartbeat;
  const { dryRun } = settings;
  const world = worldOf(given);
  switch (job.operation) {
    case 'rotate':
      return await rotate(given, world);
    case 'status':
    case 'matrix': {
      const zones = await lookAtZones(job.zones, world);
      const facts = factsOf(host, settings, began, world);
      if (job.operation === 'matrix') return { run: matrixRun(zones, facts), findings: undefined };
      const run = statusRun(zones, facts);
      return { run, findings: findingsOfStatus(run, settledBy(settings.subject, job)) };
    }
    case 'delete': {
      const ending = await deleteCertificates(job.request, world, { dryRun });
      const facts = factsOf(host, settings, began, world);
      return {
        run: { operation: 'delete', zone: job.request.zone, ...ending, ...facts },
        findings: undefined,
      };
    }
    case 'disable': {
      const ending = await disable(job.request, world, { dryRun });
      const facts = factsOf(host, settings, began, world);
      return { run: { operation: 'disable', ...ending, ...facts }, findings: undefined };
    }
  }
}

async function rotate(
  { heartbeat, settings, job, targets, began, progress }: Operating,
  world: World,
): Promise<Worked> {
  const { host, tells: standing } = heartbeat;
  const tellAll = together(host, () => tellDrafts(host, progress.drafts, began.wall));
  const telling = {
    standing,
    debug: (line: string): void => host.sink.debug(line),
    announce: (draft: TargetResult): Promise<void> => {
      progress.drafts.push(draft);
      return tellAll();
    },
    ended: (result: TargetResult): void => {
      if (targets.length > 1) host.sink.line(endingLine(result));
    },
  };
  host.sink.line(openingLine(targets.map(({ name }) => name)));
  const results = await rotateAll(targets, world, { ...settings, telling });
  const run = runResult(results, factsOf(host, settings, began, world));
  const within = new Map(targets.map((target) => [target.name, warningBefore(target)]));
  const settled = settledBy(settings.subject, job);
  return { run, findings: findingsOf(run, (name) => within.get(name) ?? 0, settled) };
}

/** Issued certificates renew themselves: if so little is left, that has been failing for a while. */
function warningBefore({ issuing, policy, successor: { leaf } }: Target): number {
  return issuing === undefined ? policy.expiryWarning : urgentWithin(leaf);
}

function worldOf({ heartbeat, settings, network, began, progress }: Operating): World {
  const { host } = heartbeat;
  const { http, dial } = network;
  return openWorld({
    http: (request) => {
      progress.sent ||= request.method !== 'GET';
      return http(request);
    },
    dial,
    issuer: issuerOf(host),
    clock: host.clock,
    sleep: host.sleep,
    random: host.random,
    stop: host.stop,
    say: (line) => host.sink.line(line),
    endsAt: began.monotonic + settings.timeout,
    token: settings.token,
    baseUrl: settings.apiBaseUrl,
  });
}

/** The key of what is issued is known to the sink before it is used, and never handed to the runner as a mask. */
function issuerOf(host: Host): World['issuer'] {
  const { askOpenSsl, clock, stop, sink, runCommand, connectToSigner, env } = host;
  const sleep = (ms: number): Promise<void> => host.sleep(ms, stop);
  return createIssuer({
    runCommand: (command) => runCommand(command, (line) => sink.line(line)),
    server: {
      connect: connectToSigner,
      env,
      sleep: host.sleep,
      stop,
      protect: (token) => {
        sink.mask(masksForText(token));
        sink.protect(token, 'random');
      },
    },
    trust: { ask: askOpenSsl, clock, sleep },
    protect: (key) => sink.protect(key, 'random'),
  });
}

/** Simultaneous requests share one write: the report holds every target. */
function together({ sleep }: Host, tell: () => void): () => Promise<void> {
  let soon: Promise<void> | undefined;
  const later = async (): Promise<void> => {
    await sleep(1);
    soon = undefined;
    tell();
  };
  return () => (soon ??= later());
}

function factsOf(host: Host, { dryRun }: RunSettings, began: Began, { api }: World): RunFacts {
  const calls = api.calls().byEndpoint;
  return { dryRun, startedAt: began.wall, endedAt: host.clock.wall(), calls };
}
