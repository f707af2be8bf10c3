/** GitHub as the README needs it: a `gh` on the PATH that keeps what it is told, and the API for the one issue. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param {string} folder where the reader works
 * @param {string} token what the reader types when asked for one
 */
export function shellIn(folder, token) {
  const bin = join(folder, 'bin');
  const kept = join(folder, 'github.json');
  mkdirSync(bin, { recursive: true });
  symlinkSync(fileURLToPath(new URL('gh.mjs', import.meta.url)), join(bin, 'gh'));
  // A link does not say where Node is: the one that runs this.
  const path = [bin, dirname(process.execPath), process.env['PATH'] ?? ''].join(':');
  writeFileSync(kept, JSON.stringify({ environments: {}, started: [] }));
  return {
    /** @param {string} command as it stands in the README */
    run(command) {
      const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], {
        cwd: folder,
        env: { ...process.env, PATH: path, GH_STAND_IN: kept },
        input: token,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${command}\nended with ${status}:\n${stdout}${stderr}`);
    },
    /** Environments with their secrets and variables, and the workflows that were started. */
    kept: () => JSON.parse(readFileSync(kept, 'utf8')),
  };
}

/** A repository without issues, as the action asks for them. */
export async function startIssues() {
  /** @type {string[]} */
  const calls = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json');
    response.end('[]');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The issues have no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
