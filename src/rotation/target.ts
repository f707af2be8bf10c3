import type { Finding, Successor } from '../certificate/preflight.ts';
import type { Level } from '../cloudflare/certificates.ts';
import type { OriginCheckSettings, ProbeSettings } from '../probe/settings.ts';

/** How one target is to be rotated. Durations are milliseconds. */
export interface Policy {
  /** The level's switch and the listed hostnames are to be on, also where they were off. */
  readonly enable: boolean;
  readonly deletePrevious: boolean;
  readonly gracePeriod: number;
  readonly activationTimeout: number;
  readonly minimumValidity: number;
  readonly expiryWarning: number;
  readonly acceptIssuerChange: boolean;
  readonly probes: ProbeSettings;
  readonly origin: OriginCheckSettings;
}

/** One certificate and key to be in force at one level of one zone. */
export interface Target {
  /** How people call this target, unique in a run: `example.com (zone)`. */
  readonly name: string;
  /** Zone name or id, as given. */
  readonly zone: string;
  readonly level: Level;
  /** Lower-case ASCII; empty at zone level and where `replace` finds them. */
  readonly hostnames: readonly string[];
  /** Certificate id: every hostname now on it belongs to the target. */
  readonly replace: string | undefined;
  readonly successor: Successor;
  /** Fingerprints of the successors of the run's other targets: never taken for leftovers. */
  readonly siblings: readonly string[];
  /** Findings of the preflight that only the observed world can settle. */
  readonly conditional: readonly Finding[];
  readonly policy: Policy;
}
