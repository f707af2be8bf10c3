import { describe, expect, test } from '@jest/globals';
import { ed25519, pkcs8 } from '../certificate/support/keys.ts';
import { run, three, through, two } from '../operations/support/run.ts';
import type { Ended, Scene } from '../operations/support/run.ts';
import type { Box } from './support/box.ts';
import { leafOf, pairOf, TOKEN } from './support/material.ts';

/** What people met at Cloudflare, by name. `two` is in force for www.example.com, another one for the zone. */
const WWW = 'www.example.com';
const API = 'api.example.com';
const GIVEN = { certificate: three.pem, 'private-key': pkcs8(three.keys), 'grace-period': '0s' };
const AT_ZONE = { level: 'zone', ...GIVEN };
const AT_WWW = { level: 'hostname', hostnames: WWW, ...GIVEN };
const OFF = { operation: 'disable', level: 'hostname', hostnames: WWW, 'accept-unauthenticated': 'true' };

const adjust = (box: Box, change: Parameters<Box['model']['adjust']>[0]): void => box.model.adjust(change);
const liveIds = ({ box }: Ended, level: 'zone' | 'hostname'): readonly string[] =>
  [...box.zone.certificates.values()]
    .filter((one) => one.level === level && one.status.at(box.model.now()) === 'active')
    .map(({ id }) => id);
const rowOf = ({ box }: Ended, hostname: string) => {
  const record = box.zone.associations.get(hostname);
  const row = record?.row.at(box.model.now());
  return record?.status.at(box.model.now()) === 'deleted' ? undefined : row;
};

describe('an internationalised zone that the API names in Unicode is found', () => {
  const idn = ({ model }: Box): void => {
    const zone = model.addZone({ name: 'bücher.example', enabled: true });
    model.install(zone, 'zone', pairOf(two));
  };
  test.each([
    ['by its name in Unicode', 'bücher.example'],
    ['by its punycode', 'xn--bcher-kva.example'],
  ])('%s', async (_, zone) => {
    const ended = await run({ inputs: { ...AT_ZONE, zone }, prepare: idn });
    expect(ended.result).toBe('rotated');
    const status = await run({ inputs: { operation: 'status', zone }, prepare: idn });
    expect(status.result).toBe('ok');
  });
});

describe('an old row that reads `deleted` is history', () => {
  /** `www` was on `two` and is on another one; `api` is on `two`. */
  const withPast =
    (formerAssociation: 'deleted' | 'leaving', also: (box: Box, two: string) => void = () => undefined) =>
    (box: Box, ids: { readonly two: string }): void => {
      adjust(box, { variants: { formerAssociation }, timings: { release: 1000 } });
      const other = box.model.install(box.zone, 'hostname', pairOf(leafOf('other')));
      box.model.associate(box.zone, WWW, other, true);
      also(box, ids.two);
    };
  const apiOnTwo = (box: Box, id: string): void => box.model.associate(box.zone, API, id, true);

  test.each(['deleted', 'leaving'] as const)(
    '`replace` moves what is on the certificate only: %s',
    async (former) => {
      let id = '';
      const scene: Scene = {
        inputs: { level: 'hostname', ...GIVEN },
        prepare: (box, ids) => {
          id = ids.two;
          withPast(former, apiOnTwo)(box, ids);
        },
      };
      // The id of the certificate is known once the box is made: the same seed gives the same.
      await run({ ...scene, inputs: { operation: 'status' } });
      const ended = await run({ ...scene, inputs: { ...scene.inputs, replace: id } });
      expect(ended.result).toBe('rotated');
      const [third] = liveIds(ended, 'hostname').slice(-1);
      expect(rowOf(ended, API)?.certificateId).toBe(third);
      expect(rowOf(ended, WWW)?.certificateId).not.toBe(third);
      expect(ended.writes.filter((write) => write.includes(`"${WWW}"`))).toEqual([]);
    },
  );

  test('a predecessor whose old row reads so is deleted', async () => {
    const ended = await run({
      inputs: { ...AT_WWW, hostnames: API },
      prepare: withPast('deleted', apiOnTwo),
    });
    expect(ended.result).toBe('rotated');
    expect(ended.outputs['previous-certificate-ids']).toContain(ended.ids.two);
    expect(liveIds(ended, 'hostname')).not.toContain(ended.ids.two);
  });

  test('`delete` deletes it, and `disable` says the same of the hostname', async () => {
    const prepare = (box: Box, ids: { readonly two: string }): void => {
      adjust(box, { variants: { deletedAssociationsListed: true } });
      box.model.associate(box.zone, WWW, ids.two, null);
    };
    const { ids } = await run({ inputs: { operation: 'status' }, prepare });
    const gone = await run({ inputs: { operation: 'delete', 'certificate-id': ids.two }, prepare });
    expect(gone.result).toBe('deleted');
    const off = await run({ inputs: { ...OFF, mode: 'withdraw' }, prepare });
    expect(off.report['reason']).toBe('ALREADY_OFF');
  });
});

