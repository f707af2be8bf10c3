import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAction } from '../sandbox/runner/index.ts';
import type { RecordedCall } from '../sandbox/server/index.ts';
import type { BenchBox } from './box.ts';

export const BUNDLE = fileURLToPath(new URL('../dist/index.js', import.meta.url));

/** One run, as its user and Cloudflare see it. */
export interface Measured {
  /** Milliseconds from the start of the process to its end. */
  readonly wall: number;
  readonly calls: readonly RecordedCall[];
  /** Bytes; the largest the process ever was. */
  readonly peak: number;
}

/** In the form that Node loads soonest, since what it takes counts as time of the action. */
const ON_EXIT = `
process.on('exit', () =>
  require('node:fs').writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS * 1024)));
`;

/**
 * Plays the bundle once.
 * @throws Error where the run does not end with `result`: it measured something else
 */
export async function measure(
  box: BenchBox,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const [hook, peakFile] = [join(folder, 'peak.cjs'), join(folder, 'peak')];
  try {
    await writeFile(hook, ON_EXIT);
    const before = box.sandbox.api.calls.length;
    const began = performance.now();
    const action = await startAction({
      script: BUNDLE,
      inputs: {
        'api-token': box.token,
        'api-base-url': box.sandbox.baseUrl,
        ...inputs,
      },
      env: { ...env, NODE_OPTIONS: `--require=${hook}`, BENCH_PEAK: peakFile },
    });
    const { outputs, log } = await action.finished;
    const wall = performance.now() - began;
    if (outputs['result'] !== 'rotated') throw new Error(`It did not rotate:\n${log.join('\n')}`);
    return {
      wall,
      calls: box.sandbox.api.calls.slice(before),
      peak: Number(await readFile(peakFile, 'utf8')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Calls that are no polls: reading a certificate by its id, and the same list again right after a list or a PUT. */
export function besidesPolls(calls: readonly RecordedCall[]): number {
  const lists = /\/hostnames$/u;
  return calls.filter(({ method, path }, index) => {
    if (method !== 'GET') return true;
    if (/\/origin_tls_client_auth\/(?:hostnames\/certificates\/)?[0-9a-f-]{36}$/u.test(path)) return false;
    const before = calls[index - 1];
    return !(lists.test(path) && before !== undefined && lists.test(before.path));
  }).length;
}
