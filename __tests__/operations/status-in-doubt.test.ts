import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { leafOf, pairOf } from '../main/support/material.ts';
import { refusal, run, three, through, two } from './support/run.ts';
import type { Ended, Scene } from './support/run.ts';

const DAY = 86_400_000;
const status = { operation: 'status' };

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

/** No list of hostnames. */
const noList =
  (answer: 403 | 404): NonNullable<Scene['instead']> =>
  ({ url }) =>
    url.includes('/hostnames?') ? refusal(answer, 10_000, 'no') : undefined;
const NOBODY = '0123456789abcdef0123456789abcdef';

describe('where the API does not tell all, status finds', () => {
  test.each<readonly [what: string, scene: Scene, result: string, reason: string, words: string]>([
    [
      'an expired certificate of which the API does not tell who uses it',
      { inputs: status, instead: noList(404) },
      'due',
      'EXPIRED',
      'It is not known which hostnames use it',
    ],
    [
      'one about to expire of which the API does not tell who uses it',
      { inputs: { ...status, 'expiry-warning': '365d' }, instead: noList(403) },
      'due',
      'EXPIRES_SOON',
      'expires in',
    ],
    [
      'one about to expire of a zone whose certificates are in no order',
      {
        inputs: { ...status, 'expiry-warning': '365d' },
        instead: (request, box) => {
          if (request.method !== 'GET' || !request.url.endsWith(`${box.zone.id}/origin_tls_client_auth`))
            return undefined;
          const answer = through(box, request);
          return { ...answer, body: answer.body.replaceAll(/"uploaded_on":"[^"]*"/gu, '"uploaded_on":null') };
        },
        prepare: (box) => void box.model.install(box.zone, 'zone', pairOf(three)),
      },
      'due',
      'EXPIRES_SOON',
      'It is not known whether Cloudflare uses it for the zone',
    ],
    [
      'a certificate to replace that nobody uses',
      {
        inputs: { ...status, level: 'hostname', replace: NOBODY, certificate: three.pem },
      },
      'due',
      'NO_HOSTNAME',
      `No hostname uses the certificate ${NOBODY} named by \`replace\``,
    ],
    [
      'a certificate to replace that nobody uses, where nothing is given to compare',
      { inputs: { ...status, level: 'hostname', replace: NOBODY } },
      'ok',
      'REPLACED_UNUSED',
      'could not be compared',
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

describe('status', () => {
  test.each<readonly [403 | 404, string]>([
    [403, 'Give the token SSL and Certificates: Read'],
    [404, 'name them in `hostnames` or in a manifest'],
  ])('says why there is no list of hostnames, and what would help: %i', async (answer, remedy) => {
    const { outputs } = await run({ inputs: status, instead: noList(answer) });
    expect(outputs['status']).toContain(remedy);
    expect(outputs['status']).toContain('"use":"unknown"');
  });

  test('has nothing against a `replace` whose successor is in place', async () => {
    const inputs = { ...status, level: 'hostname', replace: NOBODY, certificate: two.pem };
    expect((await run({ inputs })).result).toBe('ok');
  });

  test('says the same of an expired certificate in finding, table and log', async () => {
    const ended = await run({
      inputs: status,
      prepare: (box) => {
        const gone = leafOf('gone', { from: NOW - 90 * DAY, to: NOW - 5 * DAY - 60_000 });
        box.model.associate(
          box.zone,
          'old.example.com',
          box.model.install(box.zone, 'hostname', pairOf(gone)),
          true,
        );
      },
    });
    expect(
      findingsOf(ended)
        .map(({ sentence }) => sentence)
        .join(),
    ).toContain('expired 5 days ago');
    expect(ended.summary).toContain(', expired 5 days ago (');
    expect(ended.stage.stdout()).toMatch(/until [\d-]{10}, expired 5 days ago: certificate/u);
    expect(ended.summary).not.toContain('6 days');
  });
});
