import type { CertificateFacts } from './certificate-text.ts';
import type { Timeline } from './timeline.ts';

export type Level = 'zone' | 'hostname';

export type Status =
  | 'initializing'
  | 'pending_deployment'
  | 'active'
  | 'pending_deletion'
  | 'deleted'
  | 'deployment_timed_out'
  | 'deletion_timed_out';

/** What the edges are told about a certificate: may it be sent, and how recent is its deployment. */
export interface Deployment {
  readonly live: boolean;
  /** Epoch ms of the deployment; undefined while there was none. */
  readonly since: number | undefined;
  /** Breaks ties between deployments of one millisecond. */
  readonly sequence: number;
}

export interface CertificateRecord {
  readonly id: string;
  readonly level: Level;
  readonly facts: CertificateFacts;
  /** As uploaded: the edges need it to speak TLS. Never part of an answer. */
  readonly privateKey: string;
  /** The first upload, in epoch ms; a revived id keeps it. */
  readonly createdAt: number;
  readonly uploadedOn: Timeline<number>;
  readonly status: Timeline<Status>;
  readonly deployment: Timeline<Deployment>;
}

/** A row of the association table; undefined when there is none (any more). */
export interface AssociationRow {
  readonly certificateId: string;
  readonly enabled: boolean | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What the edges do for a hostname: its own certificate, none at all, or whatever the zone level says. */
export type Effect =
  | { readonly kind: 'certificate'; readonly certificateId: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'zone-level' };

export interface AssociationRecord {
  readonly hostname: string;
  readonly row: Timeline<AssociationRow | undefined>;
  readonly status: Timeline<Status>;
  readonly effect: Timeline<Effect>;
}

export type SslMode = 'off' | 'flexible' | 'full' | 'strict' | 'origin_pull';

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly status: string;
  readonly certificates: Map<string, CertificateRecord>;
  readonly associations: Map<string, AssociationRecord>;
  /** Rows of certificates that hostnames have left; only the list of all shows them. */
  readonly formerAssociations: AssociationRecord[];
  /** Names outside the zone's own that it serves for its customers. */
  readonly customHostnames: ReadonlySet<string>;
  /** Until when 1433 still answers for a certificate whose associations were moved. */
  readonly releases: Map<string, number>;
  readonly enabled: Timeline<boolean>;
  readonly ssl: Timeline<SslMode>;
  readonly sharedCertificate: Timeline<boolean>;
  /** The zone takes no mutation before this moment. */
  lockedUntil: number;
}

export function isTombstone(status: Status | undefined): boolean {
  return status === 'pending_deletion' || status === 'deleted';
}
