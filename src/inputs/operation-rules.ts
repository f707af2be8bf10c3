import { isGiven, isIssuing, rawInput, type Environment } from './fields.ts';
import { complain, inputField, type Report } from './problem.ts';
import { ABOUT_OPERATIONS, OPERATIONS, INPUT_NAMES, INPUTS, isInputName } from './table.ts';
import type { Operation, InputName } from './table.ts';
import { secretHint } from './token.ts';

const ROTATION: ReadonlySet<Operation> = new Set(['rotate', 'status', 'matrix']);

/** Reports inputs that are missing for the operation, and those that it cannot take. */
export function checkOperation(operation: Operation, env: Environment, report: Report): void {
  const saidElsewhere = rawInput(env, 'manifest') !== '' && ROTATION.has(operation);
  for (const name of INPUT_NAMES) {
    const { operations = OPERATIONS } = INPUTS[name];
    if (isGiven(env, name) && !operations.includes(operation)) {
      const takers = operations.map((one) => `\`${one}\``).join(', ');
      const cause = `does not apply to \`operation: ${operation}\` (it belongs to ${takers})`;
      complain(inputField(report, name), 'INPUT_NOT_TAKEN', `${cause}. Remove it, or change \`operation\`.`);
    }
  }
  const beside = 'is given together with `manifest`. Set it in the manifest, for the target it belongs to.';
  const issues = isIssuing(env);
  for (const name of INPUT_NAMES.filter((one) => isGiven(env, one))) {
    const field = inputField(report, name);
    const cure = BESIDE_ISSUING[name];
    if (saidElsewhere && INPUTS[name].manifest === 'target') complain(field, 'INPUT_BESIDE_MANIFEST', beside);
    else if (!saidElsewhere && issues && cure !== undefined)
      complain(field, 'INPUT_BESIDE_ISSUING', `is given although certificates are issued. ${cure}`);
  }
  for (const name of saidElsewhere ? [] : ABOUT_OPERATIONS[operation].needs)
    if (rawInput(env, name) === '' && !isInKey(name, env) && !(name === 'certificate' && issues)) {
      const cure = CURES[name] ?? `Pass the certificate as PEM text. ${secretHint(env)}`;
      const says = `is empty, and \`operation: ${operation}\` needs it. ${cure}`;
      complain(inputField(report, name), 'INPUT_MISSING', says);
    }
}

const MADE_BY_THE_RUN =
  'The run makes the certificate and its key itself: remove it, or `authority-certificate`, `authority-key` and `issue`.';

/** What to do about inputs that a run cannot have if it issues a certificate and renews it itself. */
export const BESIDE_ISSUING: Partial<Record<InputName, string>> = {
  certificate: MADE_BY_THE_RUN,
  'private-key': MADE_BY_THE_RUN,
  'private-key-passphrase':
    'It is for a pasted key; for the key of the authority there is `authority-key-passphrase`.',
  replace: 'Name the hostnames in `hostnames`: every issued certificate has a new id.',
  'accept-issuer-change':
    'On a schedule it would be permanent consent. Give `client-ca` or `origin` instead, which are checked on every run.',
};

/** The key's input may hold the certificate too, unless it clearly holds only a key. */
function isInKey(name: InputName, env: Environment): boolean {
  const key = rawInput(env, 'private-key');
  const keyAlone = /private key/iu.test(key) && !/certificate/iu.test(key);
  return name === 'certificate' && key !== '' && !keyAlone;
}

const CURES: Partial<Record<InputName, string>> = {
  level:
    'Write `zone` or `hostname`; it has no default, so that an empty list of hostnames never means the whole zone.',
  zone: 'Write the name of the zone, such as `example.com`, or its id.',
  'certificate-id':
    'Write the id of the certificate to delete, or `expired` for all that are expired and unused.',
  manifest: 'Write the path of a YAML file in the repository, or the YAML itself.',
};

/** Warns of inputs for a check that nothing starts. Not with a manifest, which may start it. */
export function warnOfIdleInputs(env: Environment, report: Report): void {
  if (isGiven(env, 'manifest')) return;
  for (const name of INPUT_NAMES) {
    const mains = (INPUTS[name].refines ?? []).filter(isInputName);
    if (mains.length === 0 || !isGiven(env, name) || mains.some((main) => isGiven(env, main))) continue;
    const cause = `does nothing without ${mains.map((main) => `\`${main}\``).join(' or ')}`;
    const cure =
      name === 'renew'
        ? 'Give an authority or a signer, or remove it.'
        : `Name what to check in \`${mains[0] ?? ''}\`.`;
    complain(inputField(report, name), 'INPUT_IDLE', `${cause}. ${cure}`);
  }
}
