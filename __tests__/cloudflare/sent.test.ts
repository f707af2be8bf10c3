import { expect, test } from '@jest/globals';
import type { Api } from '../../src/cloudflare/api.ts';
import { getAssociation, listAssociations, putAssociations } from '../../src/cloudflare/associations.ts';
import {
  deleteCertificate,
  getCertificate,
  listCertificates,
  uploadCertificate,
} from '../../src/cloudflare/certificates.ts';
import {
  getZoneSwitch,
  setZoneSwitch,
  getSharedCertificateSwitch,
  getSslMode,
  findZones,
} from '../../src/cloudflare/zones.ts';
import { failure, ID, scripted, ZONE } from './support/scripted-api.ts';

const PULLS = `/zones/${ZONE}/origin_tls_client_auth`;
const SHORT = 1024 * 1024;
const LONG = 8 * 1024 * 1024;
const pair = { certificate: 'c', privateKey: 'the key' };
const move = { hostname: 'a.example', certificateId: ID, enabled: null };

test.each<readonly [string, (api: Api) => Promise<unknown>, string | undefined, number]>([
  ['GET /zones?name=a.example&per_page=50', (api) => findZones(api, 'A.example'), undefined, LONG],
  [`GET /zones/${ZONE}/settings/ssl`, (api) => getSslMode(api, ZONE), undefined, SHORT],
  [
    `GET /zones/${ZONE}/settings/tls_client_auth`,
    (api) => getSharedCertificateSwitch(api, ZONE),
    undefined,
    SHORT,
  ],
  [`GET ${PULLS}/settings`, (api) => getZoneSwitch(api, ZONE), undefined, SHORT],
  [`PUT ${PULLS}/settings`, (api) => setZoneSwitch(api, ZONE, false), '{"enabled":false}', SHORT],
  [`GET ${PULLS}`, (api) => listCertificates(api, ZONE, 'zone'), undefined, LONG],
  [`GET ${PULLS}/${ID}`, (api) => getCertificate(api, ZONE, 'zone', ID), undefined, SHORT],
  [`DELETE ${PULLS}/${ID}`, (api) => deleteCertificate(api, ZONE, 'zone', ID), undefined, SHORT],
  [
    `POST ${PULLS}/hostnames/certificates`,
    (api) => uploadCertificate(api, ZONE, 'hostname', pair),
    '{"certificate":"c","private_key":"the key"}',
    SHORT,
  ],
  [`GET ${PULLS}/hostnames/a.example`, (api) => getAssociation(api, ZONE, 'a.example'), undefined, SHORT],
  [
    `GET ${PULLS}/hostnames?status=all&page=1&per_page=1000`,
    (api) => listAssociations(api, ZONE),
    undefined,
    LONG,
  ],
  [
    `PUT ${PULLS}/hostnames`,
    (api) => putAssociations(api, ZONE, [move]),
    `{"config":[{"hostname":"a.example","cert_id":"${ID}","enabled":null}]}`,
    LONG,
  ],
])('%s: body and longest answer', async (line, call, body, maxBytes) => {
  const { api, time, seen } = scripted([failure(400, 4711)]);
  await time.until(call(api).catch(() => undefined));
  const [request] = seen;
  const path = request?.url.slice('https://api.cloudflare.com/client/v4'.length) ?? '';
  expect(seen).toHaveLength(1);
  expect(`${request?.method ?? ''} ${path}`).toBe(line);
  expect([request?.body, request?.maxBytes]).toEqual([body, maxBytes]);
  expect(request !== undefined && 'body' in request).toBe(body !== undefined);
});
