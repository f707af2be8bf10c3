import { isMadeOfWords } from '../secrecy/guard.ts';
import { complain, type Field } from './problem.ts';

const TOKEN = /^[!#$%&'*+.^_`|~\da-z-]+$/iu;
const MOST_HEADERS = 50;
const LONGEST_VALUE = 8192;
/** Names that would change what is asked, to whom, or how the connection works; Cloudflare refuses the last two. */
const FORBIDDEN =
  /^(?:host|connection|content-.*|transfer-encoding|upgrade|te|trailer|keep-alive|proxy-.*|expect|range|if-.*|cf-connecting-ip|cf-ray)$/u;

interface HeaderLine {
  /** From 1. */
  readonly number: number;
  /** In lower case; empty if there is none, or no colon. */
  readonly name: string;
  readonly value: string;
}

/** The lines of `probe-request-headers`, without empty ones. */
function headerLines(text: string): readonly HeaderLine[] {
  return text.split(/\r\n|\n/u).flatMap((whole, index) => {
    const line = whole.trim();
    const colon = line.indexOf(':');
    const [name, value] = colon === -1 ? ['', line] : [line.slice(0, colon), line.slice(colon + 1)];
    return line === '' ? [] : [{ number: index + 1, name: name.trim().toLowerCase(), value: value.trim() }];
  });
}

/**
 * Headers for the probes from lines of `Name: value`, names in lower case. Neither name nor value is
 * ever echoed, since whole lines are secret.
 * @param token the Cloudflare token, which no probe may carry
 */
export function readHeaders(field: Field, token: string): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  const lines = headerLines(field.value);
  for (const { number, name, value } of lines.slice(0, MOST_HEADERS)) {
    const fault = headers.has(name)
      ? 'names a header that an earlier line already names'
      : faultOf(name, value, token);
    if (fault === undefined) headers.set(name, value);
    else {
      const says = `is not a list of headers: line ${number} ${fault}. Write one \`Name: value\` on each line.`;
      complain(field, 'NOT_A_HEADER', says);
    }
  }
  if (lines.length > MOST_HEADERS)
    complain(
      field,
      'TOO_MANY_HEADERS',
      `has ${lines.length} lines. At most ${MOST_HEADERS} headers are sent.`,
    );
  return Object.fromEntries(headers);
}

/** The name of a response header in lower case; empty if it is not one, which is reported. */
export function readHeaderName(field: Field): string {
  if (TOKEN.test(field.value) && field.value.length <= 100) return field.value.toLowerCase();
  complain(
    field,
    'NOT_A_HEADER_NAME',
    'is not the name of a header. Write the name alone, such as `X-Client-Serial`.',
  );
  return '';
}

function faultOf(name: string, value: string, token: string): string | undefined {
  if (name === '') return 'has no name in front of a colon';
  if (!TOKEN.test(name)) return 'has characters in its name that a header cannot have';
  if (FORBIDDEN.test(name)) return 'names a header that a probe cannot set';
  if (value === '') return 'has no value';
  if (value.length > LONGEST_VALUE) return `has a value of more than ${LONGEST_VALUE} characters`;
  if (/[^\t -~]/u.test(value)) return 'has a value with characters that a header cannot carry';
  if (token !== '' && value.includes(token))
    return 'holds the Cloudflare token, which only Cloudflare may see';
  return value.includes('PRIVATE KEY') ? 'holds a private key' : undefined;
}

/** A header with such a name carries a credential, whatever its value looks like. */
const CREDENTIAL =
  /auth(?!ors?(?:$|[-_]))|cookie|token|secret|passw|passphrase|(?:^|[-_])pass(?:$|[-_])|pwd|credential|session|signature|jwt|bypass|(?:^|[-_]|api|access)key(?:$|[-_])/u;
const SCHEME = /^(?:basic|bearer|token|digest|apikey|negotiate)\s+(.+)$/iu;
/** Long enough for a generated credential; or short, but made to be hard to guess. */
const LONG = /[\w+/=-]{16,}/gu;
const SHORT = /^(?=.*\p{Lu})(?=.*\p{Ll})(?=.*\d)[^\s.,;=/-]{8,}$/u;

/** The credentials in lines of `Name: value`, with and without the scheme before them. Other values are not secret. */
export function headerSecrets(text: string): readonly string[] {
  return headerLines(text).flatMap(({ name, value }) => {
    const credentials = SCHEME.exec(value)?.[1];
    if (credentials !== undefined) return [value, credentials];
    // What has no name is refused, and may be anything.
    return name === '' || CREDENTIAL.test(name) || looksSecret(value) ? [value] : [];
  });
}

function looksSecret(value: string): boolean {
  if ((value.match(LONG) ?? []).some((run) => /\d/u.test(run) && !isMadeOfWords(run))) return true;
  // Mixed: the kind of character changes at two of three places.
  const kinds = value.match(/\p{Lu}+|\p{Ll}+|\d+|[^\p{L}\d]+/gu) ?? [];
  return SHORT.test(value) && 3 * kinds.length >= 2 * value.length;
}
