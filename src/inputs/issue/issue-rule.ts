import { KEY_KINDS } from '../../issue/leaf-key.ts';
import { always, ifGiven } from '../fields.ts';
import { zoneName } from '../hostnames.ts';
import type { IssueRequest, IssueRule } from '../job.ts';
import { readChoice, readDuration } from '../kinds.ts';
import { durationOf, type Place } from '../policy.ts';
import { complain, inputField, type Field, type Lookup, type Report } from '../problem.ts';
import type { InputName } from '../table.ts';
import { readSigner } from './who-signs.ts';

const DEFAULT_VALIDITY = '100d';
const LIMITS = { least: '10s', most: '3650d' };
/** Longest common name (RFC 5280, `ub-common-name`). */
const LONGEST_NAME = 64;
/** The characters of a name that every signer and reader writes the same way. */
const PLAIN_NAME = /^[A-Za-z\d*](?:[A-Za-z\d ._*@:()/-]*[A-Za-z\d)])?$/u;

export function readIssue(place: Place, lookup: Lookup, report: Report): IssueRequest {
  const isAlways = readChoice(always(lookup, 'renew'), ['due', 'always']) === 'always';
  // What would be permanent consent on a schedule, and what an issued certificate cannot be.
  const accepted = lookup('accept-issuer-change');
  const replaced = lookup('replace');
  if (accepted?.value.toLowerCase() === 'true') refuseBesideIssuing(accepted, 'accept-issuer-change');
  if (replaced !== undefined) refuseBesideIssuing(replaced, 'replace');
  return { ...readRule(place, lookup, report), always: isAlways, signer: readSigner(lookup, report) };
}

/** The same, as far as it is needed without the authority's key. */
export function readRule(place: Place, lookup: Lookup, report: Report): IssueRule {
  const asked = lookup('issue.validity') ?? inputField(report, 'issue', DEFAULT_VALIDITY);
  const validity = readDuration(asked, LIMITS);
  if (validity > 0 && validity <= durationOf(lookup, 'minimum-validity'))
    complain(asked, 'VALIDITY_BELOW_MINIMUM', SAYS.belowMinimum);
  const before = lookup('issue.renew-before');
  const renewBefore = before && readDuration(before, LIMITS);
  if (before !== undefined && renewBefore !== undefined && validity > 0 && renewBefore >= validity)
    complain(before, 'RENEWED_AT_ONCE', SAYS.atOnce);
  const key = ifGiven(lookup, 'issue.key', (field) => readChoice(field, KEY_KINDS)) ?? 'ec-p256';
  return { commonName: readCommonName(place, lookup, report), key, validity, renewBefore };
}

/** The zone at zone level, the first hostname at hostname level, unless another name is given. */
function readCommonName({ level, zone, hostnames }: Place, lookup: Lookup, report: Report): string {
  const given = lookup('issue.common-name');
  const field = given ?? inputField(report, 'issue');
  const name = given?.value ?? (level === 'zone' ? zoneName(zone) : hostnames[0]);
  if (name === undefined) {
    // Anything else that is missing was reported where it is read.
    if (level === 'zone' && zone !== '') complain(field, 'COMMON_NAME_MISSING', SAYS.onlyAnId);
  } else if (name.length > LONGEST_NAME || !PLAIN_NAME.test(name)) {
    const fitting = level === 'zone' ? 'zone' : 'first hostname';
    complain(field, 'COMMON_NAME', given === undefined ? SAYS.tooLong(fitting) : SAYS.notPlain);
  }
  return name ?? '';
}

/** Reports an input that a run cannot have if it issues certificates and renews them itself; others are fine. */
export function refuseBesideIssuing(field: Field, name: InputName): void {
  const cure = BESIDE_ISSUING[name];
  if (cure !== undefined)
    complain(field, 'INPUT_BESIDE_ISSUING', `is given although certificates are issued. ${cure}`);
}

const MADE_BY_THE_RUN =
  'The run makes the certificate and its key itself: remove it, or `authority-certificate`, `authority-key` and `issue`.';

const BESIDE_ISSUING: Partial<Record<InputName, string>> = {
  certificate: MADE_BY_THE_RUN,
  'private-key': MADE_BY_THE_RUN,
  'private-key-passphrase':
    'It is for a pasted key; for the key of the authority there is `authority-key-passphrase`.',
  replace: 'Name the hostnames in `hostnames`: every issued certificate has a new id.',
  'accept-issuer-change':
    'On a schedule it would be permanent consent. Give `client-ca` or `origin` instead, which are checked on every run.',
};

const PLAIN = `Write a \`common-name\` of at most ${LONGEST_NAME} letters, digits, spaces, dots and hyphens.`;
const SAYS = {
  belowMinimum:
    'is not longer than `minimum-validity`, so every issued certificate would be refused at once. Raise it, or lower `minimum-validity`.',
  atOnce:
    'is not shorter than `validity`, so every certificate would be due as soon as it is issued. Make it shorter, or leave it out: without it, a certificate is renewed when a third of its life is left.',
  onlyAnId:
    'has no `common-name`, and the zone is given by its id, which cannot be the name of a certificate. Give the zone by its name, or write a `common-name`.',
  tooLong: (fitting: string) =>
    `has no \`common-name\`, and the ${fitting} is longer than the ${LONGEST_NAME} characters of a certificate's name. ${PLAIN}`,
  notPlain: `is a name that not every signer writes the same way. ${PLAIN}`,
};
