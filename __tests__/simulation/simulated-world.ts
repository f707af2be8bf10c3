import { createEdge, createModel, createRandom, pickVariants } from '../../sandbox/model/index.ts';
import type {
  ApiAnswer,
  ApiRequest,
  Edge,
  Model,
  ModelEvent,
  OriginTrust,
  Random,
  Zone,
} from '../../sandbox/model/index.ts';
import { BEGIN, keyPiecesOf, piecesOf, trustedBy } from './cast.ts';
import type { Cast } from './cast.ts';
import { noteConditions } from './conditions.ts';
import type { Fault } from './faults.ts';
import { Tally } from './met.ts';
import { Printed } from './printed.ts';
import type { Process } from './process.ts';
import type { Scenario, Site } from './scenario.ts';
import { VirtualTime } from './virtual-time.ts';

/** A write as it took effect, and who sent it. */
export interface Write {
  readonly at: number;
  readonly by: string;
  readonly event: ModelEvent;
}

/** A call as a run sent it, whatever became of it. */
export interface SentCall {
  readonly at: number;
  readonly by: string;
  readonly method: string;
  readonly path: string;
  /** What a PUT asked for. */
  readonly body?: string | undefined;
  /** What came back, without what changes from one moment to the next. Undefined: nothing did. */
  answered: string | undefined;
  /** What it met, if anything. */
  fault: Fault | undefined;
}

/** A probe of the site, as its answer was. */
export interface Visit {
  readonly at: number;
  readonly by: string;
  readonly hostname: string;
  /** The origin itself answered well. */
  readonly passed: boolean;
  /** The origin itself turned the visitor away for what was shown to it, or not shown. */
  readonly refused: boolean;
  /** Id of the certificate that the runner's edge showed the origin. */
  readonly served: string | undefined;
}

const ASSOCIATION_TIMES_OUT = 5000;
const LONG_AGO = 60 * 86_400_000;

/** Cloudflare, its edges, an origin and traffic, on virtual time. */
export class SimulatedWorld {
  readonly time = new VirtualTime(BEGIN);
  readonly model: Model;
  readonly zone: Zone;
  readonly edges: readonly [Edge, Edge];
  readonly random: Random;
  readonly scenario: Scenario;
  readonly writes: Write[] = [];
  readonly calls: SentCall[] = [];
  readonly visits: Visit[] = [];
  readonly trace: string[] = [];
  readonly met = new Tally();
  readonly printed = new Printed();
  /** Ids by the part they play: `predecessor`, `stale`, `stranger`. */
  readonly ids = new Map<string, string>();
  /** Fingerprint of the certificate that each run brings. */
  readonly brings = new Map<string, string>();
  /** From this moment on a person's deed has changed what visitors get: that is not the action's doing. */
  harmedAt = Number.POSITIVE_INFINITY;
  /** Pieces of keys, which may travel in an upload alone, and of tokens of signers, which may not even there. */
  readonly keyPieces: Set<string>;
  readonly tokenPieces = new Set<string>();
  readonly trust: OriginTrust;
  /** From when on the origin trusts both authorities, whatever it did before. */
  mendedAt = Number.POSITIVE_INFINITY;
  /** Properties that a single call broke. */
  readonly breaches: string[] = [];
  /** What people give the first runs; those after the faults get more. */
  timeout: number;
  acceptIssuerChange: boolean;
  flaky: number;
  site: Site;
  goneHostname: string | undefined;
  handshakes = 0;
  readonly #mended: OriginTrust;
  #caller: string | undefined;

  constructor(scenario: Scenario, cast: Cast) {
    this.scenario = scenario;
    this.keyPieces = new Set(keyPiecesOf(cast));
    this.random = createRandom(scenario.seed + 7);
    this.model = createModel({
      now: () => this.time.now,
      seed: scenario.seed,
      variants: { ...pickVariants(createRandom(scenario.seed + 3)), ...scenario.variants },
      timings: scenario.timings,
      tokens: { token: {}, dashboard: {} },
    });
    const { both, [scenario.originTrusts]: authorities } = trustedBy(cast);
    this.trust = { authorities, optional: false, trustsShared: false };
    this.#mended = { ...this.trust, authorities: both };
    this.edges = [createEdge('FRA', scenario.edges[0]), createEdge('SIN', scenario.edges[1])];
    this.zone = this.model.addZone({ name: 'example.com', enabled: scenario.switchOn });
    this.timeout = scenario.timeout;
    this.acceptIssuerChange = scenario.acceptIssuerChange;
    this.flaky = scenario.flaky;
    this.site = scenario.site;
    this.goneHostname = scenario.goneHostname;
    this.#furnish(cast);
    this.model.onEvent((event) => {
      const by = this.#caller ?? 'a person';
      this.writes.push({ at: this.time.now, by, event });
      this.trace.push(`${this.stamp()} ${by}: ${JSON.stringify(event)}`);
    });
  }

  apply(process: Process, request: ApiRequest): ApiAnswer {
    return this.#handle(process.name, request);
  }

