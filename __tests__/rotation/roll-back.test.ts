import { describe, expect, test } from '@jest/globals';
import { readLeaf } from '../../src/certificate/leaf.ts';
import type { Box } from '../main/support/box.ts';
import { leafOf, pairOf } from '../main/support/material.ts';
import { refusal, run } from '../operations/support/run.ts';
import type { Ended, Ids, Scene } from '../operations/support/run.ts';
import {
  host,
  knowsOnly,
  live,
  onTarget,
  page,
  probedHost,
  probedZone,
  REFUSED,
  row,
} from './support/scenes.ts';

describe('a roll-back per hostname', () => {
  const knowsTwo = (ids: () => Ids | undefined): Scene['site'] =>
    knowsOnly((box) => {
      const now = row(box, 'www.example.com');
      return now === undefined || now.certificateId === ids()?.two;
    });

  async function failing(more: Partial<Scene> = {}): Promise<Ended> {
    let ids: Ids | undefined;
    return await run({
      inputs: probedHost,
      ...more,
      prepare: (box, known) => {
        ids = known;
        more.prepare?.(box, known);
      },
      site: more.site ?? knowsTwo(() => ids) ?? (() => () => page(200)),
    });
  }

  test('points the hostname back, takes the upload back, and probes again', async () => {
    const ended = await failing();
    expect(ended.result).toBe('rolled-back');
    expect(row(ended.box, 'www.example.com')?.certificateId).toBe(ended.ids.two);
    expect(live(ended.box, 'hostname').toSorted()).toEqual([ended.ids.expired, ended.ids.two].toSorted());
    expect(ended.errors).toContain('is back on what it had before');
  });

  test('has each of its steps in the timeline', async () => {
    const { phases } = onTarget(await failing());
    const names = (phases as readonly { readonly name: string }[]).map(({ name }) => name);
    expect(names.slice(names.indexOf('roll-back'))).toEqual([
      'roll-back',
      'edges-follow',
      'withdraw',
      'probe',
    ]);
  });

  test('counts as a change where the upload cannot be removed', async () => {
    const ended = await failing({
      instead: ({ method }) => (method === 'DELETE' ? refusal(403, 10_000, 'no') : undefined),
    });
    expect(ended.outputs).toMatchObject({
      result: 'rolled-back',
      changed: 'true',
      'certificate-id': ended.ids.two,
    });
    const left = live(ended.box, 'hostname').find((id) => !Object.values(ended.ids).includes(id));
    expect(ended.warnings).toContain(`The certificate ${left}, uploaded by this run, was not removed.`);
    expect(ended.summary).toContain(`⚠ The certificate ${left}, uploaded by this run, was not removed.`);
  });

  test('expects of each hostname the certificate that it had before', async () => {
    const other = leafOf('another service');
    let known: readonly (string | undefined)[] = [];
    const ended = await failing({
      inputs: {
        ...probedHost,
        hostnames: 'www.example.com,api.example.com',
        'probe-urls': 'https://api.example.com/',
        'probe-echo-header': 'x-serial',
        'accept-issuer-change': 'true',
      },
      prepare: (box, { two: former }) => {
        const id = box.model.install(box.zone, 'hostname', pairOf(other));
        box.model.associate(box.zone, 'api.example.com', id, true);
        known = [former, id];
      },
      site: (box) => () => {
        const now = row(box, 'api.example.com')?.certificateId;
        if (!known.includes(now)) return page(400, REFUSED);
        const served = page(200);
        return {
          ...served,
          headers: { ...served.headers, 'x-serial': readLeaf(other.pem)?.serialNumber ?? '' },
        };
      },
    });
    expect(ended.result).toBe('rolled-back');
    expect(ended.errors).toContain('the origin named the expected certificate');
  });

  test('voids the association of a hostname that had none', async () => {
    const ended = await failing({
      inputs: { ...probedHost, hostnames: 'api.example.com', 'probe-urls': 'https://api.example.com/' },
      site: knowsOnly((box) => row(box, 'api.example.com') === undefined),
    });
    expect(ended.result).toBe('rolled-back');
    expect(row(ended.box, 'api.example.com')?.enabled ?? null).toBeNull();
  });

  test('keeps the new certificate where the former one has gone', async () => {
    const ended = await failing({
      instead: ({ method, url }, _, ids) =>
        method === 'GET' && url.endsWith(`/certificates/${ids.two}`)
          ? refusal(404, 1551, 'not found')
          : undefined,
    });
    expect(ended.result).toBe('failed');
    expect(ended.errors).toContain('no longer there');
    expect(row(ended.box, 'www.example.com')?.certificateId).not.toBe(ended.ids.two);
  });

  test('leaves a hostname alone that somebody else pointed elsewhere meanwhile', async () => {
    let answered = 0;
    const ended = await failing({
      site: (box) => () => {
        const now = row(box, 'www.example.com');
        const ids = [...box.zone.certificates.values()].filter(({ level }) => level === 'hostname');
        const [expired, two] = ids;
        if (now?.certificateId === two?.id) return page(200);
        answered += 1;
        if (answered === 1 && expired !== undefined)
          box.model.associate(box.zone, 'www.example.com', expired.id, true, box.model.now());
        return page(400, REFUSED);
      },
    });
    expect(ended.result).toBe('failed');
    expect(row(ended.box, 'www.example.com')?.certificateId).toBe(ended.ids.expired);
    expect(ended.errors).toContain('by somebody else');
  });

  test('says what is in force where the way back is refused', async () => {
    let puts = 0;
    const ended = await failing({
      instead: ({ method }) => {
        if (method !== 'PUT') return undefined;
        puts += 1;
        return puts > 1 ? refusal(403, 10_000, 'no') : undefined;
      },
    });
    expect(ended.result).toBe('failed');
    expect(ended.errors).toContain('10000');
    expect(row(ended.box, 'www.example.com')?.certificateId).not.toBe(ended.ids.two);
  });

  test('takes only the upload back where the hostnames are refused', async () => {
    const ended = await run({
      inputs: host,
      instead: ({ method }) => (method === 'PUT' ? refusal(400, 1400, 'bad') : undefined),
    });
    expect(ended.result).toBe('failed');
    expect(live(ended.box, 'hostname').toSorted()).toEqual([ended.ids.expired, ended.ids.two].toSorted());
  });
});

