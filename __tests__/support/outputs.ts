/** The outputs of `action.yml`, in its order: every run sets them all. */
export const OUTPUTS = [
  'result',
  'changed',
  'certificate-id',
  'previous-certificate-ids',
  'fingerprint',
  'serial-number',
  'expires-on',
  'days-left',
  'report',
  'matrix',
  'status',
  'issue-url',
] as const;
