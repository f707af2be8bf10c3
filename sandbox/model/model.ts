import { domainToASCII } from 'node:url';
import { fullToken, type Token } from './access.ts';
import { putAssociations } from './associations.ts';
import { uploadCertificate, vanish } from './certificates.ts';
import { setEnabled, setZoneSetting } from './endpoints-settings.ts';
import { handleRequest, type Gate } from './handle.ts';
import { createRandom, type Random } from './random.ts';
import { createRateLimit, liveRateLimit, type RateLimitSettings } from './rate-limit.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';
import type { Level, SslMode, Zone } from './state.ts';
import { Timeline } from './timeline.ts';
import { liveTimings, type Timings } from './timings.ts';
import { defaultVariants, type Variants } from './variants.ts';
import type { ModelEvent, Result, World } from './world.ts';

export interface ModelOptions {
  /** Epoch ms; the only clock the model has. */
  readonly now: () => number;
  readonly seed?: number;
  readonly variants?: Partial<Variants>;
  readonly timings?: Partial<Timings>;
  readonly rateLimit?: RateLimitSettings;
  /** Secrets and what they may do; by default the secret `token` may do everything. */
  readonly tokens?: Readonly<Record<string, Partial<Token>>>;
}

export interface ZoneOptions {
  readonly name: string;
  readonly id?: string;
  readonly account?: { readonly id: string; readonly name: string };
  readonly customHostnames?: readonly string[];
  readonly enabled?: boolean;
  readonly ssl?: SslMode;
  readonly sharedCertificate?: boolean;
}

export interface ModelAnswer {
  readonly at: number;
  readonly request: ApiRequest;
  readonly answer: ApiAnswer;
}

/** Cloudflare's origin pulls in memory: no timers, no sockets, all time from outside. */
export interface Model {
  readonly now: () => number;
  readonly random: Random;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly variants: () => Variants;
  readonly timings: () => Timings;
  /** Changes what is unknown or how long things take, from now on. */
  readonly adjust: (change: {
    readonly variants?: Partial<Variants>;
    readonly timings?: Partial<Timings>;
    readonly rateLimit?: RateLimitSettings;
  }) => void;
  /** Answers one call, now. */
  readonly handle: (request: ApiRequest) => ApiAnswer;
  readonly setToken: (secret: string, token: Partial<Token>) => void;
  /** Called after each change of state; returns how to stop it. */
  readonly onEvent: (listener: (event: ModelEvent) => void) => () => void;
  /** Called after each answer. */
  readonly onAnswer: (listener: (answer: ModelAnswer) => void) => () => void;

  // What was there before, or what a person does in the dashboard: no token, no limit, no lock.
  readonly addZone: (options: ZoneOptions) => Zone;
  /**
   * A certificate uploaded at `at` (default: a day ago, so that it is active by now).
   * @throws Error naming the refusal
   */
  readonly install: (
    zone: Zone,
    level: Level,
    pair: { readonly certificate: string; readonly privateKey: string },
    at?: number,
  ) => string;
  /** An association made at `at` (default: twelve hours ago). Throws like `install`. */
  readonly associate: (
    zone: Zone,
    hostname: string,
    certificateId: string,
    enabled: boolean | null,
    at?: number,
  ) => void;
  /** A certificate goes at `at` (default: now), whoever refers to it. */
  readonly vanish: (zone: Zone, certificateId: string, at?: number) => void;
  readonly setEnabled: (zone: Zone, enabled: boolean) => void;
  readonly setZoneSetting: (zone: Zone, name: 'ssl' | 'tls_client_auth', value: string) => boolean;
}

const hour = 3_600_000;
const defaultAccount = { id: '01a7362d577a6c3019a474fd6f485823', name: 'Example account' };

export function createModel(options: ModelOptions): Model {
  const { now } = options;
  const random = createRandom(options.seed ?? 1);
  const listeners = new Set<(event: ModelEvent) => void>();
  const answerListeners = new Set<(answer: ModelAnswer) => void>();
  let rateSettings = options.rateLimit ?? liveRateLimit;
  const world: World = {
    random,
    zones: new Map<string, Zone>(),
    variants: { ...defaultVariants, ...options.variants },
    timings: { ...liveTimings, ...options.timings },
    sequence: 0,
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
  const tokens = new Map<string, Token>(
    Object.entries(options.tokens ?? { token: {} }).map(([secret, token]) => [
      secret,
      { ...fullToken, ...token },
    ]),
  );
  const gate: Gate = {
    world,
    tokens,
    rate: createRateLimit(() => rateSettings),
    rateSettings: () => rateSettings,
  };
  return {
    now,
    random,
    zones: world.zones,
    variants: () => world.variants,
    timings: () => world.timings,
    adjust: (change) => {
      world.variants = { ...world.variants, ...change.variants };
      world.timings = { ...world.timings, ...change.timings };
      rateSettings = change.rateLimit ?? rateSettings;
    },
    handle: (request) => {
      const at = now();
      const answer = handleRequest(gate, request, at);
      for (const listener of answerListeners) listener({ at, request, answer });
      return answer;
    },
    setToken: (secret, token) => {
      tokens.set(secret, { ...(tokens.get(secret) ?? fullToken), ...token });
    },
    onEvent: (listener) => subscribe(listeners, listener),
    onAnswer: (listener) => subscribe(answerListeners, listener),
    addZone: (zone) => addZone(world, zone),
    install: (zone, level, pair, at = now() - 24 * hour) =>
      value(uploadCertificate(plainly(world), zone, level, pair, at)).id,
    associate: (zone, hostname, certificateId, enabled, at = now() - 12 * hour) => {
      value(putAssociations(plainly(world), zone, [{ hostname, certificateId, enabled }], at));
    },
    vanish: (zone, certificateId, at = now()) => {
      vanish(world, zone, certificateId, at);
    },
    setEnabled: (zone, enabled) => {
      setEnabled(world, zone, enabled, now());
    },
    setZoneSetting: (zone, name, setting) => setZoneSetting(world, zone, name, setting, now()),
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Setting up is free of what makes rotations hard, but shares ids, randomness and the order of things. */
function plainly(world: World): World {
  const plain: World = Object.create(world);
  plain.variants = { ...world.variants, deployment: 'plain', expiredUpload: 'accepted' };
  Object.defineProperty(plain, 'sequence', {
    get: () => world.sequence,
    set: (next: number) => {
      world.sequence = next;
    },
  });
  return plain;
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`The sandbox could not be set up: ${result.error}.`);
  return result.value;
}

function addZone(world: World, options: ZoneOptions): Zone {
  const start = Number.NEGATIVE_INFINITY;
  const zone: Zone = {
    id: options.id ?? world.random.hex(32),
    name: domainToASCII(options.name),
    account: options.account ?? defaultAccount,
    status: 'active',
    certificates: new Map(),
    associations: new Map(),
    formerAssociations: [],
    customHostnames: new Set(options.customHostnames),
    releases: new Map(),
    enabled: new Timeline(start, options.enabled ?? false),
    ssl: new Timeline<SslMode>(start, options.ssl ?? 'full'),
    sharedCertificate: new Timeline(start, options.sharedCertificate ?? false),
    lockedUntil: start,
  };
  world.zones.set(zone.id, zone);
  return zone;
}
