import { describe, expect, test } from '@jest/globals';
import { live, openBox, putInForce } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

const zone = { level: 'zone' };

describe.each([{ debug: true }, { debug: false }])('at zone level, with debug $debug', ({ debug }) => {
  test.concurrent('a first set-up: uploaded, awaited, switched on', async () => {
    await using box = await openBox({ originMode: 'optional' });
    const pair = await box.issue();
    const run = await play(box, { inputs: zone, pair, debug });
    expect(run.result).toBe('rotated');
    expect(run.mutations).toEqual(['POST /aop', 'PUT /aop/settings']);
    expect(live(box, 'zone')).toEqual([pair.fingerprint]);
    expect(box.zone.enabled.at(box.sandbox.model.now())).toBe(true);
    expect(run.outputs).toMatchObject({
      changed: 'true',
      fingerprint: pair.fingerprint,
      'serial-number': pair.serialNumber,
      'previous-certificate-ids': '',
    });
    expect(run.summary).toContain(pair.serialNumber);
  });

  test.concurrent('a rotation, the same again, and no visitor noticed', async () => {
    await using box = await openBox();
    const { id } = await putInForce(box, 'zone');
    const pair = await box.issue();
    box.sandbox.traffic.start();
    const run = await play(box, { inputs: zone, pair, debug });
    expect(run.outputs).toMatchObject({ result: 'rotated', 'previous-certificate-ids': id });
    expect(run.mutations).toEqual(['POST /aop', 'DELETE /aop/{id}']);
    expect(live(box, 'zone')).toEqual([pair.fingerprint]);

    const again = await play(box, { inputs: zone, pair, debug });
    expect(again.outputs).toMatchObject({ result: 'unchanged', changed: 'false' });
    expect(again.mutations).toEqual([]);
    await box.sandbox.traffic.stop();
    const traffic = box.sandbox.traffic.report();
    expect(traffic.failures).toEqual([]);
    expect(traffic.served.get('www.example.test')?.has(pair.fingerprint)).toBe(true);
  });

  test.concurrent('a dry run with a token that may only read plans and changes nothing', async () => {
    await using box = await openBox();
    const { pair: before } = await putInForce(box, 'zone');
    box.sandbox.model.setToken(box.token, { sslAndCertificates: 'read' });
    const run = await play(box, { inputs: { ...zone, 'dry-run': 'true' }, pair: await box.issue(), debug });
    expect(run.outputs).toMatchObject({ result: 'planned', changed: 'false' });
    expect(run.mutations).toEqual([]);
    expect(live(box, 'zone')).toEqual([before.fingerprint]);
  });
});
