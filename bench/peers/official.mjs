// What people write with the official client: upload, poll, delete what was there before.
import { setTimeout as wait } from 'node:timers/promises';
import Cloudflare from 'cloudflare';

const { API, TOKEN, ZONE, CERTIFICATE, PRIVATE_KEY } = process.env;
const { originTLSClientAuth } = new Cloudflare({ apiToken: TOKEN, baseURL: API });
const zone = { zone_id: ZONE };

const former = [];
for await (const { id } of originTLSClientAuth.list(zone)) former.push(id);
const { id } = await originTLSClientAuth.create({
  ...zone,
  certificate: CERTIFICATE,
  private_key: PRIVATE_KEY,
});
while ((await originTLSClientAuth.get(id, zone)).status !== 'active') await wait(2000);
for (const one of former) await originTLSClientAuth.delete(one, zone);
