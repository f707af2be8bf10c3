/**
 * `node scripts/render-summary.mjs [FILE] > summary.html`: shows a job summary as GitHub does, light or dark as the
 * browser prefers. It reads Markdown from FILE or from its standard input.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { toHtml } from './summary/markdown.mjs';

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 24px 32px; background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #f0f6fc);
  font: 16px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji"; overflow-wrap: break-word; }
main { max-width: 916px; margin: auto; }
h2 { font-size: 1.5em; margin: 0 0 16px; padding-bottom: .3em; border-bottom: 1px solid light-dark(#d1d9e0, #3d444d); }
h3 { margin: 24px 0 16px; }
h4 { margin: 16px 0 8px; }
p, ul, ol, table, pre, details, svg { margin: 0 0 16px; }
table { border-collapse: collapse; display: block; max-width: 100%; overflow: auto; }
th, td { padding: 6px 13px; border: 1px solid light-dark(#d1d9e0, #3d444d); text-align: left; }
tr:nth-child(2n) { background: light-dark(#f6f8fa, #151b23); }
code { padding: .2em .4em; border-radius: 6px; background: light-dark(#818b981f, #656c7633);
  font: 85% ui-monospace, "Liberation Mono", monospace; }
pre { padding: 16px; border-radius: 6px; overflow: auto; background: light-dark(#f6f8fa, #151b23); }
pre code { padding: 0; background: none; }
a { color: light-dark(#0969da, #4493f8); text-decoration: none; }
svg { width: 100%; font-size: 13px; fill: currentColor; }
.good { fill: light-dark(#54aeff, #1f6feb); }
.crit, .today { fill: light-dark(#cf222e, #f85149); }
.active { fill: light-dark(#b6e3ff, #58a6ff); }
.done { fill: light-dark(#d0d7de, #484f58); }
text.inside { fill: light-dark(#1f2328, #f0f6fc); }
text { font-size: 12px; }
`;

/**
 * @param {string} markdown a job summary
 * @returns {string} a page
 */
export function summaryPage(markdown) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Job summary</title><style>${STYLE}</style></head>
<body><main>
${toHtml(markdown)}
</main></body>
</html>
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(summaryPage(readFileSync(process.argv[2] ?? 0, 'utf8')));
}
