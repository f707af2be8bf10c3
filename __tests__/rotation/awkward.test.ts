import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { leafOf, pairOf } from '../main/support/material.ts';
import { refusal, run, three, through } from '../operations/support/run.ts';
import { host, knownIds, live, onTarget, row, zone } from './support/scenes.ts';

const HOUR = 3_600_000;

describe('what a rotation per hostname refuses before any write', () => {
  test('`replace` with a certificate no hostname uses', async () => {
    const { expired } = await knownIds();
    const ended = await run({ inputs: { ...host, hostnames: '', replace: expired } });
    expect(onTarget(ended)['reason']).toBe('NO_HOSTNAME');
    expect(ended.errors).toContain('Nothing was changed: there was no hostname to work on.');
    expect(ended.writes).toEqual([]);
  });

  test('`replace` with a probe on another hostname', async () => {
    const { two } = await knownIds();
    const inputs = { ...host, hostnames: '', replace: two, 'probe-urls': 'https://api.example.com/' };
    const ended = await run({ inputs });
    expect(onTarget(ended)['reason']).toBe('PROBE_OUTSIDE_TARGET');
    expect(ended.writes).toEqual([]);
  });

  test('more hostnames than a certificate can serve, those already on it counted', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `h${String(index)}.example.com`);
    const ended = await run({
      inputs: { ...host, hostnames: names.join() },
      prepare: (box) => {
        const id = box.model.install(box.zone, 'hostname', pairOf(three));
        for (let index = 0; index < 60; index += 1)
          box.model.associate(box.zone, `g${String(index)}.example.com`, id, true);
      },
    });
    expect(onTarget(ended)['reason']).toBe('TOO_MANY_HOSTNAMES');
    expect(ended.errors).toContain('120');
    expect(ended.writes).toEqual([]);
  });
});

describe('what a rotation per hostname warns of', () => {
  test('a full quota, with those that are expired and unused, before the API refuses', async () => {
    const ended = await run({
      inputs: host,
      prepare: (box) => {
        for (let index = 0; index < 8; index += 1)
          box.model.install(
            box.zone,
            'hostname',
            pairOf(leafOf(`filler-${String(index)}`, { subject: { CN: `filler ${String(index)}` } })),
          );
      },
    });
    expect(ended.result).toBe('failed');
    expect(ended.warnings).toContain(`Expired: ${ended.ids.expired}`);
    const filler = [...ended.box.zone.certificates.values()].at(-1)?.id ?? '';
    expect(ended.errors).toContain('already has 10 hostname certificates, and Cloudflare allows 10');
    expect(ended.errors).toContain(`Expired: ${ended.ids.expired}. Unused: ${ended.ids.expired}, `);
    expect(ended.errors).toContain(filler);
    expect(ended.errors).toContain(
      '`operation: delete` with `certificate-id: expired`, or with `operation: delete`',
    );
    expect(ended.errors).not.toContain('This action does not know the reason');
    expect(ended.mutations.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  test('a refused upload where the quota has room: as it came', async () => {
    const ended = await run({
      inputs: host,
      instead: ({ method }) => (method === 'POST' ? refusal(400, 1999, 'no') : undefined),
    });
    expect(ended.errors).toContain('This action does not know the reason');
    expect(ended.errors).not.toContain('Cloudflare allows 10');
  });

  test('a hostname that was switched off is switched on', async () => {
    const ended = await run({
      inputs: host,
      prepare: (box, ids) => box.model.associate(box.zone, 'www.example.com', ids.two, false),
    });
    expect(ended.result).toBe('rotated');
    expect(ended.warnings).toContain('the rotation switches it on');
    expect(row(ended.box, 'www.example.com')?.enabled).toBe(true);
  });

  test('a hostname without a certificate of its own is left so where `enable` is false', async () => {
    const ended = await run({
      inputs: { ...host, hostnames: 'www.example.com,api.example.com', enable: 'false' },
    });
    expect(ended.result).toBe('rotated');
    expect(ended.warnings).toContain('api.example.com has no certificate of its own');
    expect(row(ended.box, 'api.example.com')).toBeUndefined();
  });

  test('where the API gives no list, the predecessor is kept and named with the words that delete it', async () => {
    const ended = await run({
      inputs: host,
      instead: ({ url }) => (url.includes('/hostnames?') ? refusal(404, 1, 'no route') : undefined),
    });
    expect(ended.result).toBe('rotated');
    expect(live(ended.box, 'hostname')).toContain(ended.ids.two);
    expect(ended.warnings).toContain(
      `\`operation: delete\` with \`level: hostname\` and \`certificate-id: ${ended.ids.two}\``,
    );
  });
});

test('a hostname that falls back to a zone certificate the list still shows on its way is told its issuer', async () => {
  const ended = await run({
    inputs: { ...host, hostnames: 'api.example.com' },
    instead: ({ url, ...request }, box) => {
      if (request.method !== 'GET' || !url.endsWith(`${box.zone.id}/origin_tls_client_auth`))
        return undefined;
      const answer = through(box, { ...request, url });
      return { ...answer, body: answer.body.replaceAll('"active"', '"pending_deployment"') };
    },
  });
  expect(ended.result).toBe('rotated');
});

describe('a zone whose order of uploads is unclear', () => {
  test('an older live copy of the new certificate cannot be made current by uploading', async () => {
    const ended = await run({
      inputs: zone,
      prepare: (box) => void box.model.install(box.zone, 'zone', pairOf(three), NOW - 72 * HOUR),
    });
    expect(ended.result).toBe('failed');
    expect(ended.writes).toEqual([]);
    expect(ended.errors).toContain('Issue a fresh certificate');
  });

  test('a certificate somebody else is uploading is waited for', async () => {
    const ended = await run({
      inputs: zone,
      prepare: (box) => {
        box.model.adjust({ timings: { deployment: 20_000 } });
        box.model.install(box.zone, 'zone', pairOf(leafOf('stranger')), NOW - 1000);
      },
    });
    expect(ended.result).toBe('rotated');
    expect(live(ended.box, 'zone')).toHaveLength(1);
  });

  test('one that comes through only during the run may be in use: nothing is deleted', async () => {
    let late: string | undefined;
    const ended = await run({
      inputs: zone,
      prepare: (box) => {
        box.model.install(box.zone, 'zone', pairOf(three), NOW - HOUR / 2);
        box.model.adjust({ timings: { deployment: 60_000 } });
        late = box.model.install(box.zone, 'zone', pairOf(leafOf('stranger')), NOW - HOUR);
      },
      instead: ({ url, ...request }, box) => {
        if (request.method !== 'GET' || !url.endsWith(`${box.zone.id}/origin_tls_client_auth`))
          return undefined;
        if (box.model.now() - NOW > 10_000) return undefined;
        const answer = through(box, { ...request, url });
        const body: { result: { id: string; status: string }[] } = JSON.parse(answer.body);
        for (const one of body.result) if (one.id === late) one.status = 'deployment_timed_out';
        return { ...answer, body: JSON.stringify(body) };
      },
    });
    expect(ended.result).toBe('failed');
    expect(ended.writes).toEqual([]);
    expect(ended.errors).toContain('became active only during the run');
  });
});
