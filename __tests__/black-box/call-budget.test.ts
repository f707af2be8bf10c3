import { expect, test } from '@jest/globals';
import type { RecordedCall } from '../../sandbox/server/index.ts';
import { API, associated, openBox, putInForce, WWW } from './support/box.ts';
import { nameOf, play } from './support/play.ts';
import './support/patience.ts';

/** Reading one certificate by its id is a poll; so is each further look at the associations after a PUT. */
function besidesPolls(calls: readonly RecordedCall[]): readonly string[] {
  const names = calls.map(nameOf);
  return names.filter(
    (name, index) =>
      !/^GET .*\/\{id\}$/.test(name) &&
      !(name === LIST && (names[index - 1] === LIST || names[index - 1] === PUT)),
  );
}
const LIST = 'GET /aop/hostnames?status=all';
const PUT = 'PUT /aop/hostnames';

test.concurrent(
  'a rotation at zone level makes seven calls besides polls, and three more where the switch was off',
  async () => {
    await using box = await openBox({ originMode: 'optional' });
    await putInForce(box, 'zone');
    const run = await play(box, { inputs: { level: 'zone' }, pair: await box.issue() });
    expect(besidesPolls(run.calls).toSorted()).toEqual(
      [
        'GET /zones',
        'GET /aop',
        'GET /aop/settings',
        'GET /settings/ssl',
        'POST /aop',
        'GET /aop',
        'DELETE /aop/{id}',
      ].toSorted(),
    );
    box.sandbox.model.setEnabled(box.zone, false);
    const off = await play(box, { inputs: { level: 'zone' }, pair: await box.issue() });
    expect(off.result).toBe('rotated');
    expect(besidesPolls(off.calls).toSorted()).toEqual(
      [
        ...besidesPolls(run.calls),
        'GET /settings/tls_client_auth',
        'PUT /aop/settings',
        // What is told as switched on was read afterwards.
        'GET /aop/settings',
      ].toSorted(),
    );
  },
);

const hundred = Array.from({ length: 100 }, (_, index) => `h${String(index)}.example.test`);

test.concurrent.each([
  ['two hostnames', [WWW, API], {}, 9],
  // Three more PUTs: they move in batches of 25.
  ['a hundred hostnames', hundred, {}, 12],
  [
    'a canary and the rest',
    [WWW, API],
    { 'probe-urls': `https://${WWW}/`, 'probe-echo-header': 'x-client-serial' },
    10,
  ],
])(
  'a rotation of %s makes nine calls besides polls, and one for each further batch',
  async (_, hostnames, more, most) => {
    await using box = await openBox();
    await putInForce(box, 'hostname', hostnames);
    const pair = await box.issue();
    const run = await play(box, {
      inputs: { level: 'hostname', hostnames: hostnames.join(), ...more },
      pair,
    });
    expect(run.result).toBe('rotated');
    expect(new Set(Object.values(associated(box)))).toEqual(new Set([pair.fingerprint]));
    expect(besidesPolls(run.calls)).toHaveLength(most);
    // A poll of a hundred associations is one call.
    expect(run.calls.map(nameOf)).not.toContain('GET /aop/hostnames/{hostname}');
  },
);

test.concurrent(
  'a run with nothing to do makes four calls besides the look at the certificate, and no write',
  async () => {
    await using box = await openBox();
    const { pair } = await putInForce(box, 'hostname');
    const run = await play(box, { inputs: { level: 'hostname', hostnames: `${WWW},${API}` }, pair });
    expect(run.result).toBe('unchanged');
    expect(besidesPolls(run.calls)).toHaveLength(4);
    expect(run.calls).toHaveLength(5);
    expect(run.mutations).toEqual([]);
  },
);
