import { describe, expect, test } from '@jest/globals';
import { resolver, targetsByZone } from '../../src/fleet/in-parallel.ts';
import type { Target } from '../../src/rotation/target.ts';
import { failure, scripted, success } from '../cloudflare/support/scripted-api.ts';
import { wanting } from '../operations/support/target.ts';

const ID = '0123456789abcdef0123456789abcdef';
const OTHER = 'f'.repeat(32);

/** Groups as lists of zone and name, and which names were asked for. */
async function grouped(targets: readonly Target[], known: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const zones = await targetsByZone(
    targets,
    (name) => {
      asked.push(name);
      const id = known[name];
      return id === undefined
        ? Promise.reject(new Error('unknown'))
        : Promise.resolve({ asked: name, id, name });
    },
    4,
  );
  return { asked, zones: zones.map((group) => group.map(({ zone }) => zone)) };
}

describe('targets by zone', () => {
  test('stay in the order in which their zones appear', async () => {
    const targets = ['a.test', 'b.test', 'a.test', 'c.test'].map((zone) => wanting(zone));
    expect(await grouped(targets)).toEqual({
      asked: [],
      zones: [['a.test', 'a.test'], ['b.test'], ['c.test']],
    });
  });

  test('are not asked for where all are named by ids', async () => {
    expect(await grouped([wanting(ID), wanting(OTHER)])).toEqual({ asked: [], zones: [[ID], [OTHER]] });
  });

  test('are asked for once each where some are named by ids, and meet', async () => {
    const hostname = (zone: string, name: string): Target =>
      wanting(zone, { level: 'hostname', hostnames: [name] });
    const targets = [
      wanting('a.test'),
      hostname('b.test', 'x.b.test'),
      hostname(ID, 'x.a.test'),
      wanting('b.test'),
    ];
    expect(await grouped(targets, { 'a.test': ID, 'b.test': OTHER })).toEqual({
      asked: ['a.test', 'b.test'],
      zones: [
        ['a.test', ID],
        ['b.test', 'b.test'],
      ],
    });
  });

  test('stay by themselves where they cannot be resolved', async () => {
    expect((await grouped([wanting('nowhere.test'), wanting(ID)])).zones).toEqual([['nowhere.test'], [ID]]);
  });

  test.each([ID.toUpperCase(), `${ID}0`, `x${ID}`, ID.slice(1)])('%s is no id', async (name) => {
    expect((await grouped([wanting(name), wanting(OTHER)])).asked).toEqual([name]);
  });

  test('may be one thing twice under one name: that is not this check’s to say', async () => {
    const { zones } = await grouped([wanting('a.test'), wanting('a.test'), wanting(OTHER)], { 'a.test': ID });
    expect(zones).toEqual([['a.test', 'a.test'], [OTHER]]);
  });
});

const certificate = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const host = (...hostnames: readonly string[]): Partial<Target> => ({ level: 'hostname', hostnames });
const replacing: Partial<Target> = { level: 'hostname', replace: certificate };

describe('two names of one zone', () => {
  test.each<readonly [Partial<Target>, Partial<Target>, string | undefined]>([
    [{}, {}, 'the zone level'],
    [host('a.a.test', 'b.a.test'), host('c.a.test', 'b.a.test'), 'the hostname b.a.test'],
    [replacing, replacing, `the certificate ${certificate}`],
    [{}, host('a.a.test'), undefined],
    [host('a.a.test'), host('b.a.test'), undefined],
    [replacing, host('a.a.test'), undefined],
  ])('%j and %j want the same: %s', async (one, other, claim) => {
    const targets = [wanting('a.test', one), wanting(ID, other)];
    const ended = await grouped(targets, { 'a.test': ID }).catch((error: unknown) => error);
    expect(ended).toMatchObject(
      claim === undefined
        ? { zones: [['a.test', ID]] }
        : {
            code: 'INPUT_INVALID',
            happened: `\`manifest\` has ${claim} twice: a.test and ${ID} are one zone.`,
            inForce: 'Nothing was changed.',
            remedy: 'Name the zone once, and each of its targets once.',
          },
    );
  });
});

test('a zone is asked for once, whoever needs it, also where that was refused', async () => {
  const script = scripted([success([{ id: ID, name: 'a.test' }]), failure(403, 9109)]);
  const resolve = resolver(script.api);
  const both = Promise.all([resolve('a.test'), resolve('a.test')]);
  expect((await script.time.until(both)).map(({ id }) => id)).toEqual([ID, ID]);
  for (let times = 0; times < 2; times += 1)
    await expect(script.time.until(resolve('b.test'))).rejects.toMatchObject({ code: 'API_UNAUTHORIZED' });
  expect(script.seen).toHaveLength(2);
});
