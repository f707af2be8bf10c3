import { plain } from './limits.ts';

/**
 * GitHub-flavoured Markdown out of foreign text. Mentions, issue numbers and links are found by
 * GitHub in the finished text, where neither backslash nor entity stops them; inside code they are
 * left alone. So every foreign value is shown as code, and so is any word of a sentence that could
 * come alive.
 */

/** What a cell or field says when there is nothing to say. */
export const NOTHING = '–';

/** A code span. Backticks and pipes, which could end it or a cell, are shown by their nearest likeness. */
export function code(value: string, most = 300): string {
  const text = plain(value, most).replaceAll('`', "'").replaceAll('|', '¦');
  return text === '' ? NOTHING : `\`${text}\``;
}

/** The same inside `<summary>`, where Markdown is not read but HTML is. */
export function htmlCode(value: string, most = 200): string {
  return `<code>${html(plain(value, most)).replaceAll('"', '&quot;')}</code>`;
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A word GitHub would turn into a link, a mention, an issue number or an emoji; or a long id. */
const ALIVE =
  /@|:\/\/|www\.|mailto:|xmpp:|#\d|gh-\d|:[\w+-]+:|^\W*(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}\W*$|[0-9a-f]{16,}/iu;
const CORE = /^([([{"']*)(.*?)([.,;:!?)\]}"']*)$/su;

/** Words between backticks that stand by themselves: nothing that touches them may become code as well. */
const QUOTED = /(?<=(?:^|\s)[([{"']*)`([^`]{1,200})`(?=[.,;:!?)\]}"']*(?:\s|$))/u;

/** GitHub would link this one, so it is code: then the other hostnames of the sentence are, too. */
const LINKED_HOSTNAME = /\bwww\./iu;
const HOSTNAME = /^\W*(?:[a-z0-9-]+\.)+[a-z]{2,}\W*$/iu;

/** A whole sentence, maybe with foreign text in it, as inline Markdown that reads as written. */
export function prose(sentence: string, most = 1500): string {
  // Every second part is what stood between backticks.
  const parts = plain(sentence, most).split(QUOTED);
  const named = LINKED_HOSTNAME.test(sentence);
  const texts = parts.map((part, index) =>
    index % 2 === 1
      ? code(part)
      : part
          .split(' ')
          .map((word) => proseWord(word, named))
          .join(' '),
  );
  return texts
    .join('')
    .replace(/^[#+\-=:]/u, String.raw`\$&`)
    .replace(/^\d+(?=[.)])/u, '$&\\');
}

function proseWord(word: string, named: boolean): string {
  if (!ALIVE.test(word) && !(named && HOSTNAME.test(word))) return escaped(word);
  return word.replace(
    CORE,
    (_, before: string, core: string, after: string) => `${escaped(before)}${code(core)}${escaped(after)}`,
  );
}

/** Few words hold any of these. */
const SPECIAL = /[&<>\\`*[\]~$_|]/u;

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return html(text)
    .replaceAll(/[\\`*[\]~$]/gu, String.raw`\$&`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/gu, String.raw`\_`)
    .replaceAll('|', '&#124;');
}

/** A table, empty without rows; the cells are Markdown already. Its alignment is left to the reader's browser. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map((cells) => tableLine(cells.map((cell) => cell || NOTHING)));
  return [tableLine(head), tableLine(head.map(() => '---')), ...lines].join('\n');
}

/** Lines that would be no glance are folded. */
export function overview(lines: string, amount: number, what: string): string {
  return amount > 12 ? fold(`All ${amount} ${what}`, lines) : lines;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A block of text as it is, line by line; the fence is longer than any in the text. */
export function fence(lines: readonly string[], language = 'text'): string {
  const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/gu) ?? []).map((run) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return [`${ticks}${language}`, ...lines, ticks].join('\n');
}

/** Folded text. `title` is HTML (`htmlCode`), `body` is Markdown. */
export function fold(title: string, body: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** A link to an address made by us; `label` is Markdown already. */
export function link(label: string, address: string | undefined): string {
  return address === undefined ? label : `[${label}](${address})`;
}

/** Blocks with an empty line between them; what is empty falls out. */
export function blocks(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** As many warnings as a reader may be asked to read, each in a line. */
export function warningList(sentences: readonly string[]): string {
  return list(
    sentences.map((sentence) => `⚠ ${prose(sentence)}`),
    25,
  );
}

/** A list; what is empty falls out, and what does not fit is counted. */
export function list(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const told = items.filter((item) => item !== '');
  const lines = told.slice(0, most).map((item) => `- ${item.trimEnd()}`);
  return [...lines, ...(told.length > most ? [`- And ${told.length - most} more.`] : [])].join('\n');
}
