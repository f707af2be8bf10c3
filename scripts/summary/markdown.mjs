/**
 * The Markdown that our summaries use, as HTML: headings, paragraphs, tables, lists, fences, folds, code, bold,
 * links and escapes. It is for our own reports alone; it is no renderer of Markdown.
 */
import { drawGantt } from './gantt.mjs';

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * @param {string} text
 * @returns {string}
 */
function inline(text) {
  // Code comes first: nothing within it means anything.
  return text
    .split(/(`[^`]+`)/u)
    .map((part, index) => (index % 2 === 1 ? `<code>${escaped(part.slice(1, -1))}</code>` : words(part)))
    .join('')
    .replaceAll(/\*\*(.+?)\*\*/gu, '<strong>$1</strong>')
    .replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/gu, '<a href="$2">$1</a>')
    .replaceAll(/&#92;(\d+);/gu, (_, number) => `&#${number};`);
}

/**
 * HTML and entities stay as they are; what a backslash protects becomes an entity, so that no mark is seen in it.
 * @param {string} text
 */
function words(text) {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/gu, (_, mark) => `&#92;${mark.charCodeAt(0)};`);
}

/** @param {string} line */
const cells = (line) =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => inline(cell.trim()));

/** @param {readonly string[]} lines */
function table([head = '', , ...rows]) {
  const body = rows.map(
    (row) =>
      `<tr>${cells(row)
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  );
  const names = cells(head).map((cell) => `<th>${cell}</th>`);
  return `<table><thead><tr>${names.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/**
 * @param {string} language
 * @param {readonly string[]} lines
 */
function fence(language, lines) {
  const chart = language === 'mermaid' ? drawGantt(lines) : undefined;
  return chart ?? `<pre><code>${escaped(lines.join('\n'))}</code></pre>`;
}

/** @param {readonly string[]} lines of one block, which no empty line divides */
function block(lines) {
  const [first = ''] = lines;
  const [, marks, title] = /^(#{1,6}) (.*)$/u.exec(first) ?? [];
  if (marks !== undefined && title !== undefined) {
    const heading = `<h${marks.length}>${inline(title)}</h${marks.length}>`;
    return lines.length > 1 ? heading + block(lines.slice(1)) : heading;
  }
  if (first.startsWith('|')) return table(lines);
  if (/^<\/?(?:details|summary)/u.test(first)) return lines.join('\n');
  const list = /^(?:[-*]|\d+\.) /u;
  if (!list.test(first)) return `<p>${inline(lines.join('\n'))}</p>`;
  const tag = /^\d/u.test(first) ? 'ol' : 'ul';
  return `<${tag}>${lines.map((line) => `<li>${inline(line.trim().replace(list, ''))}</li>`).join('')}</${tag}>`;
}

/**
 * @param {string} markdown
 * @returns {string} the body of a page
 */
export function toHtml(markdown) {
  /** @type {string[]} */
  const done = [];
  /** @type {string[]} */
  let open = [];
  const close = () => {
    if (open.length > 0) done.push(block(open));
    open = [];
  };
  const lines = markdown.trim().split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, ticks, language = ''] = /^(`{3,})(\w*)$/u.exec(line) ?? [];
    if (ticks !== undefined) {
      close();
      const end = lines.indexOf(ticks, at + 1);
      done.push(fence(language, lines.slice(at + 1, end)));
      at = end;
    } else if (line.trim() === '') close();
    else open.push(line);
  }
  close();
  return done.join('\n');
}