describe('a roll-back at zone level', () => {
  const fresh = (box: Box, ids: Ids): boolean =>
    [...box.zone.certificates.values()].some(
      (one) =>
        one.level === 'zone' &&
        one.id !== ids.one &&
        !['deleted', 'pending_deletion'].includes(one.status.at(box.model.now()) ?? ''),
    );

  test('deletes the new certificate while the former one lives', async () => {
    let ids: Ids | undefined;
    const ended = await run({
      inputs: probedZone,
      prepare: (_, known) => {
        ids = known;
      },
      site: knowsOnly((box) => ids === undefined || !fresh(box, ids)),
    });
    expect(ended.result).toBe('rolled-back');
    expect(live(ended.box, 'zone')).toEqual([ended.ids.one]);
  });

  test('switches off again what this run switched on', async () => {
    const off = (box: Box): boolean => box.zone.enabled.at(box.model.now()) !== true;
    const ended = await run({
      inputs: probedZone,
      prepare: (box) => box.model.setEnabled(box.zone, false),
      site: knowsOnly(off),
    });
    expect(ended.result).toBe('rolled-back');
    expect(off(ended.box)).toBe(true);
    expect(ended.errors).toContain('As before the run: origin pulls of the zone are off.');
  });

  test('leaves the zone on where somebody else has uploaded another one meanwhile', async () => {
    const off = (box: Box): boolean => box.zone.enabled.at(box.model.now()) !== true;
    let added = false;
    const ended = await run({
      inputs: probedZone,
      prepare: (box) => box.model.setEnabled(box.zone, false),
      site: (box) => () => {
        if (off(box)) return page(200);
        if (!added) box.model.install(box.zone, 'zone', pairOf(leafOf('stranger')), box.model.now());
        added = true;
        return page(400, REFUSED);
      },
    });
    expect(ended.result).toBe('failed');
    expect(off(ended.box)).toBe(false);
    expect(ended.errors).toContain('Somebody else has uploaded');
  });

  test('keeps the new certificate where the former one has expired', async () => {
    let ids: Ids | undefined;
    const ended = await run({
      inputs: probedZone,
      prepare: (_, known) => {
        ids = known;
      },
      site: knowsOnly((box) => ids === undefined || !fresh(box, ids)),
      instead: ({ method, url }, _, known) => {
        if (method !== 'GET' || !url.endsWith(`/origin_tls_client_auth/${known.one}`)) return undefined;
        return refusal(404, 1551, 'not found');
      },
    });
    expect(ended.result).toBe('failed');
    expect(live(ended.box, 'zone')).toHaveLength(2);
    expect(ended.errors).toContain('stays in force');
  });
});
