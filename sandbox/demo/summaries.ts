import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-expect-error -- a script without types
import { summaryPage } from '../../scripts/render-summary.mjs';
import { say } from './words.ts';

/** The job summaries of a demo's runs, as Markdown and as pages to look at; they stay when the demo has ended. */
export interface Summaries {
  readonly keep: (title: string, markdown: string) => Promise<void>;
}

export async function openSummaries(): Promise<Summaries> {
  const folder = await mkdtemp(join(tmpdir(), 'origin-pull-demo-'));
  let number = 0;
  return {
    keep: async (title, markdown) => {
      if (markdown === '') return;
      number += 1;
      const name = title
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/gu, '-')
        .slice(0, 40)
        .replaceAll(/^-|-$/gu, '');
      const file = join(folder, `${String(number).padStart(2, '0')}-${name}`);
      const page: string = summaryPage(markdown);
      await Promise.all([writeFile(`${file}.md`, markdown), writeFile(`${file}.html`, page)]);
      say(`Job summary: ${file}.html`);
    },
  };
}
