import { AUTHORITY, pastedFrom } from '../fields.ts';
import type { SignerRequest } from '../job.ts';
import { complain, inputField, type Field, type Lookup, type Report } from '../problem.ts';
import { readStepCa, readVault } from './server-settings.ts';

/** Variables of the runner and of this action, and those that change how programs start. */
const WITHHELD =
  /^(?:INPUT|ACTIONS|GITHUB|RUNNER|STATE|CLOUDFLARE)_|^(?:NODE_OPTIONS|LD_PRELOAD|LD_LIBRARY_PATH)$/iu;
const MOST_WORDS = 100;

const SAYS = {
  alone: 'is given without `command`. It only applies to a command.',
  twice:
    'is given together with another signer. Give either `authority-certificate` and `authority-key`, or one of `command`, `vault` and `step-ca` in `issue`.',
  noClientCa:
    'is given without `client-ca`. Give the authorities that the origin trusts: only a certificate that one of them signed is accepted.',
  nobody:
    'does not say who signs. Give `authority-certificate` and `authority-key` from secrets, or `command`, `vault` or `step-ca` in `issue`.',
  noWords: 'is not a list of words. Write the program and its arguments.',
  needsShell:
    'is one line with quotes or other characters for a shell, and there is no shell. Write it as a list of words. If you need a pipe, put it into a script in the repository and name the script.',
  noName: 'has an entry that cannot be the name of an environment variable. Write names, not values.',
  withheld:
    'names a variable of the runner or of this action, or one that changes how programs start. Those are kept from the command: set a variable of your own in the `env` of the step.',
};

/** Who signs: an authority that was given, a command, or a server. One of them. */
export function readSigner(lookup: Lookup, report: Report): SignerRequest {
  const byAuthority = ['authority-certificate', 'authority-key'].some((name) => lookup(name) !== undefined);
  const [command, vault, stepCa] = ['command', 'vault', 'step-ca'].map((key) => lookup(`issue.${key}`));
  const [first, second] = [command, vault, stepCa].filter((field) => field !== undefined);
  const environment = lookup('issue.environment');
  if (command === undefined && environment !== undefined) complain(environment, 'ISSUE_SHAPE', SAYS.alone);
  const twice = second ?? (byAuthority ? first : undefined);
  if (twice !== undefined) complain(twice, 'TWO_SIGNERS', SAYS.twice);
  if (first !== undefined && lookup('client-ca') === undefined)
    complain(first, 'CLIENT_CA_MISSING', SAYS.noClientCa);
  if (first === undefined && !byAuthority)
    complain(inputField(report, 'issue'), 'SIGNER_MISSING', SAYS.nobody);
  if (command !== undefined)
    return { kind: 'command', words: readWords(command), environment: readNames(environment) };
  if (vault !== undefined) return readVault(lookup, vault);
  if (stepCa !== undefined) return readStepCa(lookup, stepCa);
  return { kind: 'authority', pasted: pastedFrom(lookup, AUTHORITY) };
}

/** A list, whose items are lines here, or one line that is split at spaces. No shell, so no quotes. */
function readWords(field: Field): readonly string[] {
  const lines = field.value.split('\n').filter((line) => line !== '');
  const words = lines.length > 1 ? lines : field.value.split(/[ \t]+/u).filter((word) => word !== '');
  if (words.length > MOST_WORDS || words.some((word) => word.includes('\0')))
    complain(field, 'COMMAND_WORDS', SAYS.noWords);
  if (lines.length === 1 && /["'`$|<>;&]/u.test(field.value))
    complain(field, 'COMMAND_NEEDS_SHELL', SAYS.needsShell);
  return words;
}

function readNames(field: Field | undefined): readonly string[] {
  if (field === undefined) return [];
  const names = field.value.split(/[\s,]+/u).filter((name) => name !== '');
  if (names.some((name) => !/^[A-Za-z_]\w{0,254}$/u.test(name)))
    complain(field, 'ISSUE_ENVIRONMENT', SAYS.noName);
  if (names.some((name) => WITHHELD.test(name))) complain(field, 'ISSUE_ENVIRONMENT', SAYS.withheld);
  return names;
}

/** Who may have signed what is in force: what the origin trusts, else the authority itself. No key is read. */
export function authoritiesOf(lookup: Lookup): string | undefined {
  return (lookup('client-ca') ?? lookup('authority-certificate'))?.value;
}