describe('a certificate that was rolled back and is given again', () => {
  const deletedBefore =
    (tombstoneUpload: '1406' | 'revives' | 'dies', level: 'zone' | 'hostname') =>
    (box: Box): void => {
      adjust(box, { variants: { tombstoneUpload }, timings: { deletion: 20_000, revival: 40_000 } });
      const id = box.model.install(box.zone, level, pairOf(three));
      const path = level === 'zone' ? '' : '/hostnames/certificates';
      const url = `https://api.cloudflare.com/client/v4/zones/${box.zone.id}/origin_tls_client_auth${path}/${id}`;
      const headers = { authorization: `Bearer ${TOKEN}` };
      expect(through(box, { method: 'DELETE', url, headers } as never).status).toBe(200);
    };
  test.each([
    ['is waited for where its id reads as on its way out', 'revives', 'zone', 1],
    ['is waited for at hostname level as well', 'revives', 'hostname', 1],
    ['is sent once more where it goes all the same', 'dies', 'zone', 2],
    ['is sent once more at hostname level as well', 'dies', 'hostname', 2],
    ['is sent again until its tombstone is gone', '1406', 'zone', undefined],
  ] as const)('%s: %s at %s level', async (_, tombstone, level, uploads) => {
    const ended = await run({
      inputs: level === 'zone' ? AT_ZONE : AT_WWW,
      prepare: deletedBefore(tombstone, level),
    });
    expect(ended.result).toBe('rotated');
    const posts = ended.writes.filter((write) => write.startsWith('POST'));
    expect(posts.length).toBe(uploads ?? posts.length);
    expect(ended.errors).not.toContain('somebody else');
  });
});

describe('a custom hostname, with the zone given by name', () => {
  const saas =
    (customHostnames: readonly string[]) =>
    ({ model }: Box): void => {
      const zone = model.addZone({ name: 'saas.example', customHostnames });
      model.install(zone, 'hostname', pairOf(two));
    };
  const inputs = { ...AT_WWW, zone: 'saas.example', hostnames: 'app.customer.example' };

  test('is rotated, with a warning', async () => {
    const ended = await run({ inputs, prepare: saas(['app.customer.example']) });
    expect(ended.result).toBe('rotated');
    expect(ended.warnings).toContain('custom hostnames of this zone');
  });

  test('that is none is for Cloudflare to refuse, and nothing is left behind', async () => {
    const ended = await run({ inputs, prepare: saas([]) });
    expect(ended.result).toBe('failed');
    expect(ended.errors).toContain('hostname does not belong to this zone');
    expect(ended.mutations.map(({ method }) => method)).toEqual(['POST', 'PUT', 'DELETE']);
  });
});

