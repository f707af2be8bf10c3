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
import { BEGIN } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Process } from './process.ts';
import type { Scenario } from './scenario.ts';
import { VirtualTime } from './virtual-time.ts';

/** A write as it took effect, and who sent it. */
export interface Write {
  readonly at: number;
  readonly by: string;
  readonly cancelled: boolean;
  readonly event: ModelEvent;
}

/** Cloudflare, its edges, an origin and traffic, on virtual time. */
export class SimulatedWorld {
  readonly time = new VirtualTime(BEGIN);
  readonly model: Model;
  readonly zone: Zone;
  readonly edges: readonly [Edge, Edge];
  readonly trust: OriginTrust;
  readonly random: Random;
  readonly scenario: Scenario;
  readonly writes: Write[] = [];
  readonly calls: { readonly at: number; readonly by: string; readonly method: string }[] = [];
  readonly trace: string[] = [];
  /** Ids by the part they play: `predecessor`, `stale`, `stranger`. */
  readonly ids = new Map<string, string>();
  blockedUntil = Number.NEGATIVE_INFINITY;
  #caller: Process | undefined;

  constructor(scenario: Scenario, cast: Cast) {
    this.scenario = scenario;
    this.random = createRandom(scenario.seed + 7);
    this.model = createModel({
      now: () => this.time.now,
      seed: scenario.seed,
      variants: { ...pickVariants(createRandom(scenario.seed + 3)), ...scenario.variants },
      timings: scenario.timings,
    });
    const authorities =
      scenario.originTrusts === 'both' ? [cast.authority, cast.otherAuthority] : [cast.authority];
    this.trust = { authorities, optional: false, trustsShared: false };
    this.edges = [createEdge('FRA', scenario.edges[0]), createEdge('SIN', scenario.edges[1])];
    this.zone = this.model.addZone({ name: 'example.com', enabled: scenario.switchOn });
    this.#people(cast);
    this.model.onEvent((event) => {
      const by = this.#caller?.name ?? 'a person';
      this.writes.push({ at: this.time.now, by, cancelled: this.#caller?.stop.aborted ?? false, event });
      this.trace.push(`${this.stamp()} ${by}: ${JSON.stringify(event)}`);
    });
  }

  apply(process: Process, request: ApiRequest): ApiAnswer {
    this.#caller = process;
    this.calls.push({ at: this.time.now, by: process.name, method: request.method });
    const answer = this.model.handle(request);
    this.#caller = undefined;
    this.trace.push(
      `${this.stamp()} ${process.name}: ${request.method} ${request.path} → ${answer.status} ${answer.body.slice(0, 160)}`,
    );
    return answer;
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

  /** What was there before anybody ran anything. */
  #people(cast: Cast): void {
    const { scenario, model, zone } = this;
    const day = 86_400_000;
    const put = (part: 'stale' | 'predecessor' | 'stranger', age: number): string => {
      const id = model.install(zone, scenario.level, cast[part], BEGIN - age * day);
      this.ids.set(part, id);
      return id;
    };
    if (scenario.stale) put('stale', 200);
    if (scenario.stranger) put('stranger', 150);
    if (!scenario.predecessor) return;
    const id = put('predecessor', 80);
    if (scenario.level === 'zone') return;
    for (const hostname of [...scenario.hostnames, ...scenario.otherHostnames]) {
      model.associate(zone, hostname, id, true, BEGIN - 70 * day);
    }
  }
}
