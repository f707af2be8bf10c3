import { keysWithin, textsWithin } from '../certificate/keys-within.ts';
import { isPlaceholder } from './fields.ts';
import { complain, type Field } from './problem.ts';

const NOT_IN_A_TOKEN = /[^\w.~+/=-]/u;
const MAKE_ONE =
  'Make an API token with the permissions SSL and Certificates: Edit and Zone: Read, keep it as a secret, and pass `${{ secrets.NAME }}`.';
/** Where the event that started the run is the reason, its summary and its error say so. */
export const SECRET_HINT =
  'Does the secret exist in this repository or in the environment of the job, and is it passed to a called workflow?';
const ALONE = 'Store the secret again with the token alone.';

const PEM = /PRIVATE KEY|BEGIN CERTIFICATE/u;

/** What people give instead of an API token, in the order in which it is recognised. */
const MISTAKES: readonly (readonly [test: Pick<RegExp, 'test'>, reason: string, says: string])[] = [
  [{ test: holdsPem }, 'TOKEN_IS_PEM', `holds a PEM text. ${MAKE_ONE}`],
  [/[\r\n]/u, 'TOKEN_HAS_NEWLINE', `has a line break in it. ${ALONE}`],
  [/\s/u, 'TOKEN_HAS_BLANK', `has a space in it. ${ALONE}`],
  // Global API keys are 37 to 45 hexadecimal characters, and begin with cfk_ since 2026.
  [
    /^cfk_|^[0-9a-f]{37,45}$/u,
    'TOKEN_IS_GLOBAL_KEY',
    `is a global API key, which can do everything in the account. ${MAKE_ONE}`,
  ],
  [
    /^v1\.0-/u,
    'TOKEN_IS_ORIGIN_CA_KEY',
    `is an Origin CA key, which cannot manage origin pulls. ${MAKE_ONE}`,
  ],
  [NOT_IN_A_TOKEN, 'TOKEN_CHARACTERS', `has characters that a token never has. ${ALONE}`],
  [/^.{513}/u, 'TOKEN_TOO_LONG', `is longer than any token. ${ALONE}`],
];

/** The token without `Bearer `; empty if it cannot be one, which is reported. Never echoed. */
export function readToken(field: Field): string {
  const token = stripBearer(field.value);
  if (token === '' || isPlaceholder(token)) {
    complain(field, 'TOKEN_MISSING', `is empty. ${MAKE_ONE} ${SECRET_HINT}`);
    return '';
  }
  const mistake = MISTAKES.find(([test]) => test.test(token));
  if (mistake === undefined) return token;
  complain(field, mistake[1], mistake[2]);
  return '';
}

/** Undefined if there is none, or it cannot be one, which is reported. Never echoed. */
export function readGithubToken(field: Field, isNeeded: boolean): string | undefined {
  const token = stripBearer(field.value);
  const isAbsent = token === '' || isPlaceholder(token);
  if (!isAbsent && !NOT_IN_A_TOKEN.test(token) && !holdsPem(token)) return token;
  const cure =
    'Leave it out, so that it is `${{ github.token }}`, and grant the job `permissions: issues: write`.';
  if (holdsPem(token)) complain(field, 'TOKEN_IS_PEM', `holds a PEM text. ${cure}`);
  else if (!isAbsent) complain(field, 'TOKEN_CHARACTERS', `has characters that a token never has. ${cure}`);
  else if (isNeeded) complain(field, 'INPUT_MISSING', `is empty, and \`open-issue: true\` needs it. ${cure}`);
  return undefined;
}

/** Also in one line of base64 or of hex, as a token could be written: it would be sent as one. */
function holdsPem(token: string): boolean {
  return (
    [token, ...textsWithin(token)].some((text) => PEM.test(text)) || keysWithin(token, undefined).length > 0
  );
}

/** Removes the scheme that people copy along with a token. */
export function stripBearer(text: string): string {
  return text.trim().replace(/^Bearer(?:\s+|$)/iu, '');
}
