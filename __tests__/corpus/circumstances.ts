/** What no row of inputs or texts can say: the state of Cloudflare, of the runner and of the environment. */
export const CIRCUMSTANCES = [
  'the certificate that is live already',
  'the same key in a new certificate',
  'a private key pasted as certificate',
  'a zone of an unknown name',
  'a zone name that two accounts have',
  'a probe that redirects',
  'an output file that is not set',
  'an output file that is a directory',
  'an output file that is read-only',
  'RUNNER_DEBUG=1',
  'a proxy with credentials',
  'NODE_TLS_REJECT_UNAUTHORIZED=0',
  'variables of other tools',
  'a pull request from a fork, without secrets',
] as const;

export type CircumstanceName = (typeof CIRCUMSTANCES)[number];
