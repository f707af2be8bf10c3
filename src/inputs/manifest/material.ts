import type { Pasted } from '../../certificate/preflight.ts';
import { isIssuing, pastedFrom } from '../fields.ts';
import type { ExpectedTarget } from '../job.ts';
import { complain, type Field, type Lookup } from '../problem.ts';
import { keysOf } from '../table.ts';
import { ISSUE_KEYS } from './keys.ts';
import { entryOf, type MapNode } from './parse.ts';
import { fieldOf, scopeLookup, variableText } from './scope.ts';
import type { ManifestSurroundings, Surroundings } from './scope.ts';

/** Certificate, key and passphrase of a target to rotate. What is missing is reported. */
export function readMaterial(target: MapNode, at: Field, around: Surroundings): Pasted {
  const own = scopeLookup(target, around);
  if (entryOf(target, 'certificate-file') !== undefined && entryOf(target, 'private-key-env') === undefined)
    complain(at, 'MANIFEST_KEY_MISSING', NO_KEY);
  const certificate = certificateIn(target, at, around);
  return pastedFrom(certificate, own('private-key'), own('private-key-passphrase'), {
    certificate: '',
    privateKey: certificate?.from ?? '',
    passphrase: 'private-key-passphrase-env',
  });
}

/** The certificate alone, for comparison. A variable that is not set only means that nothing is compared. */
export function readCertificateOnly(
  target: MapNode,
  at: Field,
  around: ManifestSurroundings,
): ExpectedTarget['pasted'] {
  const named = entryOf(target, 'certificate-env')?.value;
  const absent = named?.kind === 'text' && (around.env[named.value] ?? '').trim() === '';
  const certificate = certificateIn(target, at, absent ? { ...around, report: around.warn } : around);
  const name = certificate?.from ?? '';
  const names = { certificate: name, privateKey: name, passphrase: name };
  return certificate && { certificate: certificate.value, names };
}

function certificateIn(target: MapNode, at: Field, around: Surroundings): Field | undefined {
  if (['certificate-env', 'certificate-file'].every((key) => entryOf(target, key) === undefined))
    complain(at, 'MANIFEST_CERTIFICATE_MISSING', NO_CERTIFICATE);
  return scopeLookup(target, around)('certificate');
}

const NO_KEY =
  'has a target with `certificate-file` but no `private-key-env`. Name the environment variable that holds the private key.';
const NO_CERTIFICATE =
  'has a target without a certificate. Name it with `certificate-env` or `certificate-file`.';
const BESIDE =
  'is given for a target whose certificate is issued. The run makes the certificate and its key itself: remove it, or what it is issued with.';

/** The keys that give a target a certificate of its own. */
const PASTED = (['certificate', 'private-key', 'private-key-passphrase'] as const).flatMap(keysOf);
/** The keys, at any level of the manifest, that mean that certificates are issued. Only their presence counts. */
const AUTHORITY = (['authority-key', 'authority-certificate'] as const).flatMap(keysOf);
const ISSUING = [...AUTHORITY, ...ISSUE_KEYS.map((key) => `issue.${key}`)];

/** Whether the run issues a target's certificate: it has none of its own, and the manifest or the step says how. */
export function isIssued(target: MapNode, lookup: Lookup, around: Surroundings): boolean {
  const pasted = PASTED.map((key) => entryOf(target, key)).find((entry) => entry !== undefined);
  if (pasted === undefined)
    return isIssuing(around.env) || ISSUING.some((name) => lookup(name) !== undefined);
  if (['issue', ...AUTHORITY].some((key) => entryOf(target, key) !== undefined))
    complain(fieldOf(pasted, around), 'INPUT_BESIDE_ISSUING', BESIDE);
  return false;
}

/** False, with a warning, if the authority's variable is not set: then less can be compared. */
export function authorityAtHand(lookup: Lookup, { env, warn }: ManifestSurroundings): boolean {
  const variable = lookup('authority-certificate-env');
  if (variable === undefined || lookup('client-ca') !== undefined) return true;
  return variableText({ ...variable, report: warn }, env) !== undefined;
}