  /** What a person does in the dashboard. True if it was done. */
  byHand(method: string, path: string, body?: unknown): boolean {
    const request = {
      method,
      path: `/zones/${this.zone.id}/origin_tls_client_auth${path}`,
      query: {},
      headers: { authorization: 'Bearer dashboard' },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    return this.#handle(undefined, request).status === 200;
  }

  /** The associations that a call named never become active. */
  stallAssociations(body: string): void {
    for (const { hostname, status, effect } of this.zone.associations.values()) {
      const { now } = this.time;
      if (!body.includes(`"${hostname}"`) || status.at(now) !== 'pending_deployment') continue;
      this.met.count('association deployment_timed_out');
      status.set(now, 'pending_deployment').plan(now + ASSOCIATION_TIMES_OUT, 'deployment_timed_out');
      effect.set(now, effect.at(now) ?? { kind: 'zone-level' });
    }
  }

  keepsKey(pem: string): void {
    for (const piece of piecesOf(pem)) this.keyPieces.add(piece);
  }

  keepsToken(token: string): void {
    if (token.length > 16) this.tokenPieces.add(token.slice(-32));
  }

  /** Whether a text shows a piece of a key, or also of a token. */
  shows(text: string, what: 'key' | 'any'): boolean {
    const pieces = what === 'key' ? this.keyPieces : [...this.keyPieces, ...this.tokenPieces];
    return [...pieces].some((piece) => text.includes(piece));
  }

  trustAt(moment: number): OriginTrust {
    return moment < this.mendedAt ? this.trust : this.#mended;
  }

  note(process: Process, text: string): void {
    this.trace.push(`${this.stamp()} ${process.name}: ${text}`);
  }

  stamp(): string {
    return `+${((this.time.now - BEGIN) / 1000).toFixed(1)}s`;
  }

  latency(): number {
    return this.random.between(20, 150);
  }

  /** A second actor changed something, so that a run may rightly end elsewhere than it meant to. */
  get meddledWith(): boolean {
    const runs = new Set(this.writes.map(({ by }) => by));
    return (
      runs.has('a person') ||
      this.met.counts.has('another run interleaved') ||
      // Whoever issues brings another one each time.
      (this.scenario.issued === undefined && new Set(this.brings.values()).size > 1)
    );
  }

  #handle(caller: string | undefined, request: ApiRequest): ApiAnswer {
    this.#caller = caller;
    const answer = this.model.handle(request);
    this.#caller = undefined;
    if (caller !== undefined) noteConditions(this, request, answer);
    this.trace.push(
      `${this.stamp()} ${caller ?? 'a person'}: ${request.method} ${request.path} → ${answer.status} ${answer.body.slice(0, 160)}`,
    );
    return answer;
  }

  /** A hostname is left on a certificate that is gone. */
  #lose(cast: Cast): void {
    const { scenario, model, zone } = this;
    const [pair] = cast.fillers.slice(-1);
    const hostname = scenario.vanished === 'own' ? scenario.hostnames.at(-1) : 'lost.example.com';
    if (pair === undefined || hostname === undefined) return;
    const id = model.install(zone, 'hostname', pair, BEGIN - LONG_AGO);
    model.associate(zone, hostname, id, true, BEGIN - LONG_AGO);
    model.vanish(zone, id, BEGIN - LONG_AGO / 2);
    this.met.count('an association without its certificate');
  }

  /** What was there before anybody ran anything. */
  #furnish(cast: Cast): void {
    const { scenario, model, zone } = this;
    const day = 86_400_000;
    const put = (part: 'stale' | 'predecessor' | 'stranger', age: number): string => {
      const id = model.install(zone, scenario.level, cast[part], BEGIN - age * day);
      this.ids.set(part, id);
      return id;
    };
    if (scenario.stale) put('stale', 200);
    if (scenario.stranger) put('stranger', 150);
    if (scenario.predecessor) {
      const id = put('predecessor', 80);
      if (scenario.level === 'hostname') {
        const stale = this.ids.get('stale');
        for (const hostname of [...scenario.hostnames, ...scenario.otherHostnames]) {
          // A hostname with a past may have a row for it.
          if (stale !== undefined && model.variants().formerAssociation !== 'none')
            model.associate(zone, hostname, stale, scenario.formerEnabled, BEGIN - 150 * day);
          model.associate(zone, hostname, id, scenario.formerEnabled, BEGIN - 70 * day);
        }
      }
    }
    if (scenario.vanished !== 'none') this.#lose(cast);
    if (scenario.quota === 'free') return;
    const fillers = cast.fillers.slice(scenario.quota === 'full-expired' ? 0 : 5);
    // With what is in force and what is to follow it the quota is full.
    const room = scenario.quota === 'nearly-full' ? 8 : 10 - zone.certificates.size;
    const others = [...fillers, ...cast.fillers.slice(0, fillers.length === 10 ? 0 : 5)].slice(0, room);
    for (const [index, pair] of others.entries())
      this.ids.set(`filler ${index}`, model.install(zone, 'hostname', pair, BEGIN - 100 * day));
  }
}
