import type { Pasted } from '../../certificate/preflight.ts';
import { rawPassphrase } from '../fields.ts';
import type { Field, Lookup } from '../problem.ts';

/** Whether an authority was given, or a part of one. */
export function isAuthorityGiven(lookup: Lookup): boolean {
  return ['authority-certificate', 'authority-key'].some((name) => lookup(name) !== undefined);
}

/** The authority as it was given; what is missing is empty. */
export function authorityFrom(lookup: Lookup): Pasted {
  const key = lookup('authority-key');
  const passphrase = lookup('authority-key-passphrase');
  return pastedAs(lookup('authority-certificate'), key, passphrase);
}

/** Who may have signed what is in force: what the origin trusts, else the authority itself. No key is read. */
export function authoritiesOf(lookup: Lookup): Pasted | undefined {
  const certificate = lookup('client-ca') ?? lookup('authority-certificate');
  return certificate && pastedAs(certificate);
}

function pastedAs(certificate?: Field, key?: Field, passphrase?: Field): Pasted {
  return {
    certificate: certificate?.value ?? '',
    privateKey: key?.value,
    passphrase: passphrase && rawPassphrase(passphrase.value),
    names: {
      certificate: certificate?.from ?? certificate?.input ?? 'authority-certificate',
      privateKey: key?.from ?? key?.input ?? 'authority-key',
      passphrase: passphrase?.from ?? passphrase?.input ?? 'authority-key-passphrase',
    },
  };
}
