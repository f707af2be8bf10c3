import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readEvent, workspaceFiles } from '../../src/world/files.ts';

let folder: string;
let root: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'));
  root = join(folder, 'work');
  await mkdir(join(root, 'sub', '..odd'), { recursive: true });
  await writeFile(join(folder, 'outside.yml'), 'secret');
  await writeFile(join(root, 'estate.yml'), 'zones: ä');
  await writeFile(join(root, 'sub', 'deep.yml'), 'deep');
  await symlink(join(root, 'estate.yml'), join(root, 'inward.yml'));
  await symlink(join(folder, 'outside.yml'), join(root, 'outward.yml'));
  await symlink(root, join(folder, 'link-to-work'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const MOST = 100;
const DER = Buffer.from(`3010${'0500'.repeat(8)}`, 'hex');

describe('a file of the workspace', () => {
  test.each<readonly [string, string, object]>([
    ['is read as UTF-8', 'estate.yml', { kind: 'text', text: 'zones: ä' }],
    ['in a folder', 'sub/deep.yml', { kind: 'text', text: 'deep' }],
    ['by a way round', 'sub/../estate.yml', { kind: 'text', text: 'zones: ä' }],
    ['by a link that stays inside', 'inward.yml', { kind: 'text', text: 'zones: ä' }],
    ['by a link that leads out is refused', 'outward.yml', { kind: 'outside' }],
    ['by a path that leads out is refused', '../outside.yml', { kind: 'outside' }],
    ['that is a folder', 'sub', { kind: 'directory' }],
    ['that is not there', 'none.yml', { kind: 'missing' }],
    ['below a file', 'estate.yml/none', { kind: 'unreadable' }],
    ['that is a device', '../../../../../../../../dev/null', { kind: 'outside' }],
  ])('%s', async (_, path, expected) => {
    expect(await workspaceFiles(root).read(path, MOST)).toEqual(expected);
  });

  test('is found where the workspace itself is a link', async () => {
    expect(await workspaceFiles(join(folder, 'link-to-work')).read('estate.yml', MOST)).toEqual({
      kind: 'text',
      text: 'zones: ä',
    });
  });

  test.each<readonly [string, Uint8Array, string]>([
    ['UTF-8 with its mark', Buffer.from('\uFEFFzones: ä'), '\uFEFFzones: ä'],
    ['UTF-16 as PowerShell writes it', Buffer.from('\uFEFFzones: ä', 'utf16le'), 'zones: ä'],
    ['UTF-16 the other way round', Buffer.from('\uFEFFzones: ä', 'utf16le').swap16(), 'zones: ä'],
    ['another encoding', Buffer.from('zones: ä', 'latin1'), 'zones: \uFFFD'],
    ['DER', DER, DER.toString('base64')],
    ['DER and more', Buffer.concat([DER, DER]), Buffer.concat([DER, DER]).toString()],
    ['what only looks like DER', Buffer.from('0:'.padEnd(60, 'x')), '0:'.padEnd(60, 'x')],
  ])('in %s', async (_, bytes, text) => {
    await writeFile(join(root, 'estate.yml'), bytes);
    expect(await workspaceFiles(root).read('estate.yml', MOST)).toEqual({ kind: 'text', text });
  });

  test.each<readonly [number, object]>([
    [MOST, { kind: 'text', text: '\0'.repeat(MOST) }],
    [MOST + 1, { kind: 'too-large' }],
  ])('of %i bytes, where a hundred are allowed', async (size, expected) => {
    await truncate(join(root, 'estate.yml'), 0);
    await truncate(join(root, 'estate.yml'), size);
    expect(await workspaceFiles(root).read('estate.yml', MOST)).toEqual(expected);
  });

  test('that is a pipe is not read, nor is anybody waited for to write into it', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await workspaceFiles(root).read('pipe', MOST)).toEqual({ kind: 'unreadable' });
  });
});

describe('the file of the event', () => {
  test.each([
    ['is not there', 'none.json'],
    ['is a folder', 'work'],
    ['is not JSON', 'outside.yml'],
  ])('%s', (_, path) => {
    expect(readEvent(join(folder, path))).toBeUndefined();
  });

  test('is not named', () => expect(readEvent(undefined)).toBeUndefined());

  test('is left alone where it is larger than any event', async () => {
    const path = join(folder, 'event.json');
    await writeFile(path, `{}${' '.repeat(25 * 1024 * 1024 - 2)}`);
    expect(readEvent(path)).toEqual({});
    await truncate(path, 25 * 1024 * 1024 + 1);
    expect(readEvent(path)).toBeUndefined();
  });
});
