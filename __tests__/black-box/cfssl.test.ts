import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { live, openBox, putInForce } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

const isInstalled = ((): boolean => {
  try {
    execFileSync('cfssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const describeWithCfssl = isInstalled ? describe : describe.skip;

// A silent skip would look like a pass.
process.stderr.write(
  isInstalled ? 'CFSSL TEST RAN\n' : 'cfssl is not installed: the tests with it are skipped.\n',
);

const PROFILE = {
  signing: { default: { usages: ['digital signature', 'client auth'], expiry: '2400h', backdate: '1h' } },
};

describeWithCfssl('a real CFSSL as the command', () => {
  test('signs what is put in force before a real nginx, and is not asked again before it is due', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cfssl-'));
    await using box = await openBox({ nginx: true });
    await putInForce(box, 'zone');
    const { certificate, keys } = box.sandbox.clientAuthority;
    const key = keys.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    await Promise.all([
      writeFile(join(folder, 'ca.pem'), certificate),
      writeFile(join(folder, 'ca-key.pem'), key, { mode: 0o600 }),
      writeFile(join(folder, 'config.json'), JSON.stringify(PROFILE)),
      writeFile(join(folder, 'sign'), SCRIPT, { mode: 0o755 }),
    ]);
    const run = {
      inputs: {
        level: 'zone',
        'client-ca': certificate,
        issue: `command: [${join(folder, 'sign')}, ${folder}]\nvalidity: 100d`,
      },
      keys: [keys.privateKey],
    };
    box.sandbox.traffic.start();
    const first = await play(box, run);
    expect(first.result).toBe('rotated');
    const again = await play(box, run);
    await box.sandbox.traffic.stop();
    expect(again.result).toBe('unchanged');
    expect(live(box, 'zone')).toHaveLength(1);
    expect(box.sandbox.traffic.report().failures).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });
});

/** As docs/issuing.md has it: `cfssl sign` answers with JSON, of which the certificate is one field. */
const SCRIPT = `#!/bin/sh
cfssl sign -ca "$1/ca.pem" -ca-key "$1/ca-key.pem" -config "$1/config.json" - | sed -e 's/.*"cert":"\\([^"]*\\)".*/\\1/' -e 's/\\\\n/\\
/g'
`;
