import type { Pasted } from '../../certificate/preflight.ts';
import { KEY_KINDS } from '../../issue/leaf-key.ts';
import { always } from '../fields.ts';
import type { ExpectedIssue, IssueRequest } from '../job.ts';
import { readChoice, readDuration } from '../kinds.ts';
import { zoneName, durationOf } from '../policy.ts';
import type { Place } from '../policy.ts';
import { complain, inputField } from '../problem.ts';
import type { Lookup, Report } from '../problem.ts';
import { readSigner } from './who-signs.ts';

const DEFAULT_VALIDITY = '100d';
const LIMITS = { least: '10s', most: '3650d' };
/** Longest common name (RFC 5280, `ub-common-name`). */
const LONGEST_NAME = 64;
/** The characters of a name that every signer and reader writes the same way. */
const PLAIN_NAME = /^[A-Za-z\d*](?:[A-Za-z\d ._*@:()/-]*[A-Za-z\d)])?$/u;

/** How a target's certificate is issued. */
export function readIssue(place: Place, lookup: Lookup, report: Report): IssueRequest {
  const always_ = readChoice(always(lookup, 'renew'), ['due', 'always'], report) === 'always';
  refuseBesideIssuing(lookup, report);
  return { ...readRule(place, lookup, report), always: always_, signer: readSigner(lookup, report) };
}

/** The same, as far as it is needed without the authority's key. */
export function readExpectedIssue(
  place: Place,
  lookup: Lookup,
  authorities: Pasted | undefined,
  report: Report,
): ExpectedIssue {
  return { ...readRule(place, lookup, report), authorities };
}

type Rule = Omit<IssueRequest, 'always' | 'signer'>;

function readRule(place: Place, lookup: Lookup, report: Report): Rule {
  const asked = lookup('issue.validity') ?? inputField('issue', DEFAULT_VALIDITY);
  const validity = readDuration(asked, LIMITS, report);
  const minimum = durationOf(lookup, 'minimum-validity', () => undefined);
  if (validity > 0 && validity <= minimum)
    complain(
      report,
      asked,
      'VALIDITY_BELOW_MINIMUM',
      'is not longer than `minimum-validity`, so every issued certificate would be refused at once',
      'Raise it, or lower `minimum-validity`.',
    );
  const before = lookup('issue.renew-before');
  const renewBefore = before && readDuration(before, LIMITS, report);
  if (before !== undefined && renewBefore !== undefined && validity > 0 && renewBefore >= validity)
    complain(
      report,
      before,
      'RENEWED_AT_ONCE',
      'is not shorter than `validity`, so every certificate would be due as soon as it is issued',
      'Make it shorter, or leave it out: without it, a certificate is renewed when a third of its life is left.',
    );
  const kind = lookup('issue.key');
  const key = (kind && readChoice(kind, KEY_KINDS, report)) ?? 'ec-p256';
  return { commonName: readCommonName(place, lookup, report), key, validity, renewBefore };
}

/** The zone at zone level, the first hostname at hostname level, unless another name is given. */
function readCommonName(place: Place, lookup: Lookup, report: Report): string {
  const given = lookup('issue.common-name');
  const fitting = place.level === 'zone' ? zoneName(place.zone) : place.hostnames[0];
  const name = given?.value ?? fitting;
  const field = given ?? inputField('issue', '');
  if (name === undefined) {
    // Anything else that is missing was reported where it is read.
    if (place.level === 'zone' && place.zone !== '')
      complain(
        report,
        field,
        'COMMON_NAME_MISSING',
        'has no `common-name`, and the zone is given by its id, which cannot be the name of a certificate',
        'Give the zone by its name, or write a `common-name`.',
      );
    return '';
  }
  if (name.length > LONGEST_NAME || !PLAIN_NAME.test(name))
    complain(
      report,
      field,
      'COMMON_NAME',
      given === undefined
        ? `has no \`common-name\`, and the ${place.level === 'zone' ? 'zone' : 'first hostname'} is longer than the ${LONGEST_NAME} characters of a certificate's name`
        : 'is a name that not every signer writes the same way',
      `Write a \`common-name\` of at most ${LONGEST_NAME} letters, digits, spaces, dots and hyphens.`,
    );
  return name;
}

/** What would be permanent consent on a schedule. */
function refuseBesideIssuing(lookup: Lookup, report: Report): void {
  const accepted = lookup('accept-issuer-change');
  if (accepted?.value.toLowerCase() === 'true')
    complain(
      report,
      accepted,
      'INPUT_BESIDE_ISSUING',
      'is given although certificates are issued',
      'On a schedule it would be permanent consent. Give `client-ca` or `origin` instead, which are checked on every run.',
    );
  const replaced = lookup('replace');
  if (replaced !== undefined)
    complain(
      report,
      replaced,
      'INPUT_BESIDE_ISSUING',
      'is given although certificates are issued',
      'Name the hostnames in `hostnames`: every issued certificate has a new id.',
    );
}
