import { EXPOSED } from '../certificate/form-texts.ts';
import { keysWithin, textsWithin } from '../certificate/keys-within.ts';
import { inputVariable } from '../secrecy/environment.ts';
import { isPlaceholder, rawPassphrase, rawInput, type Environment } from './fields.ts';
import { headerSecrets } from './headers.ts';
import { complain, inputField, type Report } from './problem.ts';
import { INPUT_NAMES, INPUTS, type InputName } from './table.ts';
import { stripBearer } from './token.ts';

/** A raw value that must be masked before anything else is printed. */
export interface SecretInput {
  /** How the user calls it: `api-token`, `HTTPS_PROXY`, … */
  readonly name: string;
  /** Environment variable it came from, to be removed from the environment once read. */
  readonly variable: string;
  readonly value: string;
  /** `pem`: certificate or key text in any of the forms people paste; `text`: anything else. */
  readonly kind: 'pem' | 'text';
  /** For `pem`: what may open a key in it. */
  readonly passphrase?: string | undefined;
  /** Where it is sent besides Cloudflare's API and GitHub; nothing else may see it. */
  readonly meantFor?: 'probes' | 'proxy' | 'signer' | undefined;
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Every secret-bearing raw value of the environment, in the order in which they should be masked. */
export function secretInputs(env: Environment): readonly SecretInput[] {
  const secrets: SecretInput[] = [];
  for (const name of INPUT_NAMES) {
    const variable = inputVariable(name);
    const text = env[variable] ?? '';
    for (const secret of secretsOf(name, text)) {
      const beside = secret.kind === 'pem' ? env[inputVariable(passphraseInputOf(name))] : undefined;
      if (secret.value.trim() !== '' && !isPlaceholder(secret.value))
        secrets.push({ name, variable, ...secret, passphrase: rawPassphrase(beside ?? '') });
    }
  }
  for (const name of PROXY_VARIABLES)
    for (const value of proxySecrets(env[name] ?? ''))
      secrets.push({ name, variable: name, value, kind: 'text', meantFor: 'proxy' });
  return secrets;
}

/** The input that may open a key in another one, or beside a key of the manifest. */
export function passphraseInputOf(name: string): 'authority-key-passphrase' | 'private-key-passphrase' {
  return name.startsWith('authority-') ? 'authority-key-passphrase' : 'private-key-passphrase';
}

/** In every form the reader of certificates accepts: with a word processor's dashes, form-encoded, without an end. */
const KEY_BLOCK =
  /[-\u2010-\u2015\u2212]{2,8}\s{0,4}BEGIN[\s+]{1,4}[A-Z\d ]{0,40}PRIVATE[\s+]KEY[^]*?(?:END[\s+]{1,4}[A-Z\d +]{0,60}[-\u2010-\u2015\u2212]{2,8}|(?=[-\u2010-\u2015\u2212]{2,8}\s{0,4}BEGIN)|$)/gu;
/** Characters: no encoding makes a key shorter. */
const SHORTEST_KEY = 64;
/** Longer than a name or an id: something encoded. */
const ENCODED = /[\w+/-]{64,}={0,2}/gu;

/** Keys in a text that should hold none, up to their end or the text's; of an encoded one, what it is encoded in. */
export function keyBlocks(text: string): readonly string[] {
  const plain = text.match(KEY_BLOCK) ?? [];
  if (plain.length > 0 || text.length < SHORTEST_KEY) return plain;
  if (hidesKey(text)) return [text];
  return (text.match(ENCODED) ?? []).filter(hidesKey);
}

function hidesKey(text: string): boolean {
  return (
    textsWithin(text).some((inner) => inner.search(KEY_BLOCK) >= 0) || keysWithin(text, undefined).length > 0
  );
}

export function secretsOf(
  name: InputName,
  text: string,
): readonly Pick<SecretInput, 'value' | 'kind' | 'meantFor'>[] {
  const { secret } = INPUTS[name];
  if (secret === 'token')
    return [...new Set([text.trim(), stripBearer(text)])].map((value) => ({ value, kind: 'text' }));
  if (secret === 'headers')
    return headerSecrets(text).map((value) => ({ value, kind: 'text', meantFor: 'probes' }));
  if (secret !== undefined) return [{ value: text, kind: secret }];
  // A key pasted into an input that is not for secrets is still a secret.
  return keyBlocks(text).map((value) => ({ value, kind: 'pem' }));
}

/** Shorter than a token: a name, which may appear in the log. */
const SHORTEST_TOKEN = 8;

/** As written, decoded, and with the user as it is sent. A user without a password may be a token. */
function proxySecrets(variable: string): readonly string[] {
  if (variable === '') return [];
  const text = withScheme(variable);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, , written] = /^[a-z\d+.-]+:\/\/([^:@/]*):(.+)@[^@]*$/iu.exec(text) ?? [];
  const passwords = [written ?? '', url?.password ?? ''].filter((password) => password !== '');
  if (passwords.length === 0) return tokensOf(text, url);
  const pairs = passwords.map((password) => `${decoded(url?.username ?? '')}:${decoded(password)}`);
  return [...new Set([...passwords, ...passwords.map(decoded), ...(url === undefined ? [] : pairs)])];
}

function tokensOf(text: string, url: URL | undefined): readonly string[] {
  const [, written = ''] = /^[a-z\d+.-]+:\/\/([^:@/]+):?@[^@]*$/iu.exec(text) ?? [];
  const users = new Set([written, url?.username ?? ''].flatMap((user) => [user, decoded(user)]));
  return [...users].filter(({ length }) => length >= SHORTEST_TOKEN);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The URL of a proxy, with `http://` added if no scheme is given, as in other tools. */
export function withScheme(proxy: string): string {
  const text = proxy.trim();
  return text === '' || text.includes('://') ? text : `http://${text}`;
}

/** Characters: anything longer is refused for its length. */
const LONGEST = 1_048_576;

/**
 * Reports private keys in inputs that are not for secrets: the runner has printed those already.
 * @returns the inputs concerned, of which nothing else needs to be said
 */
export function refuseExposedKeys(env: Environment, report: Report): ReadonlySet<string> {
  const exposed = INPUT_NAMES.filter((name) => {
    const text = INPUTS[name].secret === undefined ? rawInput(env, name) : '';
    return text.length <= LONGEST && keyBlocks(text).length > 0;
  });
  exposed.forEach((name) => complainOfExposed(name, report));
  return new Set(exposed);
}

export function complainOfExposed(name: InputName, report: Report): void {
  const [reason, cause, cure] = EXPOSED;
  complain(inputField(report, name), reason, `${cause}. ${cure}`);
}
