import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/outside.ts';
import { NOW } from '../certificate/support/certificates.ts';
import { leafOf, pairOf } from '../main/support/material.ts';
import { one, refusal, run, three, through, two } from './support/run.ts';
import type { Ended, Scene } from './support/run.ts';

interface Finding {
  readonly reason: string;
  readonly sentence: string;
}

function findingsOf({ outputs }: Ended): readonly Finding[] {
  const read: { readonly zones: readonly { readonly findings: readonly Finding[] }[] } = JSON.parse(
    outputs['status'] ?? '',
  );
  return read.zones.flatMap(({ findings }) => findings);
}

const empty: HttpAnswer = {
  status: 200,
  headers: {},
  body: '{"success":true,"errors":[],"messages":[],"result":[]}',
};
const status = { operation: 'status' };
const wanted = { ...status, level: 'hostname', hostnames: 'www.example.com', certificate: two.pem };

/** Hostname rows as they are, with the status of Cloudflare changed. */
const rowsOf =
  (told: string): NonNullable<Scene['instead']> =>
  (request, box) => {
    const { method, url } = request;
    if (method !== 'GET' || !/\/hostnames(?:\?|\/[^/]+$)/u.test(url) || url.endsWith('/certificates'))
      return undefined;
    const answer = through(box, request);
    return { ...answer, body: answer.body.replaceAll(/"(cert_)?status":"active"/gu, `"$1status":"${told}"`) };
  };

/** No zone certificate at all. */
const without: NonNullable<Scene['instead']> = ({ method, url }) =>
  method === 'GET' && url.endsWith('/origin_tls_client_auth') ? empty : undefined;

const pending: NonNullable<Scene['instead']> = (request, box) => {
  const { pathname } = new URL(request.url);
  if (!pathname.endsWith('/zones')) return undefined;
  const answer = through(box, request);
  return { ...answer, body: answer.body.replace(/"status":"active"/u, '"status":"pending"') };
};

