import type { Environment } from '../environment.ts';
import { complain } from '../problem.ts';
import type { Lookup, Report } from '../problem.ts';
import { ISSUE_KEYS } from './keys.ts';
import { entryOf, fieldOf, variableText } from './scope.ts';
import type { MapNode } from './tree.ts';

/** What says that a target has a certificate of its own. */
const PASTED = ['certificate-env', 'certificate-file', 'private-key-env', 'private-key-passphrase-env'];
/** What says, at any height, that certificates are issued. Only asked whether it is there, not what it holds. */
const AUTHORITY = ['authority-key-env', 'authority-certificate-env', 'authority-certificate-file'];
const ISSUING = [...AUTHORITY, ...ISSUE_KEYS.map((key) => `issue.${key}`)];

/** Whether the run issues a target's certificate: it has none, and somebody said how. */
export function isIssued(target: MapNode, lookup: Lookup, byStep: boolean, report: Report): boolean {
  const pasted = PASTED.map((key) => entryOf(target, key)).find((entry) => entry !== undefined);
  if (pasted === undefined) return byStep || ISSUING.some((name) => lookup(name) !== undefined);
  const own = ['issue', ...AUTHORITY].some((key) => entryOf(target, key) !== undefined);
  if (own)
    complain(
      report,
      fieldOf(pasted),
      'INPUT_BESIDE_ISSUING',
      'is given for a target whose certificate is issued',
      'The run makes certificate and key by itself: take it out, or what it is issued with.',
    );
  return false;
}

/** False, with a warning, where the variable of the authority is not set: then less can be compared. */
export function authorityAtHand(lookup: Lookup, env: Environment, warn: Report): boolean {
  const variable = lookup('authority-certificate-env');
  if (variable === undefined || lookup('client-ca') !== undefined) return true;
  return variableText(variable, env, warn) !== undefined;
}
