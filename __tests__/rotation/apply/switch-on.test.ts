import { describe, expect, test } from '@jest/globals';
import { switchOn } from '../../../src/rotation/apply/cut-over.ts';
import { failure, fault, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { sceneOf } from '../support/scene-of-removal.ts';

async function switched(put: Step, reads: Step = success({ enabled: true }), cancelled = false) {
  const said: string[] = [];
  const { context, script, calls } = sceneOf({ others: ({ method }) => (method === 'PUT' ? put : reads) });
  if (cancelled) script.stop.abort();
  const runLog = { ...context.runLog, say: (line: string) => void said.push(line) };
  const error = await script.time.until(switchOn({ ...context, runLog }).catch((thrown: unknown) => thrown));
  const { switchedOn, switchUnsettled } = context.writeRecord;
  return {
    error,
    writeRecord: { switchedOn, switchUnsettled },
    calls: [...new Set(calls())],
    said,
    seconds: script.time.now() / 1000,
  };
}

describe('origin pulls of a zone', () => {
  test('are switched on', async () => {
    const { error, writeRecord, calls, said } = await switched(success({ enabled: true }));
    expect([error, calls, said]).toEqual([undefined, ['PUT settings', 'GET settings'], []]);
    expect(writeRecord).toEqual({ switchedOn: true, switchUnsettled: false });
  });

  test('stay as they are where that is refused', async () => {
    const { error, writeRecord } = await switched(failure(403, 9109));
    expect(error).toMatchObject({ code: 'API_UNAUTHORIZED' });
    expect(writeRecord).toEqual({ switchedOn: false, switchUnsettled: false });
  });

  test('are read where the token was refused, which says nothing of the call', async () => {
    const { error, writeRecord } = await switched(failure(403, 10_000), success({ enabled: false }));
    expect(error).toMatchObject({ code: 'API_UNAUTHORIZED' });
    expect(writeRecord).toEqual({ switchedOn: true, switchUnsettled: true });
  });

  test('are in doubt where Cloudflare accepts it and shows them as off', async () => {
    const { error, writeRecord } = await switched(success({ enabled: true }), success({ enabled: false }));
    expect(error).toMatchObject({ code: 'ACTIVATION_TIMED_OUT' });
    expect(writeRecord).toEqual({ switchedOn: true, switchUnsettled: true });
  });

  test('stay as they are where it was never sent', async () => {
    const { error, writeRecord } = await switched(fault('refused', 'no'));
    expect(error).toMatchObject({ code: 'API_UNREACHABLE' });
    expect(writeRecord).toMatchObject({ switchedOn: false, switchUnsettled: false });
  });

  test('are read where the answer was lost', async () => {
    let reads = 0;
    const { error, writeRecord, calls, said } = await switched(fault('timeout'), () =>
      success({ enabled: ++reads > 1 }),
    );
    expect([error, calls]).toEqual([undefined, ['PUT settings', 'GET settings']]);
    expect(writeRecord).toEqual({ switchedOn: true, switchUnsettled: false });
    expect(said[0]).toBe('the answer was lost; checking whether it was applied');
  });

  test('are in doubt where the answer was lost, and they are not seen to be on for a minute and a half', async () => {
    const { error, writeRecord, seconds } = await switched(fault('timeout'), success({ enabled: false }));
    expect(error).toMatchObject({ code: 'API_UNREACHABLE' });
    expect(writeRecord).toEqual({ switchedOn: true, switchUnsettled: true });
    expect(Math.floor(seconds / 10)).toBe(9);
  });

  test('are not touched by a cancelled run', async () => {
    const { error, writeRecord, calls } = await switched(success({ enabled: true }), undefined, true);
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect([writeRecord.switchedOn, calls]).toEqual([false, []]);
  });
});
