import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FOREIGN } from '../../src/certificate/form-texts.ts';
import { ec, rsa } from './support/keys.ts';

const jwkOf = (keys: ReturnType<typeof ec>): object => keys.privateKey.export({ format: 'jwk' });
const publicJwk = ec('another').publicKey.export({ format: 'jwk' });

/** What the sentence tells people to run, run by a shell as they would. */
test.each([
  ['jwk', 'an EC key', ec(), jwkOf(ec())],
  ['jwk', 'an RSA key', rsa(), jwkOf(rsa())],
  ['jwk-set', 'a list', ec(), [publicJwk, jwkOf(ec())]],
  ['jwk-set', 'a set', rsa(), { keys: [publicJwk, jwkOf(rsa())] }],
] as const)('the command for %s converts %s', (form, _, keys, json) => {
  const [, command = ''] = /`(.*)`/su.exec(FOREIGN[form][2] ?? '') ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'jwk-'));
  try {
    writeFileSync(join(folder, 'key.json'), JSON.stringify(json));
    execFileSync('bash', ['-c', command], { cwd: folder, stdio: 'pipe' });
    const converted = createPrivateKey(readFileSync(join(folder, 'private-key.pem')));
    expect(converted.equals(keys.privateKey)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
