import type { Pasted } from '../certificate/preflight.ts';
import type { Level } from '../cloudflare/certificates.ts';
import type { KeyKind } from '../issue/leaf-key.ts';
import type { ServerSettings } from '../issue/signers/open-signer.ts';
import type { ProbeSettings, OriginCheckSettings } from '../probe/settings.ts';
import type { Policy, Target } from '../rotation/target.ts';

export type SignerRequest =
  | { readonly kind: 'authority'; readonly pasted: Pasted }
  | {
      readonly kind: 'command';
      readonly words: readonly string[];
      /** Names of environment variables it is to have. */
      readonly environment: readonly string[];
    }
  | ServerSettings;

/** What a target's certificate is issued as. Durations are milliseconds. */
export interface IssueRule {
  readonly commonName: string;
  readonly key: KeyKind;
  readonly validity: number;
  /** Undefined: a third of the lifetime. */
  readonly renewBefore: number | undefined;
}

export interface IssueRequest extends IssueRule {
  /** Renew even if it is not due. */
  readonly always: boolean;
  readonly signer: SignerRequest;
}

/** What a target is for; the zone's id in lower case. */
export type Scope = Pick<Target, 'name' | 'zone' | 'level' | 'hostnames' | 'replace'>;

/** A target as requested: everything a rotation needs, before certificate and key were checked. */
export type TargetRequest = Scope & {
  /** PEM bundle of what the origin trusts. */
  readonly clientCa: string | undefined;
  readonly policy: Policy;
} & (
    | { readonly pasted: Pasted; readonly issue: undefined }
    | { readonly pasted: undefined; readonly issue: IssueRequest }
  );

/** What should be in force according to the inputs or the manifest, for comparison only. */
export interface ExpectedTarget extends Omit<Scope, 'zone'> {
  /** Undefined if the certificate was not available. */
  readonly pasted: Pick<Pasted, 'certificate' | 'names'> | undefined;
  /** Where it is issued: what the next run would renew it by. */
  readonly issue?: ExpectedIssue | undefined;
  /** Whether the level's switch and the hostnames should be on. */
  readonly enable: boolean;
  /** Milliseconds before expiry at which it counts as due. */
  readonly expiryWarning: number;
}

/** What is known of an issued certificate without the authority's key. */
export interface ExpectedIssue extends IssueRule {
  /** PEM of those who may have signed it; undefined if it was not available. */
  readonly authorities: string | undefined;
}

export interface StatusRequest {
  readonly zone: string;
  readonly expiryWarning: number;
  /** False: if no target is named, no client certificate at all is intended. */
  readonly enable: boolean;
  readonly expected: readonly ExpectedTarget[];
}

export interface DeleteRequest {
  readonly zone: string;
  /** Undefined: both levels are looked at. */
  readonly level: Level | undefined;
  readonly what: { readonly kind: 'certificate'; readonly id: string } | { readonly kind: 'expired' };
}

export interface DisableRequest {
  readonly zone: string;
  readonly what:
    | { readonly kind: 'zone' }
    | {
        readonly kind: 'hostnames';
        readonly hostnames: readonly string[];
        /** withdraw: the zone level applies again. off: no client certificate is sent. */
        readonly mode: 'withdraw' | 'off';
      };
  readonly acceptUnauthenticated: boolean;
  readonly activationTimeout: number;
  readonly probes: ProbeSettings;
  readonly origin: OriginCheckSettings;
}

export type Job =
  /** Zones in the order given; within a zone hostname targets come before the zone's. */
  | { readonly operation: 'rotate'; readonly requests: readonly TargetRequest[] }
  | { readonly operation: 'status'; readonly zones: readonly StatusRequest[] }
  | { readonly operation: 'matrix'; readonly zones: readonly StatusRequest[] }
  | { readonly operation: 'delete'; readonly request: DeleteRequest }
  | { readonly operation: 'disable'; readonly request: DisableRequest };
