import type { Pasted } from '../../certificate/preflight.ts';
import { rawPassphrase } from '../fields.ts';
import type { SignerRequest } from '../job.ts';
import { complain, inputField } from '../problem.ts';
import type { Field, Lookup, Report } from '../problem.ts';
import { readStepCa, readVault } from './server-settings.ts';

/** Variables of the runner and of this action, and those that change how programs start. */
const WITHHELD =
  /^(?:INPUT|ACTIONS|GITHUB|RUNNER|STATE|CLOUDFLARE)_|^(?:NODE_OPTIONS|LD_PRELOAD|LD_LIBRARY_PATH)$/iu;
const MOST_WORDS = 100;

/** Who signs: an authority that was given, a command, or a server. One of them. */
export function readSigner(lookup: Lookup, report: Report): SignerRequest {
  const byAuthority = isAuthorityGiven(lookup);
  const [command, vault, stepCa] = ['command', 'vault', 'step-ca'].map((key) => lookup(`issue.${key}`));
  const [first, second] = [command, vault, stepCa].filter((field) => field !== undefined);
  const environment = lookup('issue.environment');
  if (command === undefined && environment !== undefined)
    complain(
      report,
      environment,
      'ISSUE_SHAPE',
      'is given without `command`',
      'It only applies to a command.',
    );
  const twice = second ?? (byAuthority ? first : undefined);
  if (twice !== undefined)
    complain(
      report,
      twice,
      'TWO_SIGNERS',
      'is given together with another signer',
      'Give either `authority-certificate` and `authority-key`, or one of `command`, `vault` and `step-ca` in `issue`.',
    );
  if (first !== undefined && lookup('client-ca') === undefined)
    complain(
      report,
      first,
      'CLIENT_CA_MISSING',
      'is given without `client-ca`',
      'Give the authorities that the origin trusts: only a certificate that one of them signed is accepted.',
    );
  if (command !== undefined)
    return {
      kind: 'command',
      words: readWords(command, report),
      environment: readNames(environment, report),
    };
  if (vault !== undefined) return readVault(lookup, report);
  if (stepCa !== undefined) return readStepCa(lookup, report);
  if (!byAuthority)
    complain(
      report,
      inputField('issue', ''),
      'SIGNER_MISSING',
      'does not say who signs',
      'Give `authority-certificate` and `authority-key` from secrets, or `command`, `vault` or `step-ca` in `issue`.',
    );
  return { kind: 'authority', pasted: authorityFrom(lookup) };
}

/** A list, whose items are lines here, or one line that is split at spaces. No shell, so no quotes. */
function readWords(field: Field, report: Report): readonly string[] {
  const lines = field.value.split('\n').filter((line) => line !== '');
  const words = lines.length > 1 ? lines : field.value.split(/[ \t]+/u).filter((word) => word !== '');
  if (words.length > MOST_WORDS || words.some((word) => word.includes('\0')))
    complain(
      report,
      field,
      'COMMAND_WORDS',
      'is not a list of words',
      'Write the program and its arguments.',
    );
  if (lines.length === 1 && /["'`$|<>;&]/u.test(field.value))
    complain(
      report,
      field,
      'COMMAND_NEEDS_SHELL',
      'is one line with quotes or other characters for a shell, and there is no shell',
      'Write it as a list of words. If you need a pipe, put it into a script in the repository and name the script.',
    );
  return words;
}

function readNames(field: Field | undefined, report: Report): readonly string[] {
  const names = (field?.value ?? '').split(/[\s,]+/u).filter((name) => name !== '');
  if (field === undefined) return names;
  if (names.some((name) => !/^[A-Za-z_]\w{0,254}$/u.test(name)))
    complain(
      report,
      field,
      'ISSUE_ENVIRONMENT',
      'has an entry that cannot be the name of an environment variable',
      'Write names, not values.',
    );
  const withheld = names.find((name) => WITHHELD.test(name));
  if (withheld !== undefined)
    complain(
      report,
      field,
      'ISSUE_ENVIRONMENT',
      'names a variable of the runner or of this action, or one that changes how programs start',
      'Those are kept from the command: set a variable of your own in the `env` of the step.',
    );
  return names;
}

/** Whether an authority was given, or a part of one. */
function isAuthorityGiven(lookup: Lookup): boolean {
  return ['authority-certificate', 'authority-key'].some((name) => lookup(name) !== undefined);
}

/** The authority as it was given; what is missing is empty. */
function authorityFrom(lookup: Lookup): Pasted {
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
