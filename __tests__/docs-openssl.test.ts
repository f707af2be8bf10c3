import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAuthority, createKeys, signingRequest } from '../sandbox/authority/index.ts';

/** The openssl commands in README and docs, each played as it stands. */
const page = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const names = [
  'README.md',
  ...readdirSync(new URL('../docs', import.meta.url)).map((name) => `docs/${name}`),
];
const pages = names.filter((name) => name.endsWith('.md'));
const commands = [
  ...new Set(
    pages.flatMap((name) => page(name).match(/(?<=`)openssl \w+ -[^`]+(?=`)|^openssl .+$/gmu) ?? []),
  ),
];

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docs-openssl-'));
  const authority = await createAuthority();
  const leaf = await authority.issue({ subject: 'CN=example.com' });
  const files = {
    'client-ca.pem': authority.certificate,
    'ca.pem': authority.certificate,
    'ca.key': authority.privateKey,
    'certificate.pem': leaf.certificate,
    'new.pem': leaf.certificate,
    'request.pem': signingRequest(await createKeys('p256'), 'CN=example.com'),
    'leaf.cnf': (
      page('docs/issuing.md').match(/(?<=`)(?:basicConstraints|keyUsage|extendedKeyUsage)=[^`]+(?=`)/gu) ?? []
    ).join('\n'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('are found', () => {
  expect(commands.length).toBeGreaterThanOrEqual(5);
});

// In their order: one reads what the one before has written.
test.each(commands)('%s', (command) => {
  const play = (): string =>
    execFileSync('sh', ['-c', `${command} < request.pem`], {
      cwd: folder,
      env: { ...process.env, CERTIFICATE_DAYS: '100' },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
  expect(play).not.toThrow();
});
