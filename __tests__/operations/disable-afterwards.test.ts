import { describe, expect, test } from '@jest/globals';
import type { OriginDial } from '../../src/probe/origin-dial.ts';
import type { Box } from '../main/support/box.ts';
import { refusal, run, through } from './support/run.ts';
import type { Scene } from './support/run.ts';

const dialled =
  (status: number, body: string): OriginDial =>
  () =>
    Promise.resolve({ kind: 'http', status, headers: {}, body });
const open = { dial: dialled(200, 'hello') };
const closed = { dial: dialled(400, 'No required SSL certificate was sent') };
const zone = { operation: 'disable', level: 'zone', origin: '192.0.2.7' };
const host = { operation: 'disable', level: 'hostname', hostnames: 'www.example.com', origin: '192.0.2.7' };
const openOnlyFor =
  (name: string): OriginDial =>
  (question) =>
    (question.servername === name ? open : closed).dial(question);

describe('an origin that demands a certificate refuses', () => {
  test.each<readonly [what: string, scene: Scene]>([
    [
      'what the second hostname asks for',
      {
        inputs: { ...host, mode: 'off', hostnames: 'www.example.com,api.example.com' },
        prepare: (box, ids) => box.model.associate(box.zone, 'api.example.com', ids.two, true),
        parts: { dial: openOnlyFor('www.example.com') },
      },
    ],
    [
      'a withdrawal after which nothing is shown',
      {
        inputs: { ...host, mode: 'withdraw' },
        prepare: (box) => box.model.setEnabled(box.zone, false),
        parts: closed,
      },
    ],
    [
      'a zone after which the shared certificate is shown',
      {
        inputs: zone,
        prepare: (box) => void box.model.setZoneSetting(box.zone, 'tls_client_auth', 'on'),
        parts: closed,
      },
    ],
  ])('%s', async (_, scene) => {
    const ended = await run(scene);
    expect(ended.result).toBe('failed');
    expect(ended.report['reason']).toBe('ORIGIN_DEMANDS_CERTIFICATE');
    expect(ended.writes).toEqual([]);
  });
});

describe('where the API gives no list of hostnames', () => {
  const noList: Scene['instead'] = ({ url }) =>
    url.includes('/hostnames?') ? refusal(404, 1, 'no route') : undefined;

  test('those that are to be switched off are read one by one', async () => {
    const ended = await run({ inputs: { ...host, mode: 'off' }, instead: noList, parts: open });
    expect(ended.result).toBe('disabled');
  });

  test('so are those that are probed', async () => {
    const inputs = { ...zone, 'probe-urls': 'https://www.example.com/' };
    const ended = await run({ inputs, instead: noList, parts: open });
    expect(ended.report['reason']).toBe('PROBE_SEES_OTHER_CERTIFICATE');
  });
});

describe('what is shown afterwards', () => {
  test('a certificate that is on its way out is not', async () => {
    const ended = await run({
      inputs: { ...host, mode: 'withdraw' },
      instead: (request, box) => {
        if (request.method !== 'GET' || !request.url.endsWith(`${box.zone.id}/origin_tls_client_auth`))
          return undefined;
        const answer = through(box, request);
        return { ...answer, body: answer.body.replace('"status":"active"', '"status":"deletion_timed_out"') };
      },
      parts: open,
    });
    expect(ended.report['sentence']).toContain(
      'which is on, applies again, and no client certificate is sent.',
    );
  });

  test('a withdrawal from an origin that demands one goes on to the certificate of the zone, and says so', async () => {
    const ended = await run({ inputs: { ...host, mode: 'withdraw' }, parts: closed });
    expect(ended.result).toBe('disabled');
    expect(ended.warnings).toContain(
      `Afterwards Cloudflare shows the origin the certificate of the zone level, ${ended.ids.one}`,
    );
    expect(ended.warnings).not.toContain('refuse every visitor');
    expect(ended.report['sentence']).toBe(
      `www.example.com no longer has a certificate of its own; the zone level, which is on, applies again, with its certificate ${ended.ids.one}.`,
    );
  });

  test.each<readonly [string, (box: Box) => void, string]>([
    [
      'the shared certificate',
      (box) => void box.model.setZoneSetting(box.zone, 'tls_client_auth', 'on'),
      "which is off, applies again, and Cloudflare's shared certificate is shown.",
    ],
    ['nothing', () => undefined, 'which is off, applies again, and no client certificate is sent.'],
  ])('a withdrawal to %s says so', async (_, prepare, words) => {
    const ended = await run({
      inputs: { ...host, mode: 'withdraw' },
      prepare: (box) => {
        box.model.setEnabled(box.zone, false);
        prepare(box);
      },
      parts: open,
    });
    expect(ended.report['sentence']).toContain(words);
  });

  test('the shared certificate is named where an origin demands one', async () => {
    const ended = await run({
      inputs: zone,
      prepare: (box) => void box.model.setZoneSetting(box.zone, 'tls_client_auth', 'on'),
      parts: closed,
    });
    expect(ended.errors).toContain('Afterwards Cloudflare shows the origin its shared certificate');
    expect(ended.errors).toContain('if it trusts the shared certificate, set `accept-unauthenticated: true`');
    expect(ended.outputs['result']).toBe('failed');
  });

  test('the summary names hostnames and mode, and what is intended only where it is planned', async () => {
    const done = await run({ inputs: { ...host, mode: 'withdraw' }, parts: open });
    expect(done.summary).toContain('## ✅ Withdrawn: `www.example.com`');
    expect(done.summary).not.toContain('After a real run: ');
    const planned = await run({ inputs: { ...host, mode: 'withdraw', 'dry-run': 'true' }, parts: open });
    expect(planned.summary).toContain('After a real run: ');
    const refused = await run({ inputs: { ...host, mode: 'off' }, parts: closed });
    expect(refused.summary).toContain('## ❌ Not switched off: `www.example.com`');
    expect(refused.summary).not.toContain('even if the zone level is on');
    expect(refused.errors).toContain(' Switching off would make it refuse every visitor.');
    expect(refused.stage.stdout().split('still demands a client certificate').length - 1).toBe(1);
  });
});
