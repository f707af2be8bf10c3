import { expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import { API, associated, live, openBox, putInForce, WWW } from './support/box.ts';
import { start } from './support/play.ts';
import './support/patience.ts';

/** Time for a signal to reach the process. */
const HEARD = 500;

const LEVELS = [
  { level: 'zone', inputs: {}, restores: 'DELETE /aop/{id}', upload: 'POST /aop' },
  {
    level: 'hostname',
    inputs: { hostnames: `${WWW},${API}` },
    restores: 'PUT /aop/hostnames',
    upload: 'POST /aop/hostnames/certificates',
  },
] as const;

test.concurrent.each(LEVELS)(
  'a cancel amid bad news at $level level: one call restores what was in force, and nothing else is sent',
  async ({ level, inputs, restores, upload }) => {
    await using box = await openBox();
    const { pair: former, id } = await putInForce(box, level);
    const other = await createAuthority({ subject: 'CN=Another authority' });
    const pair = await other.issue({ subject: 'CN=origin pull, O=Example' });
    const running = await start(box, {
      inputs: {
        level,
        ...inputs,
        'accept-issuer-change': 'true',
        'probe-urls': `https://${WWW}/`,
        'probe-timeout': '5s',
      },
      pair,
    });
    let writes = 0;
    // Read only once the run goes back: whether the former certificate is still a place to go back to.
    box.sandbox.api.faults.add({
      at: { method: 'GET', path: new RegExp(`/${id}$`, 'u'), nth: 0 },
      trouble: {
        kind: 'meanwhile',
        before: async () => {
          writes = box.sandbox.api.calls.filter(({ method }) => method !== 'GET').length;
          running.cancel();
          await new Promise((resolve) => setTimeout(resolve, HEARD));
        },
      },
    });
    const ended = await running.finished;
    expect(ended.exitCode).toBe(1);
    expect(ended.result).toBe('rolled-back');
    expect(ended.mutations.slice(0, 1)).toEqual([upload]);
    expect(writes).toBeGreaterThan(0);
    expect(ended.mutations.slice(writes)).toEqual([restores]);
    const inForce = level === 'zone' ? live(box, level) : Object.values(associated(box));
    expect(new Set(inForce)).toEqual(new Set([former.fingerprint]));
    await box.sandbox.traffic.round();
    expect(box.sandbox.traffic.report().failures).toEqual([]);
  },
);
