import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

// A whole demo, on a machine that has other things to do.
jest.setTimeout(30_000);

const main = fileURLToPath(new URL('../../sandbox/demo/main.ts', import.meta.url));

const demo = (...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
    });
  });

describe('the demo', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('names its scenarios to those who ask for another', async () => {
    const { code, text } = await demo('--scenario', 'unknown');
    expect(code).toBe(2);
    expect(text).toContain('rotate, bad-origin, crash, cancel');
  });

  test('names the signers to those who ask for another', async () => {
    const { code, text } = await demo('--scenario', 'unattended', '--signer', 'unknown');
    expect(code).toBe(2);
    expect(text).toContain('vault, step-ca');
  });

  test('says that the bundle is missing', async () => {
    const { code, text } = await demo('--action', join(folder, 'missing.js'));
    expect(code).toBe(2);
    expect(text).toContain('npm run build');
  });

  test('fails where the action does not do its work: visitors are refused, and counted', async () => {
    const idle = join(folder, 'idle.mjs');
    await writeFile(idle, `console.log('I do nothing.');`);
    const { code, text } = await demo('--action', idle);
    expect(code).toBe(1);
    expect(text).toContain('│ I do nothing.');
    expect(text).toContain('✗ the first setup at zone level reports "rotated"');
    expect(text).toMatch(/Handshakes made: \d+\. Failed: [1-9]\d*\./);
  });
});
