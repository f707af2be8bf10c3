import type { Pasted } from '../../certificate/preflight.ts';
import { rawPassphrase } from '../fields.ts';
import type { Environment } from '../fields.ts';
import { complain } from '../problem.ts';
import type { Field, Report, Lookup } from '../problem.ts';
import { ISSUE_KEYS } from './keys.ts';
import type { MapNode } from './parse.ts';
import { entryOf, fieldOf, fileText, variableText } from './scope.ts';
import type { Surroundings } from './scope.ts';

/** Certificate, key and passphrase of a target to rotate. What is missing is reported. */
export function readMaterial(target: MapNode, at: Field, surroundings: Surroundings, report: Report): Pasted {
  const certificate = certificateText(target, at, surroundings, report) ?? { input: '', value: '' };
  const inFile = entryOf(target, 'certificate-file') !== undefined;
  const keyField = fieldNamed(target, 'private-key-env');
  const passphraseField = fieldNamed(target, 'private-key-passphrase-env');
  if (keyField === undefined && inFile)
    complain(
      report,
      at,
      'MANIFEST_KEY_MISSING',
      'has a target with `certificate-file` but no `private-key-env`',
      'Name the environment variable that holds the private key.',
    );
  const privateKey = keyField && variableText(keyField, surroundings.env, report);
  const passphrase = passphraseField && variableText(passphraseField, surroundings.env, report);
  return {
    certificate: certificate.value,
    privateKey,
    passphrase: passphrase === undefined ? undefined : rawPassphrase(passphrase),
    names: {
      certificate: certificate.input,
      privateKey: keyField?.value ?? certificate.input,
      passphrase: passphraseField?.value ?? 'private-key-passphrase-env',
    },
  };
}

/** The certificate alone, for comparison. A variable that is not set only means that nothing is compared. */
export function readCertificateOnly(
  target: MapNode,
  at: Field,
  surroundings: Surroundings,
  report: Report,
  warn: Report,
): Pasted | undefined {
  const named = fieldNamed(target, 'certificate-env');
  const absent = named !== undefined && (surroundings.env[named.value] ?? '').trim() === '';
  const certificate = certificateText(target, at, surroundings, absent ? warn : report);
  if (certificate === undefined) return undefined;
  const { input: name, value } = certificate;
  return {
    certificate: value,
    privateKey: undefined,
    passphrase: undefined,
    names: { certificate: name, privateKey: name, passphrase: name },
  };
}

/** The text, and as `input` the name of the variable or file it came from. */
function certificateText(
  target: MapNode,
  at: Field,
  { env, files }: Surroundings,
  report: Report,
): { readonly input: string; readonly value: string } | undefined {
  const variable = fieldNamed(target, 'certificate-env');
  const file = fieldNamed(target, 'certificate-file');
  if (variable !== undefined && file !== undefined)
    complain(report, file, 'GIVEN_TWICE', 'is given together with `certificate-env`', 'Give one of them.');
  const field = variable ?? file;
  if (field === undefined) {
    complain(
      report,
      at,
      'MANIFEST_CERTIFICATE_MISSING',
      'has a target without a certificate',
      'Name it with `certificate-env` or `certificate-file`.',
    );
    return undefined;
  }
  const value = variable === undefined ? fileText(field, files, report) : variableText(field, env, report);
  return value === undefined ? undefined : { input: field.value, value };
}

function fieldNamed(target: MapNode, key: string): Field | undefined {
  const entry = entryOf(target, key);
  return entry && fieldOf(entry);
}

/** The keys that give a target a certificate of its own. */
const PASTED = ['certificate-env', 'certificate-file', 'private-key-env', 'private-key-passphrase-env'];
/** The keys, at any level of the manifest, that mean that certificates are issued. Only their presence counts. */
const AUTHORITY = ['authority-key-env', 'authority-certificate-env', 'authority-certificate-file'];
const ISSUING = [...AUTHORITY, ...ISSUE_KEYS.map((key) => `issue.${key}`)];

/** Whether the run issues a target's certificate: it has none of its own, and the manifest or the step says how. */
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
      'The run makes the certificate and its key itself: remove it, or what it is issued with.',
    );
  return false;
}

/** False, with a warning, if the authority's variable is not set: then less can be compared. */
export function authorityAtHand(lookup: Lookup, env: Environment, warn: Report): boolean {
  const variable = lookup('authority-certificate-env');
  if (variable === undefined || lookup('client-ca') !== undefined) return true;
  return variableText(variable, env, warn) !== undefined;
}
