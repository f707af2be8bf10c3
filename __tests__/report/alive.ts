/**
 * A judge of finished Markdown that shares nothing with the code that writes it: it takes away what
 * GitHub shows as it is (code) and our own few tags and links, and names what could still come alive.
 */

const OWN_LINK = /\]\(https:\/\/github\.com\/acme\/site\/[A-Za-z0-9/.%-]*\)/gu;
const OWN_TAGS = /<br>|<\/?details(?: open)?>|<\/?summary>/gu;
const OWN_COMMENT = /^<!-- origin-pull-certificates:(?:(?!--|[<>]).)* -->$/u;
const ALIVE: readonly (readonly [what: string, sign: RegExp])[] = [
  ['a tag', /</u],
  ['a mention or an address', /@/u],
  ['a link', /:\/\/|www\.|mailto:/iu],
  ['a Markdown link', /\]\(|\]\[/u],
  ['an issue', /#\d|gh-\d/iu],
  ['an emoji', /:[a-z]+:/u],
  ['strike-through', /~/u],
  ['mathematics', /\$/u],
];

/** What is alive in the text, a line for each find; empty is good. */
export function alive(markdown: string): readonly string[] {
  const finds: string[] = [];
  let fence = '';
  for (const line of markdown.split('\n')) {
    if (/^[^!-~]*::/u.test(line) || /##\[/u.test(line)) finds.push(`command: ${line}`);
    if (
      /[\p{Cc}\p{Cf}]|[\ud800-\udfff](?![\udc00-\udfff])/u.test(
        line.replaceAll(/[\u{10000}-\u{10ffff}]/gu, ''),
      )
    ) {
      finds.push(`invisible: ${JSON.stringify(line)}`);
    }
    const ticks = /^(`{3,})/u.exec(line)?.[1];
    if (fence !== '') {
      if (ticks !== undefined && ticks.length >= fence.length && line === ticks) fence = '';
      continue;
    }
    if (ticks !== undefined) {
      fence = ticks;
      continue;
    }
    if (OWN_COMMENT.test(line)) continue;
    const bare = withoutCode(line).replaceAll(OWN_LINK, ']').replaceAll(OWN_TAGS, '');
    for (const [what, sign] of ALIVE) if (sign.test(bare)) finds.push(`${what}: ${line}`);
  }
  if (fence !== '') finds.push('a fence that never ends');
  return finds;
}

/** The line without code spans, `<code>` elements in a summary, and escaped characters. */
function withoutCode(line: string): string {
  if (line.startsWith('<details')) return line.replaceAll(/<code>[^<]*<\/code>/gu, '');
  let rest = line;
  let out = '';
  while (rest !== '') {
    const escape = /^(?:\\[!-/:-@[-`{-~]|&(?:#124|amp|lt|gt);)/u.exec(rest)?.[0];
    const span = /^(`+)(?!`).*?[^`]\1(?!`)/u.exec(rest)?.[0];
    const taken = escape ?? span ?? rest.slice(0, 1);
    out += escape === undefined && span === undefined ? taken : ' ';
    rest = rest.slice(taken.length);
  }
  return out;
}

/** Rows whose number of cells is not that of their head; a backslash saves a pipe. */
export function brokenRows(markdown: string): readonly string[] {
  let width = 0;
  const text = markdown.replaceAll(/^(`{3,})[\s\S]*?^\1$/gmu, '');
  return text.split('\n').filter((line) => {
    if (!line.startsWith('| ')) {
      width = 0;
      return false;
    }
    const cells = line.replaceAll(/\\[!-/:-@[-`{-~]/gu, '').split('|').length;
    if (width === 0) width = cells;
    return cells !== width || !line.endsWith(' |');
  });
}
