import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { encryptedPkcs8 } from '../certificate/support/keys.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { createBox } from './support/box.ts';
import { leafOf, pairOf, TOKEN } from './support/material.ts';
import { leaksOf, play } from './support/play.ts';
import { after, inputs, rotation } from './support/rotation.ts';

describe('a rotation that succeeds', () => {
  test('sets every output to what is in force at the end', async () => {
    const { played, previous } = await rotation();
    expect(played.failed).toBe(false);
    expect(played.outputs).toMatchObject({
      result: 'rotated',
      changed: 'true',
      'previous-certificate-ids': previous,
      'days-left': '89',
      matrix: '',
      status: '',
      'issue-url': '',
    });
    expect(played.outputs['certificate-id']).not.toBe(previous);
    expect(JSON.parse(played.outputs['report'] ?? '')).toMatchObject({ state: 'ended', outcome: 'rotated' });
    expect(played.summary).toContain('Rotated: example.com (zone)');
  });

  test('masks before it prints, and prints before it calls', async () => {
    const { played } = await rotation();
    const kinds = played.stage.happened.map(({ kind }) => kind);
    expect(kinds[0]).toBe('mask');
    const firstMaskOver = kinds.findIndex((kind) => kind !== 'mask');
    expect(firstMaskOver).toBeGreaterThan(100);
    expect(kinds.indexOf('line')).toBeGreaterThan(kinds.lastIndexOf('mask'));
    expect(kinds.indexOf('connect')).toBeGreaterThan(kinds.lastIndexOf('mask'));
  });

  test('writes the former ids and a first report before the first write', async () => {
    const { played, previous } = await rotation();
    const { happened } = played.stage;
    const write = happened.findIndex((one) => one.kind === 'request' && one.request.method !== 'GET');
    const told = happened.slice(0, write).flatMap((one) => (one.kind === 'output' ? [one] : []));
    expect(told.map(({ name }) => name)).toEqual(['result', 'previous-certificate-ids', 'report']);
    expect(told[0]?.value).toBe('failed');
    expect(told[1]?.value).toBe(previous);
    expect(JSON.parse(told[2]?.value ?? '')).toMatchObject({ state: 'begun', outcome: 'failed' });
  });

  test('takes every secret out of the environment', async () => {
    const { played } = await rotation({
      env: { 'INPUT_GITHUB-TOKEN': 'ghs_made-up-0123456789', HOME: '/root' },
    });
    const left = Object.keys(played.stage.env);
    expect(left).toContain('HOME');
    expect(left).toContain('INPUT_ZONE');
    expect(left.filter((name) => /TOKEN|CERTIFICATE|KEY/u.test(name))).toEqual([]);
  });

  test('only finishes what an earlier run left: the deletion', async () => {
    const { played, previous } = await rotation({}, (box) => {
      box.model.install(box.zone, 'zone', pairOf(after), NOW - 3_600_000);
    });
    expect(played.mutations.map(({ method }) => method)).toEqual(['DELETE']);
    expect(played.mutations[0]?.url).toContain(previous);
  });

  test('writes nothing, and no first report, where nothing is to be done', async () => {
    const time = new VirtualTime(NOW);
    const box = createBox(time, TOKEN);
    box.model.install(box.zone, 'zone', pairOf(after));
    box.model.setEnabled(box.zone, true);
    const played = await play({ inputs, time, http: box.http });
    expect(played.mutations).toEqual([]);
    expect(played.outputs).toMatchObject({ result: 'unchanged', changed: 'false' });
    expect(
      played.stage.happened.filter((one) => one.kind === 'output' && one.name === 'result'),
    ).toHaveLength(1);
  });

  test('writes nothing in a dry run, and says what it would do', async () => {
    const { played, previous } = await rotation({ inputs: { ...inputs, 'dry-run': 'true' } });
    expect(played.mutations).toEqual([]);
    expect(played.outputs).toMatchObject({
      result: 'planned',
      changed: 'false',
      'certificate-id': previous,
      'previous-certificate-ids': previous,
    });
  });

  test('warns once of a certificate that expires soon', async () => {
    const soon = pairOf(leafOf('soon', { to: NOW + 20 * 86_400_000 }));
    const { certificate, privateKey } = soon;
    const { played } = await rotation({ inputs: { ...inputs, certificate, 'private-key': privateKey } });
    expect(played.annotated('warning').filter((text) => text.includes('expires in'))).toHaveLength(1);
  });

  test('warns about what was given for nothing', async () => {
    const { played } = await rotation({ inputs: { ...inputs, 'probe-echo-header': 'X-Serial' } });
    expect(played.annotated('warning')[0]).toContain('`probe-echo-header`');
  });

  test('goes on where the files of the runner cannot be written', async () => {
    const time = new VirtualTime(NOW);
    const box = createBox(time, TOKEN);
    const fileFault = Object.assign(new Error('EACCES: secret path'), { code: 'EACCES' });
    const played = await play({ inputs, time, http: box.http, fileFault });
    expect(played.failed).toBe(false);
    expect(played.mutations.map(({ method }) => method)).toEqual(['POST', 'PUT']);
    expect(played.annotated('warning').join('\n')).toContain('The output file');
    expect(played.stage.stdout()).not.toContain('secret path');
  });

  test('opens an encrypted key and hides it and its passphrase', async () => {
    const passphrase = 'korrektes-Pferd-9f3k';
    const { played } = await rotation({
      inputs: {
        ...inputs,
        'private-key': encryptedPkcs8(after.keys, passphrase),
        'private-key-passphrase': passphrase,
      },
    });
    expect(played.outputs['result']).toBe('rotated');
    expect(leaksOf(played, { texts: [passphrase] })).toEqual([]);
    const masks = played.view.commandsExecuted
      .filter(({ name }) => name === 'add-mask')
      .map(({ data }) => data);
    const body = after.keys.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    expect(masks).toContain(passphrase);
    expect(masks).toContain(body);
  });
});
