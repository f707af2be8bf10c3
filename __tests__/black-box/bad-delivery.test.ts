import { expect, test } from '@jest/globals';
import type { Trouble } from '../../sandbox/server/faults.ts';
import { live, openBox, putInForce } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

const UPLOAD = { method: 'POST', path: /origin_tls_client_auth$/ };
const LIST = { method: 'GET', path: /origin_tls_client_auth$/ };
/** `{` and `}` around bytes that no UTF-8 has. */
const NOT_UTF8 = Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d);

/** What the corpus plays as a fault of the connection, played as bytes. */
test.concurrent.each<readonly [string, typeof UPLOAD, Trouble]>([
  ['50 MB in answer to an upload', UPLOAD, { kind: 'huge', bytes: 50_000_000 }],
  ['50 MB in place of a list', LIST, { kind: 'huge', bytes: 50_000_000 }],
  ['bytes that are no UTF-8, to an upload', UPLOAD, { kind: 'body', body: NOT_UTF8, applied: true }],
  ['bytes that are no UTF-8, for a list', LIST, { kind: 'body', body: NOT_UTF8 }],
  ['a connection cut off in the answer to an upload', UPLOAD, { kind: 'cut-off' }],
  ['JSON cut off in the answer to an upload', UPLOAD, { kind: 'cut-json' }],
])('%s, once: read again, and rotated all the same', async (_, at, trouble) => {
  await using box = await openBox();
  await putInForce(box, 'zone', undefined, await box.issue({ notBefore: Date.now() - 86_400_000 }));
  const pair = await box.issue();
  box.sandbox.api.faults.add({ at, times: 1, trouble });
  const run = await play(box, { inputs: { level: 'zone' }, pair, debug: false });
  expect(run.result).toBe('rotated');
  expect(run.mutations).toEqual(['POST /aop', 'DELETE /aop/{id}']);
  expect(live(box, 'zone')).toEqual([pair.fingerprint]);
});

test.concurrent('a byte a second ends with the time of the run, before any change', async () => {
  await using box = await openBox();
  const { pair: before } = await putInForce(box, 'zone');
  box.sandbox.api.faults.add({ at: LIST, trouble: { kind: 'slow', bytesPerSecond: 1 } });
  const run = await play(box, { inputs: { level: 'zone', timeout: '4s' }, pair: await box.issue() });
  expect(run).toMatchObject({ result: 'failed', mutations: [] });
  expect(live(box, 'zone')).toEqual([before.fingerprint]);
});

test.concurrent('a read that is refused for good ends the run, whatever else is still read', async () => {
  await using box = await openBox();
  box.sandbox.api.faults.add({ at: LIST, trouble: { kind: 'status', status: 400, code: 9999 } });
  const settings = { method: 'GET', path: /settings/ };
  box.sandbox.api.faults.add({ at: settings, trouble: { kind: 'status', status: 503 } });
  const run = await play(box, { inputs: { level: 'zone' }, pair: await box.issue() });
  expect(run).toMatchObject({ result: 'failed', mutations: [] });
  // Each would be asked for six times.
  expect(run.calls.filter(({ path }) => path.endsWith('/settings/ssl')).length).toBeLessThan(4);
});
