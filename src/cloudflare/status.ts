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

export function readStatus(value: unknown): CertificateStatus {
  return STATUSES.find((status) => status === value) ?? 'unknown';
}

/** The status as it came, fit to be printed. */
export function rawStatus(value: unknown): string {
  return typeof value === 'string' && /^[a-z_]{1,40}$/u.test(value) ? value : 'unknown';
}
