import type { X509Certificate } from 'node:crypto';
import type { Finding } from '../certificate/finding.ts';
import type { Successor as Read } from '../certificate/preflight.ts';
import type { PrivateKey } from '../certificate/private-key.ts';
import type { Level } from '../cloudflare/certificates.ts';
import type { Issuing } from '../issue/issuing.ts';
import type { OriginCheckSettings, ProbeSettings } from '../probe/settings.ts';
import type { ObservedCertificate } from '../zone/observed.ts';

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

/** The certificate that is to be in force, read or issued. */
export interface Successor extends Omit<Read, 'key'> {
  /** Undefined if an earlier run had it issued, and before it is issued: then it cannot be uploaded. */
  readonly key: PrivateKey | undefined;
  /** Who is going to sign it, where it is still to be issued and that is known. */
  readonly signedBy?: X509Certificate;
}

/** What a target has to know of another one of its run. */
export interface OtherTarget extends Pick<Target, 'hostnames' | 'replace'> {
  /** Of its successor: never taken for a leftover. */
  readonly fingerprint: string;
  readonly deletePrevious: boolean;
}

/** One certificate and key to be in force at one level of one zone. */
export interface Target {
  /** The target's name for people, unique in a run: `example.com (zone)`. */
  readonly name: string;
  /** Zone name or id, as given. */
  readonly zone: string;
  readonly level: Level;
  /** Lower-case ASCII; empty at zone level and where `replace` finds them. */
  readonly hostnames: readonly string[];
  /** Certificate id: every hostname now on it belongs to the target. */
  readonly replace: string | undefined;
  /** Where it is issued: what it would be, until `settle` has found or made it. */
  readonly successor: Successor;
  /** Undefined if it was given. */
  readonly issuing?: Issuing | undefined;
  /** Issued by an earlier run and unused: removed before the successor is uploaded. */
  readonly orphan?: ObservedCertificate | undefined;
  readonly otherTargets: readonly OtherTarget[];
  /** Findings of the preflight that depend on what is observed. */
  readonly conditional: readonly Finding[];
  readonly policy: Policy;
}
