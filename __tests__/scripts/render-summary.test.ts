import { expect, test } from '@jest/globals';
// @ts-expect-error -- a script without types
import { summaryPage } from '../../scripts/render-summary.mjs';
import { code, fence, fold, prose, table } from '../../src/report/markdown.ts';
import { expiryChart } from '../../src/report/operations/expiry-chart.ts';
import { zone } from '../report/samples-operations.ts';
import { facts, START } from '../report/samples.ts';

test.each([
  ['a heading', '## Rotated', '<h2>Rotated</h2>'],
  ['foreign text as code', code('<b>a</b> & *b*'), '<code>&lt;b&gt;a&lt;/b&gt; &amp; *b*</code>'],
  ['a sentence with marks in it', prose('a*b* [c] <d>'), '<p>a&#42;b&#42; &#91;c&#93; &lt;d&gt;</p>'],
  [
    'bold and links',
    '**now** [run](https://a.test/1)',
    '<strong>now</strong> <a href="https://a.test/1">run</a>',
  ],
  ['a table', table(['', 'b'], [['c<br>d', '`e`']]), '<tr><td>c<br>d</td><td><code>e</code></td></tr>'],
  ['a list', '- ✅ one\n- two', '<ul><li>✅ one</li><li>two</li></ul>'],
  [
    'a fold',
    fold('values', '**a**'),
    '<details><summary>values</summary>\n<p><strong>a</strong></p>\n</details>',
  ],
  ['a fence', fence(['## no heading', '<i>']), '<pre><code>## no heading\n&lt;i&gt;</code></pre>'],
])('%s is shown as GitHub shows it', (_, markdown, html) => {
  expect(summaryPage(markdown)).toContain(html);
});

test('a Gantt chart is drawn, each bar where its time is', () => {
  const held = {
    ...facts('a', 40),
    level: 'zone',
    status: 'active',
    use: 'in-force',
    expired: false,
    hostnames: [],
  } as const;
  const certificates = [{ ...held, uploadedOn: START, renewAt: START + 10 * 86_400_000 }];
  const page: string = summaryPage(expiryChart([zone('a.test', { certificates })], START));
  const bars = [...page.matchAll(/<rect class="(good|active)" x="([\d.]+)" .*? width="([\d.]+)"/gu)];
  expect(bars.map(([, ...bar]) => bar)).toEqual([
    ['good', '240.0', '155.0'],
    ['active', '395.0', '465.0'],
  ]);
  expect(page).toContain('>a.test (zone) 2027-01-02</text>');
});
