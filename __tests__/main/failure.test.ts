import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { ec } from '../certificate/support/keys.ts';
import { TransportError } from '../../src/outside.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { createBox, EDGE } from './support/box.ts';
import type { Box } from './support/box.ts';
import { leafOf, pairOf, TOKEN } from './support/material.ts';
import { flawsOf, leaksOf, play } from './support/play.ts';
import { before, inputs, rotation } from './support/rotation.ts';

describe('a run that fails', () => {
  const NOTHING_CALLED = { failed: true, requests: [] };

  test('before anything, when an input is wrong: all that is wrong at once', async () => {
    const wrong = { zone: 'https://x', 'grace-period': 'soon', 'dry-run': 'maybe' };
    const played = await play({ inputs: { ...inputs, ...wrong } });
    expect(flawsOf(played)).toEqual([]);
    expect(played).toMatchObject(NOTHING_CALLED);
    const [error, ...more] = played.annotated('error');
    expect(more).toEqual([]);
    for (const input of ['`zone`', '`grace-period`', '`dry-run`']) expect(error).toContain(input);
    expect(played.summary).toContain('Failed before anything was changed');
    expect(JSON.parse(played.outputs['report'] ?? '')).toMatchObject({ failure: { code: 'INPUT_INVALID' } });
  });

  test.each([
    ['rotate', 'Rotation failed'],
    ['status', 'Status failed'],
    ['matrix', 'Matrix failed'],
    ['delete', 'Deletion failed'],
    ['disable', 'Switching off failed'],
    ['rotete', 'Rotation failed'],
  ])('under the name of its operation: %s', async (operation, title) => {
    const played = await play({ inputs: { 'api-token': TOKEN, operation, zone: 'not a zone' } });
    expect(flawsOf(played)).toEqual([]);
    expect(played.view.annotations.map((one) => one.title)).toEqual([title]);
  });

  test('before anything, when the certificate is refused', async () => {
    const played = await play({ inputs: { ...inputs, certificate: before.pem } });
    expect(flawsOf(played)).toEqual([]);
    expect(played).toMatchObject(NOTHING_CALLED);
    expect(played.stage.happened.some(({ kind }) => kind === 'connect')).toBe(false);
    expect(played.annotated('error')[0]).toContain('`private-key` does not belong to the certificate');
  });

  test('before anything, in an environment that is not safe', async () => {
    const played = await play({ inputs, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    expect(flawsOf(played)).toEqual([]);
    expect(played).toMatchObject(NOTHING_CALLED);
    expect(played.annotated('error')[0]).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(played.stage.env['INPUT_PRIVATE-KEY']).toBeUndefined();
  });

  test('naming a fork where secrets are withheld from one', async () => {
    const payload = {
      pull_request: {
        head: { repo: { full_name: 'them/site' } },
        base: { repo: { full_name: 'acme/site' } },
      },
      repository: { full_name: 'acme/site' },
    };
    const played = await play({
      inputs: { ...inputs, 'api-token': '' },
      context: { eventName: 'pull_request', payload },
    });
    expect(flawsOf(played)).toEqual([]);
    expect(played.annotated('error')[0]).toMatch(/fork/u);
  });

  test('where the zone is not to be found', async () => {
    const { played } = await rotation({ inputs: { ...inputs, zone: 'example.org' } });
    expect(played.mutations).toEqual([]);
    expect(played.failed).toBe(true);
    expect(played.annotated('error')[0]).toContain('The token sees no zone named example.org.');
  });

  test('where the token may not upload: outputs say what is in force', async () => {
    const { played, previous } = await rotation({}, (box) => {
      box.model.setToken(TOKEN, { sslAndCertificates: 'read' });
    });
    expect(played.outputs).toMatchObject({ result: 'failed', changed: 'false', 'certificate-id': previous });
    expect(played.annotated('error')[0]).toContain('SSL and Certificates');
  });

  test('rolled back, where visitors are refused after the cut-over', async () => {
    let cut = false;
    const { played, previous } = await rotation(
      { inputs: { ...inputs, 'probe-urls': 'https://www.example.com/health' } },
      (box) => {
        box.model.onEvent((event) => {
          cut =
            event.kind === 'certificate-uploaded' ? true : event.kind === 'certificate-deleted' ? false : cut;
        });
        const site = box.http;
        Object.assign(box, {
          http: ((request) =>
            request.url.includes('/client/v4/') || !cut
              ? site(request)
              : Promise.resolve({
                  status: 400,
                  headers: EDGE,
                  body: '<center>The SSL certificate error</center><hr><center>nginx</center>',
                })) satisfies Box['http'],
        });
      },
    );
    expect(played.outputs).toMatchObject({
      result: 'rolled-back',
      'certificate-id': previous,
      changed: 'false',
    });
    expect(played.failed).toBe(true);
    expect(played.view.annotations[0]?.title).toBe('Rotation rolled back');
  });

  test('with fixed words, where something happens that nobody thought of', async () => {
    const foreign = 'boom ::error::gotcha ##[set-env]';
    const played = await play({
      inputs,
      http: () => Promise.reject(Object.assign(new RangeError(foreign), { request: inputs })),
    });
    expect(flawsOf(played)).toEqual([]);
    expect(played.failed).toBe(true);
    expect(JSON.stringify([played.stage.stdout(), played.outputs, played.summary])).not.toContain('gotcha');
    expect(JSON.parse(played.outputs['report'] ?? '')).toMatchObject({
      targets: [{ failure: { code: 'INTERNAL' } }],
    });
  });

  test('with fixed words, where the network cannot even be loaded', async () => {
    const played = await play({ inputs });
    expect(flawsOf(played)).toEqual([]);
    expect(played.annotated('error')[0]).toContain('The action ran into a situation it was not written for.');
    expect(played.annotated('error')[0]).toContain('Nothing was changed.');
    expect(JSON.stringify([played.stage.stdout(), played.summary])).not.toContain('no network');
    expect(JSON.parse(played.outputs['report'] ?? '')).toMatchObject({ failure: { code: 'INTERNAL' } });
  });

  test('truthfully, where the fault comes after a write', async () => {
    const time = new VirtualTime(NOW);
    const box = createBox(time, TOKEN);
    const previous = box.model.install(box.zone, 'zone', pairOf(before));
    box.model.setEnabled(box.zone, true);
    let faults = 0;
    const clock = {
      wall: () => time.now,
      monotonic: () => {
        // Asked once more as all is over.
        if (faults !== 1 || new Error().stack?.includes('factsOf') !== true) return time.now - NOW;
        faults += 1;
        throw new TypeError('the clock is gone');
      },
    };
    box.model.onEvent((event) => event.kind === 'certificate-deleted' && (faults += 1));
    const played = await play({ inputs, time, http: box.http, clock });
    expect(flawsOf(played)).toEqual([]);
    expect(faults).toBe(2);
    expect(played.failed).toBe(true);
    expect(played.annotated('error')[0]).toContain('Some changes had already been sent.');
    expect(played.summary).toContain('## ❌ Failed\n');
    expect(played.outputs['changed']).toBe('true');
    expect(played.outputs['previous-certificate-ids']).toBe(previous);
  });

  test('when it is cancelled before it begins', async () => {
    const { played } = await rotation({ stop: AbortSignal.abort() });
    expect(played.mutations).toEqual([]);
    expect(played.failed).toBe(true);
    expect(JSON.parse(played.outputs['report'] ?? '')).toMatchObject({
      targets: [{ failure: { code: 'CANCELLED' } }],
    });
  });

  test('when it is cancelled amid the first probe: that blames no site', async () => {
    const stop = new AbortController();
    const { played, previous } = await rotation(
      {
        inputs: { ...inputs, 'probe-urls': 'https://www.example.com/health' },
        stop: stop.signal,
      },
      (box) => {
        const cloudflare = box.http;
        Object.assign(box, {
          http: (async (request) => {
            const answer = await cloudflare(request);
            if (request.url.includes('/client/v4/')) return answer;
            stop.abort();
            throw new TransportError({ reason: 'aborted', sent: 'perhaps' });
          }) satisfies Box['http'],
        });
      },
    );
    expect(played.mutations).toEqual([]);
    expect(played.outputs).toMatchObject({ changed: 'false', 'certificate-id': previous });
    expect(JSON.parse(played.outputs['report'] ?? '')).toMatchObject({
      targets: [{ failure: { code: 'CANCELLED' } }],
    });
    expect(played.summary).not.toContain('Fix the site');
  });

  test('when it is cancelled on the way: nothing is deleted, and the new certificate is named', async () => {
    const stop = new AbortController();
    const { played, box } = await rotation({ stop: stop.signal }, ({ model }) => {
      model.onEvent((event) => event.kind === 'certificate-uploaded' && stop.abort());
    });
    expect(played.mutations.map(({ method }) => method)).toEqual(['POST']);
    expect(played.outputs).toMatchObject({ result: 'failed', changed: 'true' });
    expect(box.zone.certificates.size).toBe(2);
  });

  test('with keys that nobody gave it permission to print: the wrong key is hidden too', async () => {
    const wrong = leafOf('wrong').keys.privateKey;
    const played = await play({
      inputs: { ...inputs, 'private-key': String(wrong.export({ format: 'pem', type: 'pkcs8' })) },
    });
    expect(flawsOf(played)).toEqual([]);
    expect(leaksOf(played, { keys: [wrong, ec('after').privateKey] })).toEqual([]);
    expect(Object.keys(played.stage.env)).not.toContain('INPUT_PRIVATE-KEY');
  });
});