describe('status finds', () => {
  test.each<readonly [what: string, scene: Scene, result: string, reason: string, words: string]>([
    [
      'an SSL mode that sends no certificate',
      { inputs: status, prepare: (box) => void box.model.setZoneSetting(box.zone, 'ssl', 'off') },
      'ok',
      'SSL_MODE_SENDS_NOTHING',
      'sends no client certificate',
    ],
    [
      'a zone that is not active at Cloudflare',
      { inputs: status, instead: pending },
      'ok',
      'ZONE_NOT_ACTIVE',
      'The zone is `pending` at Cloudflare',
    ],
    [
      'that the quota is used up, and who could go',
      {
        inputs: status,
        prepare: (box) => {
          for (let count = 0; count < 8; count += 1)
            box.model.install(box.zone, 'hostname', pairOf(leafOf(`filler-${String(count)}`)));
        },
      },
      'ok',
      'QUOTA_USED',
      'Cloudflare allows 10',
    ],
    [
      'that the API gives no list of hostnames',
      {
        inputs: wanted,
        instead: ({ url }) => (url.includes('/hostnames?') ? refusal(404, 1, 'no route') : undefined),
      },
      'due',
      'HOSTNAMES_NOT_LISTED',
      'only the ones you named are known',
    ],
    [
      'a hostname that serves an expired certificate',
      {
        inputs: status,
        prepare: (box, ids) => box.model.associate(box.zone, 'old.example.com', ids.expired, true),
      },
      'due',
      'EXPIRED',
      'expired about a day ago',
    ],
    [
      'a hostname that is on another certificate than it should be',
      { inputs: { ...wanted, certificate: three.pem } },
      'due',
      'NOT_IN_FORCE',
      'www.example.com',
    ],
    [
      'a hostname that has no certificate of its own though it should',
      { inputs: { ...wanted, hostnames: 'www.example.com,api.example.com' } },
      'due',
      'NO_CERTIFICATE',
      'api.example.com',
    ],
    [
      'a hostname that is switched off though it should be on',
      {
        inputs: wanted,
        prepare: (box, ids) => box.model.associate(box.zone, 'www.example.com', ids.two, false),
      },
      'due',
      'SWITCHED_OFF',
      'www.example.com',
    ],
    [
      'a zone that is switched off though it should be on',
      {
        inputs: { ...status, level: 'zone', certificate: one.pem },
        prepare: (box) => box.model.setEnabled(box.zone, false),
      },
      'due',
      'SWITCHED_OFF',
      'off',
    ],
    [
      'a certificate that expires soon',
      { inputs: { ...status, 'expiry-warning': '365d' } },
      'due',
      'EXPIRES_SOON',
      'expires in 89 days',
    ],
    [
      'a hostname whose certificate Cloudflare gave up on',
      { inputs: wanted, instead: rowsOf('deployment_timed_out') },
      'due',
      'NOT_DEPLOYED',
      'www.example.com',
    ],
    [
      'hostnames nobody asked for whose certificate Cloudflare gave up on',
      { inputs: status, instead: rowsOf('deployment_timed_out') },
      'due',
      'NOT_DEPLOYED',
      'gave up',
    ],
    [
      'a certificate that was never uploaded to the zone',
      { inputs: { ...status, level: 'zone', certificate: three.pem } },
      'due',
      'NOT_IN_FORCE',
      'has not been uploaded',
    ],
    [
      'a certificate that is there, but older than the one in force',
      {
        inputs: { ...status, level: 'zone', certificate: three.pem },
        prepare: (box) => void box.model.install(box.zone, 'zone', pairOf(three), NOW - 72 * 3_600_000),
      },
      'due',
      'NOT_IN_FORCE',
      'but is not the one Cloudflare uses',
    ],
    [
      'a zone that has no certificate to show, whichever it should be',
      { inputs: { ...status, level: 'zone' }, instead: without },
      'due',
      'NO_CERTIFICATE',
      'no certificate of its own',
    ],
    [
      'no certificate in force where another one should be',
      { inputs: { ...status, level: 'zone', certificate: three.pem }, instead: without },
      'due',
      'NOT_IN_FORCE',
      'no certificate that can be identified',
    ],
    [
      'a switch that is on for a zone without a certificate',
      { inputs: status, instead: without },
      'ok',
      'SWITCH_WITHOUT_CERTIFICATE',
      'no certificate of its own',
    ],
    [
      'a secret that holds no certificate',
      { inputs: { ...wanted, certificate: 'not a certificate' } },
      'due',
      'EXPECTED_UNREADABLE',
      'cannot be read',
    ],
  ])('%s', async (_, scene, result, reason, words) => {
    const ended = await run(scene);
    const findings = findingsOf(ended);
    expect(findings.map((found) => found.reason)).toContain(reason);
    expect(findings.find((found) => found.reason === reason)?.sentence).toContain(words);
    expect(ended.result).toBe(result);
    expect(ended.writes).toEqual([]);
    expect(ended.failed).toBe(false);
  });
});

describe('status reads', () => {
  test('a certificate by its id where a hostname uses it and the list lags', async () => {
    const ended = await run({
      inputs: status,
      instead: ({ url }) => (url.endsWith('/hostnames/certificates') ? empty : undefined),
    });
    expect(ended.outputs['status']).toContain(ended.ids.two);
    expect(ended.requests.some(({ url }) => url.endsWith(`/certificates/${ended.ids.two}`))).toBe(true);
  });

  test('what it may where the token reads no settings', async () => {
    const ended = await run({
      inputs: status,
      instead: ({ url }) =>
        /settings\/(?:ssl|tls_client_auth)$/u.test(url) ? refusal(403, 10_000, 'no') : undefined,
    });
    expect(ended.result).toBe('ok');
    expect(ended.summary).not.toContain('undefined');
  });

  test('a certificate nobody can read, and says so instead of guessing its end', async () => {
    const ended = await run({
      inputs: status,
      instead: ({ method, url }, box) => {
        if (method !== 'GET' || !url.endsWith(`${box.zone.id}/origin_tls_client_auth`)) return undefined;
        const row = { id: '5ca6b69f-9899-8def-e3ec-b583958b6195', status: 'active', certificate: 'no PEM' };
        return { ...empty, body: JSON.stringify({ success: true, errors: [], messages: [], result: [row] }) };
      },
    });
    expect(ended.failed).toBe(false);
    expect(ended.summary).not.toMatch(/NaN|Invalid/u);
  });
});
