const STATUSES = [
  'initializing',
  'pending_deployment',
  'active',
  'pending_deletion',
  'deleted',
  'deployment_timed_out',
  'deletion_timed_out',
] as const;

/** The set is open: what is not known is `unknown`, and waited for. */
export type CertificateStatus = (typeof STATUSES)[number] | 'unknown';

export interface ReadStatus {
  readonly status: CertificateStatus;
  /** As it came, fit to be printed; `unknown` where it was no word. */
  readonly rawStatus: string;
}

export function readStatus(value: unknown): ReadStatus {
  const rawStatus = typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : 'unknown';
  return { status: STATUSES.find((status) => status === value) ?? 'unknown', rawStatus };
}

/** Deleted, or about to be: no longer to be counted. */
export function isTombstone(status: CertificateStatus): boolean {
  return status === 'pending_deletion' || status === 'deleted';
}

/** Being deployed: what may still become active. */
export function isDeploying(status: CertificateStatus | undefined): boolean {
  return status === 'initializing' || status === 'pending_deployment';
}

/** Takes a place in the store: neither deleted nor given up on the way there. */
export function isLiveStatus(status: CertificateStatus): boolean {
  return !isTombstone(status) && status !== 'deletion_timed_out';
}
