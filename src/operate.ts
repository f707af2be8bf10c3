import { resolver, type Resolve } from './fleet/in-parallel.ts';
import { openWorld } from './fleet/open-world.ts';
import { rotateAll } from './fleet/rotate-all.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Network, Host } from './host.ts';
import type { Job } from './inputs/job.ts';
import { refusal } from './inputs/problem.ts';
import type { RunSettings } from './inputs/run-settings.ts';
import { settledBy } from './inputs/subject.ts';
import type { OfflineTarget } from './inputs/targets.ts';
import { askAbout } from './inputs/trusted-targets.ts';
import { createIssuer } from './issue/issue.ts';
import { urgentWithin } from './issue/renewal.ts';
import { deleteCertificates } from './operations/delete/delete.ts';
import { disable } from './operations/disable/disable.ts';
import { runResult, type OperationResult, type RunFacts } from './operations/operation-result.ts';
import { matrixRun, lookAtZones, statusRun } from './operations/status/status.ts';
import { publishDrafts, publishInputWarnings, type Progress } from './publish.ts';
import { endingLine, openingLine } from './report/rotation-story.ts';
import { findingsOf, findingsOfStatus, type Findings } from './report/problems.ts';
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
  readonly targets: readonly OfflineTarget[];
  readonly network: Network;
  readonly began: Began;
  readonly progress: Progress;
}

/** Does what the inputs ask for. Never throws for what can happen out there: it is in the result. */
export async function operate(given: Operating): Promise<Worked> {
  const over = new AbortController();
  try {
    return await carryOut(given, worldOf(given, over.signal));
  } finally {
    // Where one of several reads failed for good, the others would go on for a while.
    over.abort();
  }
}

async function carryOut(given: Operating, world: World): Promise<Worked> {
  const { job } = given;
  const { dryRun, subject } = given.settings;
  switch (job.operation) {
    case 'rotate':
      return await rotate(given, world);
    case 'status':
    case 'matrix': {
      const zones = await lookAtZones(job.zones, world);
      const facts = factsOf(given, world);
      if (job.operation === 'matrix') return { run: matrixRun(zones, facts), findings: undefined };
      const run = statusRun(zones, facts);
      return { run, findings: findingsOfStatus(run, settledBy(subject, job)) };
    }
    case 'delete': {
      const { zone } = job.request;
      const ending = await deleteCertificates(job.request, world, dryRun);
      return { run: { operation: 'delete', zone, ...ending, ...factsOf(given, world) }, findings: undefined };
    }
    case 'disable': {
      const ending = await disable(job.request, world, dryRun);
      return { run: { operation: 'disable', ...ending, ...factsOf(given, world) }, findings: undefined };
    }
  }
}

async function rotate(given: Operating, world: World): Promise<Worked> {
  const { heartbeat, settings, job, began, progress } = given;
  const { host, reports: standing } = heartbeat;
  const resolve = resolver(world.api);
  const targets = await trusted(given, resolve);
  const publishAll = together(host, () => publishDrafts(host, progress.drafts, began.wall));
  const reporting = {
    standing,
    debug: (line: string): void => host.sink.debug(line),
    announce: (draft: TargetResult): Promise<void> => {
      progress.drafts.push(draft);
      return publishAll();
    },
    ended: (result: TargetResult): void => {
      if (targets.length > 1) host.sink.line(endingLine(result));
    },
  };
  host.sink.line(openingLine(targets.map(({ name }) => name)));
  const results = await rotateAll(targets, world, { ...settings, resolve, reporting });
  const run = runResult(results, factsOf(given, world));
  const within = new Map(targets.map((target) => [target.name, warningBefore(target)]));
  const settled = settledBy(settings.subject, job);
  return { run, findings: findingsOf(run, (name) => within.get(name) ?? 0, settled) };
}

/**
 * OpenSSL is asked beside the first read, and before any write.
 *
 * @throws ActionError `INPUT_INVALID` if it refuses what nothing else may outweigh
 */
async function trusted(
  { heartbeat: { host }, targets: judged }: Operating,
  resolve: Resolve,
): Promise<readonly Target[]> {
  const zone = judged[0]?.target.zone;
  // Whoever needs the zone hears why it cannot be read.
  if (zone !== undefined) void resolve(zone).catch(() => undefined);
  const { targets, problems, warnings } = await askAbout(judged, host);
  if (problems.length > 0) throw refusal(problems);
  publishInputWarnings(host, warnings);
  return targets;
}

/** Issued certificates renew themselves: if so little is left, that has been failing for a while. */
function warningBefore({ issuing, policy, successor: { leaf } }: Target): number {
  return issuing === undefined ? policy.expiryWarning : urgentWithin(leaf);
}

function worldOf({ heartbeat, settings, network, began, progress }: Operating, over: AbortSignal): World {
  const { host } = heartbeat;
  const { clock, sleep, random, stop, sink } = host;
  return openWorld({
    http: (request) => {
      progress.sent ||= request.method !== 'GET';
      return network.http(request);
    },
    dial: network.dial,
    issuer: issuerOf(host),
    clock,
    sleep,
    random,
    stop: AbortSignal.any([stop, over]),
    say: (line) => {
      if (!over.aborted) sink.line(line);
    },
    endsAt: began.monotonic + settings.timeout,
    token: settings.token,
    baseUrl: settings.apiBaseUrl,
  });
}

/** The key of what is issued is known to the sink before it is used, and never handed to the runner as a mask. */
function issuerOf(host: Host): World['issuer'] {
  const { stop, sink, runCommand, connectToSigner, env } = host;
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
    trust: host,
    protect: (key) => sink.protect(key, 'random'),
  });
}

/** Simultaneous requests share one write: the report holds every target. */
function together({ sleep }: Host, write: () => void): () => Promise<void> {
  let soon: Promise<void> | undefined;
  const later = async (): Promise<void> => {
    await sleep(1);
    soon = undefined;
    write();
  };
  return () => (soon ??= later());
}

function factsOf({ heartbeat, settings, began }: Operating, { api }: World): RunFacts {
  // The runner's clock may be set meanwhile.
  const endedAt = began.wall + heartbeat.host.clock.monotonic() - began.monotonic;
  return { dryRun: settings.dryRun, startedAt: began.wall, endedAt, calls: api.calls() };
}