describe('a secret that is no API token is said to be none', () => {
  test.each([37, 40, 45])('a global key of %i digits, before any call', async (digits) => {
    const ended = await run({ inputs: { ...AT_ZONE, 'api-token': 'a1'.repeat(23).slice(0, digits) } });
    expect(ended.result).toBe('failed');
    expect(ended.errors).toContain('`api-token` is a global API key');
    expect(ended.requests).toEqual([]);
  });

  test('the name of a token, by what the API answers', async () => {
    const ended = await run({ inputs: { ...AT_ZONE, 'api-token': 'origin-pulls-of-the-shop' } });
    expect(ended.report['targets']).toMatchObject([{ failure: { code: 'API_UNAUTHORIZED' } }]);
    expect(ended.errors).toContain('`api-token` does not hold an API token');
    expect(ended.writes).toEqual([]);
  });
});

describe('an association to a certificate that is gone', () => {
  const lost =
    (vanishedCertificate: 'deleted' | 'unreadable') =>
    (box: Box, ids: { readonly two: string }): void => {
      adjust(box, { variants: { vanishedCertificate } });
      box.model.vanish(box.zone, ids.two, box.model.now() - 3_600_000);
    };
  describe.each(['deleted', 'unreadable'] as const)('as its id is %s', (vanished) => {
    test('counts as withdrawn for `disable`', async () => {
      const ended = await run({ inputs: { ...OFF, mode: 'withdraw' }, prepare: lost(vanished) });
      expect(ended.report['reason']).toBe('ALREADY_OFF');
      expect(ended.writes).toEqual([]);
    });

    test('is due for `status`, whether asked for or not', async () => {
      const ended = await run({ inputs: { operation: 'status' }, prepare: lost(vanished) });
      expect(ended.result).toBe('due');
      expect(ended.summary).toContain('Tied to a certificate that no longer exists');
      expect(ended.summary).not.toContain('`deleted`');
      const asked = await run({
        inputs: { operation: 'status', level: 'hostname', hostnames: WWW },
        prepare: lost(vanished),
      });
      expect(asked.result).toBe('due');
      expect(asked.summary).toContain('Tied to a certificate that no longer exists');
    });

    test('is rotated without a word of another issuer', async () => {
      const ended = await run({ inputs: AT_WWW, prepare: lost(vanished) });
      expect(ended.result).toBe('rotated');
      expect(ended.warnings).toContain('which no longer exists');
    });
  });
});

test('a status that reads pending for a moment in the last look stops nothing', async () => {
  let reads = 0;
  const ended = await run({
    inputs: AT_ZONE,
    instead: (request, box, ids) => {
      const id = /origin_tls_client_auth\/([0-9a-f-]{36})$/u.exec(request.url)?.[1];
      if (request.method !== 'GET' || id === undefined || id === ids.one) return undefined;
      const answer = through(box, request);
      if (!answer.body.includes('"active"')) return undefined;
      reads += 1;
      return reads === 2
        ? { ...answer, body: answer.body.replace('"active"', '"pending_deployment"') }
        : answer;
    },
  });
  expect(reads).toBeGreaterThan(2);
  expect(ended.result).toBe('rotated');
});

test.each(['first', 'second'] as const)(
  'a kind of key that the API refuses: the failure repeats the cure, whatever the code (%s)',
  async (unknownCodes) => {
    const leaf = leafOf('edwards', { keys: ed25519() });
    const ended = await run({
      inputs: { ...AT_ZONE, certificate: leaf.pem, 'private-key': pkcs8(leaf.keys) },
      prepare: (box) => adjust(box, { variants: { unknownCodes } }),
    });
    expect(ended.result).toBe('failed');
    expect(ended.errors).toMatch(/Issue .*P-256/u);
  },
);

test('a void that is seen only after more than two minutes is waited for', async () => {
  const ended = await run({
    inputs: { ...OFF, mode: 'withdraw' },
    prepare: (box) =>
      adjust(box, {
        variants: { voidShown: 'once-settled' },
        timings: { association: 150_000, voidLinger: 60_000 },
      }),
  });
  expect(ended.result).toBe('disabled');
  expect(rowOf(ended, WWW)?.enabled ?? undefined).toBeUndefined();
});
