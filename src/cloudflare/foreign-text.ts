import { domainToASCII } from 'node:url';

/** Longest API text that is passed on, in characters. */
const LONGEST_SENTENCE = 500;
const LONGEST_WORD = 100;
const LONGEST_NAME = 255;
/** Texts longer than this are cut before anything else. */
const LONGEST_READ = 64 * 1024;

/** A PEM block, also one whose end is missing, with real or written-out newlines. */
const PEM = /-----\s*BEGIN[^-]*-----(?:[\s\S]*?-----\s*END[^-]*-----|[\s\S]*)/g;
/** Long enough for a line of a key, longer than an id (36) or a SHA-1 fingerprint (40). */
const LONG_BASE64 = /[A-Za-z0-9+/_=-]{44,}/g;
/** 64 hexadecimal digits are a SHA-256 fingerprint, which people need to see. */
const FINGERPRINT = /^(?:[0-9a-f]{64}|[0-9A-F]{64})$/;
/** Escape sequences first, so that no rest of them stays; then every control, format and separator character. */
const ESCAPES =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]/g;
/** Without U+FEFF, which `\s` counts as a blank although nobody sees it. */
const BLANKS = /(?:[^\S\ufeff]|\u0085)+/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * Makes text of the API fit to stand in an error: one line, nothing that steers a terminal, no PEM, no
 * long encoded run, none of the given secrets, and no more than 500 characters.
 */
export function cleanSentence(text: string, secrets: readonly string[] = []): string {
  return clean(text, secrets, LONGEST_SENTENCE);
}

/** The same for a name or a status: at most 100 characters. */
export function cleanWord(text: string): string {
  return clean(text, [], LONGEST_WORD);
}

/** The same for a name of DNS: at most 255 characters, and long labels stay. */
export function cleanName(text: string): string {
  return withoutCommands(visible(text.slice(0, LONGEST_NAME)));
}

/**
 * A name of DNS for comparing: in ASCII, since the API may answer in Unicode however it was asked; in lower case, without
 * a final dot.
 */
export function asciiName(text: string): string {
  const name = cleanName(text).toLowerCase();
  const ascii = /^[ -~]*$/.test(name) ? name : domainToASCII(name);
  return (ascii === '' ? name : ascii).replace(/\.$/, '');
}

function clean(text: string, secrets: readonly string[], longest: number): string {
  // First, so that no secret hides behind characters that nobody sees.
  let left = visible(text.slice(0, LONGEST_READ));
  for (const secret of secrets) {
    if (secret !== '') left = left.replaceAll(secret, '[redacted]');
  }
  left = left
    .replace(PEM, '[PEM left out]')
    .replace(LONG_BASE64, (run) => (FINGERPRINT.test(run) ? run : '[long text left out]'));
  left = withoutCommands(left);
  // Never half of a pair of surrogates.
  return left.length <= longest ? left : `${left.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function visible(text: string): string {
  return text.replace(ESCAPES, '').replace(BLANKS, ' ').replace(INVISIBLE, '').trim();
}

/** Breaks up runner commands: `##[` counts anywhere in a line, `::name` at its start. */
function withoutCommands(text: string): string {
  return text.replaceAll(/##(?=[a-z]*\[)/gi, '# #').replaceAll(/::(?=[a-z])/gi, ': :');
}
