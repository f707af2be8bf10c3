import type { Pasted } from '../../certificate/preflight.ts';
import { rawPassphrase } from '../fields.ts';
import type { Field, Lookup } from '../problem.ts';

/** The authority that was given; undefined if neither its certificate nor its key was. */
export function authorityFrom(lookup: Lookup): Pasted | undefined {
  const [certificate, key] = [lookup('authority-certificate'), lookup('authority-key')];
  const passphrase = lookup('authority-key-passphrase');
  if (certificate === undefined && key === undefined) return undefined;
  return {
    certificate: certificate?.value ?? '',
    privateKey: key?.value,
    passphrase: passphrase && rawPassphrase(passphrase.value),
    names: namesOf(certificate, key, passphrase),
  };
}

/** Who may have signed the certificate in force: what the origin trusts, or else the authority itself. No key is read. */
export function authoritiesOf(lookup: Lookup): Pasted | undefined {
  const certificate = lookup('client-ca') ?? lookup('authority-certificate');
  return (
    certificate && {
      certificate: certificate.value,
      privateKey: undefined,
      passphrase: undefined,
      names: namesOf(certificate, undefined, undefined),
    }
  );
}

function namesOf(
  certificate: Field | undefined,
  key: Field | undefined,
  passphrase: Field | undefined,
): Pasted['names'] {
  return {
    certificate: certificate?.from ?? certificate?.input ?? 'authority-certificate',
    privateKey: key?.from ?? key?.input ?? 'authority-key',
    passphrase: passphrase?.from ?? passphrase?.input ?? 'authority-key-passphrase',
  };
}
