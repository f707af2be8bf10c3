import { isMadeOfWords } from '../secrecy/made-of-words.ts';
import { headerLines, splitHeader } from './headers.ts';

/** What is named so carries a credential, whatever it looks like. */
const CREDENTIAL =
  /auth(?!ors?(?:$|[-_]))|cookie|token|secret|passw|passphrase|(?:^|[-_])pass(?:$|[-_])|pwd|credential|session|signature|jwt|bypass|(?:^|[-_]|api|access)key(?:$|[-_])/u;
const SCHEME = /^(?:basic|bearer|token|digest|apikey|negotiate)\s+(.+)$/iu;
/** As long as a machine makes credentials; and a short one that a person made up to be hard to guess. */
const LONG = /[\w+/=-]{16,}/gu;
const SHORT = /^(?=.*\p{Lu})(?=.*\p{Ll})(?=.*\d)[^\s.,;=/-]{8,}$/u;

/** The credentials in lines of `Name: value`, with and without the scheme before them. Other values are no secrets. */
export function headerSecrets(text: string): readonly string[] {
  return headerLines(text).flatMap(({ line }) => {
    const { name, value } = splitHeader(line);
    const credentials = SCHEME.exec(value)?.[1];
    if (credentials !== undefined) return [value, credentials];
    // What has no name is refused, and may be anything.
    return name === '' || CREDENTIAL.test(name) || looksSecret(value) ? [value] : [];
  });
}

function looksSecret(value: string): boolean {
  if ((value.match(LONG) ?? []).some((run) => /\d/u.test(run) && !isMadeOfWords(run))) return true;
  // A muddle: the kind of character changes at two of three places.
  const kinds = value.match(/\p{Lu}+|\p{Ll}+|\d+|[^\p{L}\d]+/gu) ?? [];
  return SHORT.test(value) && 3 * kinds.length >= 2 * value.length;
}
