import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { validate } from '@actions/languageservice';
import { describe, expect, test } from '@jest/globals';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The schema of GitHub's own editor support: the linter's is older than keys of today such as `concurrency.queue`. */

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What was parsed is remembered by its address, so that each text needs one of its own. */
let texts = 0;

async function faultsIn(name: string, text: string): Promise<readonly string[]> {
  const found = await validate(
    TextDocument.create(`file:///${String((texts += 1))}/${name}`, 'yaml', 1, text),
  );
  return found.map(
    ({ message, range }) => `line ${String(range.start.line + 1)}: ${JSON.stringify(message)}`,
  );
}

describe.each(['.github/workflows', 'examples'])("today's schema has nothing against %s", (folder) => {
  test.each(readdirSync(`${root}${folder}`))('%s', async (name) => {
    expect(await faultsIn(name, readFileSync(`${root}${folder}/${name}`, 'utf8'))).toEqual([]);
  });
});

test("today's schema has nothing against the README, nor against what action.yml declares", async () => {
  const blocks = readFileSync(`${root}README.md`, 'utf8').matchAll(/^```yaml\n(name: [\s\S]*?)^```$/gmu);
  const workflows = [...blocks].map(([, text = '']) => text);
  expect(workflows.length).toBeGreaterThan(0);
  for (const text of workflows) expect(await faultsIn('readme.yml', text)).toEqual([]);
  for (const folder of ['', 'sandbox/']) {
    const faults = await faultsIn('action.yml', readFileSync(`${root}${folder}action.yml`, 'utf8'));
    // GitHub resolves `github.token` in the default of an input, as in actions/checkout; this schema does not know.
    expect(faults.filter((fault) => !fault.endsWith(`"Unrecognized named-value: 'github'"`))).toEqual([]);
  }
});

const workflow = (more: string): string =>
  `on: push\n${more}jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n`;

test('the schema is one of today, and notices mistakes', async () => {
  const today =
    'permissions:\n  models: read\n  artifact-metadata: read\nconcurrency:\n  group: a\n  queue: max\n';
  expect(await faultsIn('today.yml', workflow(today))).toEqual([]);
  expect(
    await faultsIn(
      'action.yml',
      'name: a\ndescription: b\nruns:\n  using: node24\n  main: a.js\ninput: {}\n',
    ),
  ).not.toEqual([]);
  expect(await faultsIn('typo.yml', workflow('permission: {}\n'))).not.toEqual([]);
  expect(await faultsIn('value.yml', workflow('permissions:\n  issues: admin\n'))).not.toEqual([]);
});
