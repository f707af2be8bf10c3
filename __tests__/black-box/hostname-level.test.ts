import { describe, expect, test } from '@jest/globals';
import { API, associated, live, openBox, putInForce, WWW } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

const both = { level: 'hostname', hostnames: `${WWW}\n${API}` };

describe.each([{ debug: true }, { debug: false }])('per hostname, with debug $debug', ({ debug }) => {
  test.concurrent('a first set-up: uploaded, awaited, associated', async () => {
    await using box = await openBox({ originMode: 'optional' });
    const pair = await box.issue();
    const run = await play(box, { inputs: both, pair, debug });
    expect(run.result).toBe('rotated');
    expect(run.mutations).toEqual(['POST /aop/hostnames/certificates', 'PUT /aop/hostnames']);
    expect(associated(box)).toEqual({ [WWW]: pair.fingerprint, [API]: pair.fingerprint });
  });

  test.concurrent('a rotation, the same again, and no visitor noticed', async () => {
    await using box = await openBox();
    const { id } = await putInForce(box, 'hostname');
    const pair = await box.issue();
    box.sandbox.traffic.start();
    const run = await play(box, { inputs: both, pair, debug });
    expect(run.outputs).toMatchObject({ result: 'rotated', 'previous-certificate-ids': id });
    expect(live(box, 'hostname')).toEqual([pair.fingerprint]);
    const again = await play(box, { inputs: both, pair, debug });
    expect(again.outputs).toMatchObject({ result: 'unchanged', changed: 'false' });
    expect(again.mutations).toEqual([]);
    await box.sandbox.traffic.stop();
    expect(box.sandbox.traffic.report().failures).toEqual([]);
  });

  test.concurrent('a dry run with a token that may only read plans and changes nothing', async () => {
    await using box = await openBox();
    const { pair: before } = await putInForce(box, 'hostname');
    box.sandbox.model.setToken(box.token, { sslAndCertificates: 'read' });
    const run = await play(box, { inputs: { ...both, 'dry-run': 'true' }, pair: await box.issue(), debug });
    expect(run.outputs).toMatchObject({ result: 'planned', changed: 'false' });
    expect(run.mutations).toEqual([]);
    expect(associated(box)).toEqual({ [WWW]: before.fingerprint, [API]: before.fingerprint });
  });
});

describe('what a rotation is asked to leave or to find', () => {
  test.concurrent('`replace` moves every hostname of the certificate named, and no other', async () => {
    await using box = await openBox({ hosts: [WWW, API, 'own.example.test'] });
    const { id } = await putInForce(box, 'hostname', [WWW, API]);
    const other = await putInForce(
      box,
      'hostname',
      ['own.example.test'],
      await box.issue({ subject: 'CN=own' }),
    );
    const pair = await box.issue();
    const run = await play(box, { inputs: { level: 'hostname', replace: id }, pair });
    expect(run.result).toBe('rotated');
    expect(associated(box)).toEqual({
      [WWW]: pair.fingerprint,
      [API]: pair.fingerprint,
      'own.example.test': other.pair.fingerprint,
    });
    expect(live(box, 'hostname').toSorted()).toEqual([pair.fingerprint, other.pair.fingerprint].toSorted());
  });

  test.concurrent('`delete-previous: false` keeps the predecessor', async () => {
    await using box = await openBox();
    const { pair: before } = await putInForce(box, 'hostname');
    const pair = await box.issue();
    const run = await play(box, { inputs: { ...both, 'delete-previous': 'false' }, pair });
    expect(run.result).toBe('rotated');
    expect(run.mutations).not.toContain('DELETE /aop/hostnames/certificates/{id}');
    expect(live(box, 'hostname').toSorted()).toEqual([before.fingerprint, pair.fingerprint].toSorted());
  });

  test.concurrent('`enable: false` at zone level uploads, and leaves the switch off', async () => {
    await using box = await openBox({ originMode: 'optional' });
    const pair = await box.issue();
    const run = await play(box, { inputs: { level: 'zone', enable: 'false' }, pair });
    expect(run.result).toBe('rotated');
    expect(run.mutations).toEqual(['POST /aop']);
    expect(box.zone.enabled.at(box.sandbox.model.now())).toBe(false);
  });

  test.concurrent(
    'a hostname outside the target keeps the certificate both had, and the summary names it',
    async () => {
      await using box = await openBox();
      const { pair: before, id } = await putInForce(box, 'hostname');
      const pair = await box.issue();
      const run = await play(box, { inputs: { level: 'hostname', hostnames: WWW }, pair });
      expect(run.result).toBe('rotated');
      expect(associated(box)).toEqual({ [WWW]: pair.fingerprint, [API]: before.fingerprint });
      expect(run.summary).toContain(`\`${id}\``);
      expect(run.summary).toContain(`Still used by ${API}.`);
    },
  );

  test.concurrent(
    'another hostname that left the certificate a moment ago keeps it, with the words that delete it',
    async () => {
      await using box = await openBox();
      const { pair: before, id } = await putInForce(box, 'hostname');
      const { model } = box.sandbox;
      const other = model.install(box.zone, 'hostname', await box.issue({ subject: 'CN=own' }));
      model.associate(box.zone, API, other, true, model.now() - 10_000);
      const pair = await box.issue();
      // Shorter than the two minutes that edges may take to follow.
      const run = await play(box, { inputs: { level: 'hostname', hostnames: WWW, timeout: '60s' }, pair });
      expect(run.result).toBe('rotated');
      expect(run.mutations).not.toContain('DELETE /aop/hostnames/certificates/{id}');
      expect(live(box, 'hostname')).toContain(before.fingerprint);
      expect(run.summary).toContain(`${API} changed a moment ago`);
      expect(run.summary).toContain('`operation: delete`');
      expect(run.summary).toContain(id);
    },
  );
});
