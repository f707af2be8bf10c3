import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isRefusal, type Finding } from '../../src/certificate/finding.ts';
import { preflight } from '../../src/certificate/preflight.ts';
import type { Preflight, Successor } from '../../src/certificate/preflight.ts';
import { judgeTrust } from '../../src/certificate/trust.ts';
import { askOpenSsl } from '../../src/world/openssl.ts';
import { pkcs8 } from '../certificate/support/keys.ts';
import { NAMES } from '../corpus/row.ts';
import { build } from './support/chains.ts';
import type { Chain } from './support/chains.ts';
import { chains } from './support/recipes.ts';
import type { Recipe } from './support/recipes.ts';
import { opensslVersion, startNginxFor, verifyAll } from './support/judges.ts';
import type { CommandVerdict } from './support/judges.ts';

const COUNT = 320;
/** Judged without a bundle as well. */
const ALONE = 64;
const SHOWN_TO_NGINX = 24;
const version = opensslVersion();
const seed = Number(process.env['TRUST_SEED'] ?? Date.now() % 1_000_000);

interface Judged extends Pick<Successor, 'vouchedByCa'> {
  readonly kind: Preflight['kind'];
  readonly findings: readonly Finding[];
}

/** One chain, as the action and the command `openssl verify` judge it. */
interface Case {
  readonly recipe: Recipe;
  readonly chain: Chain;
  readonly ours: Judged;
  readonly vouches: boolean;
  readonly theirs: CommandVerdict;
}

/** Where the action says no and OpenSSL yes, and why that is right. The other way round nothing is accepted. */
const ACCEPTED: Readonly<Record<string, string>> = {
  CLIENT_CA_PATH_TOO_LONG:
    'nginx and Apache refuse two intermediates by default, and `openssl verify` knows no such limit',
  CA_CERTIFICATE: 'Cloudflare only accepts leaf certificates',
  KEY_USAGE_WITHOUT_DIGITAL_SIGNATURE: 'keyAgreement alone is enough for OpenSSL, not for stricter stacks',
};

const world = {
  askOpenSsl,
  clock: { wall: (): number => Date.now() },
  sleep: (): Promise<void> => Promise.resolve(),
  stop: new AbortController().signal,
};

/** Offline first, then by OpenSSL, as a run does it. */
async function judge({ leaf, bundle }: Chain, withBundle = true): Promise<Judged> {
  const pasted = { certificate: leaf.pem, privateKey: pkcs8(leaf.keys), passphrase: undefined, names: NAMES };
  const clientCa = withBundle ? bundle : undefined;
  const policy = { minimumValidity: 0, expiryWarning: 0, clientCa, originGiven: true };
  const offline = preflight(pasted, policy, Date.now());
  if (offline.kind === 'refused') return { ...offline, vouchedByCa: false };
  const { vouchedByCa, findings } = await judgeTrust(offline.trustCase, world);
  const all = [...offline.findings, ...findings];
  return { kind: all.some(isRefusal) ? 'refused' : 'passed', vouchedByCa, findings: all };
}

const blocks = ({ severity }: Finding): boolean => severity !== 'warn';
const passes = (result: Judged): boolean => result.kind === 'passed' && !result.findings.some(blocks);
const reasons = ({ findings }: Judged): readonly string[] => findings.map(({ reason }) => reason);
/** All that is needed to play it again. */
const told = ({ recipe, ours, theirs }: Case): unknown => ({
  seed,
  recipe: JSON.stringify(recipe),
  ours: ours.findings.map(({ reason, sentence }) => `${reason}: ${sentence}`),
  theirs: theirs.words,
});

let folder: string;
let cases: readonly Case[] = [];

const isAccepted = ({ ours }: Case): boolean =>
  reasons(ours).some((reason) => Object.hasOwn(ACCEPTED, reason));

// A silent skip would look like a pass.
process.stderr.write(version === undefined ? 'openssl is not installed\n' : `${version}, seed ${seed}\n`);

(version === undefined ? describe.skip : describe)('chains as people make them', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trust-'));
    const recipes = fc.sample(chains, { numRuns: COUNT, seed });
    const built = recipes.map((recipe) => ({ recipe, chain: build(recipe, Date.now()) }));
    await Promise.all(
      built.flatMap(({ chain }, index) => [
        writeFile(join(folder, `${index}.pem`), chain.leaf.pem),
        writeFile(join(folder, `${index}.bundle`), chain.bundle),
      ]),
    );
    const verdicts = verifyAll(folder, COUNT);
    const judged: Judged[] = [];
    for (const { chain } of built) judged.push(await judge(chain));
    const theirs = await verdicts;
    cases = built.flatMap(({ recipe, chain }, index) => {
      const [ours, their] = [judged[index], theirs[index]];
      if (ours === undefined || their === undefined) return [];
      const vouches = passes(ours) && ours.vouchedByCa;
      return [{ recipe, chain, ours, vouches, theirs: their }];
    });
  }, 240_000);

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  test('are judged by the command `openssl verify` as well', () => {
    process.stderr.write('OPENSSL TEST RAN\n');
    expect(cases).toHaveLength(COUNT);
    const yes = cases.filter(({ theirs }) => theirs.yes).length;
    expect(yes).toBeGreaterThan(COUNT / 8);
    expect(COUNT - yes).toBeGreaterThan(COUNT / 8);
  });

  test('are never vouched for where OpenSSL says no', () => {
    expect(cases.filter(({ vouches, theirs }) => vouches && !theirs.yes).map(told)).toEqual([]);
  });

  test('are vouched for where OpenSSL says yes, but for a closed list of reasons', () => {
    const stricter = cases.filter((one) => !one.vouches && one.theirs.yes);
    expect(stricter.filter((one) => !isAccepted(one)).map(told)).toEqual([]);
  });

  test('have the path that OpenSSL finds', () => {
    const said = { 0: [], 1: ['CLIENT_CA_ONE_INTERMEDIATE'] } as const;
    for (const one of cases.filter(({ vouches }) => vouches)) {
      const { intermediates } = one.theirs;
      expect([told(one), reasons(one.ours).filter((reason) => reason.startsWith('CLIENT_CA_'))]).toEqual([
        told(one),
        said[intermediates === 1 ? 1 : 0],
      ]);
      expect(intermediates).toBeLessThan(2);
    }
  });

  test('are refused in a sentence with cause and cure, whatever the reason', () => {
    const refused = cases.flatMap(({ ours }) =>
      ours.findings.filter(({ reason }) => /^(?:CLIENT_CA_REFUSES|OPENSSL_REFUSES)/u.test(reason)),
    );
    const bare = refused.filter(({ sentence }) => !/ \([^)]+\): .+\. .+\.$/u.test(sentence));
    expect(bare.map(({ sentence }) => sentence)).toEqual([]);
  });

  test('are judged alike without a bundle, the leaf being its own anchor', async () => {
    const verdicts = await verifyAll(folder, ALONE, true);
    const judged: Case[] = [];
    for (const one of cases.slice(0, ALONE)) {
      const theirs = verdicts[judged.length];
      if (theirs !== undefined) judged.push({ ...one, ours: await judge(one.chain, false), theirs });
    }
    expect(judged).toHaveLength(ALONE);
    expect(judged.filter(({ ours, theirs }) => passes(ours) && !theirs.yes).map(told)).toEqual([]);
    // OpenSSL looks at no signature of an anchor.
    const stricter = judged.filter(
      (one) =>
        !passes(one.ours) &&
        one.theirs.yes &&
        !isAccepted(one) &&
        !reasons(one.ours).includes('SIGNATURE_WEAK'),
    );
    expect(stricter.map(told)).toEqual([]);
  });

  test('are judged alike by a real nginx', async () => {
    const half = SHOWN_TO_NGINX / 2;
    const disagreed = cases.filter(({ vouches, theirs }) => vouches !== theirs.yes).slice(0, half);
    const shown = [
      ...cases.filter(({ vouches }) => vouches).slice(0, half),
      ...cases.filter(({ vouches, theirs }) => !vouches && !theirs.yes).slice(0, half),
      ...disagreed,
    ];
    const seen = await startNginxFor(
      shown.map(({ chain }) => chain),
      folder,
    );
    process.stderr.write(
      seen === undefined ? 'nginx is not installed\n' : `NGINX TRUST TEST RAN (${shown.length} chains)\n`,
    );
    if (seen === undefined) return;
    const wrong = shown.filter(({ vouches }, index) => vouches !== (seen.answers[index] === 200));
    // Where nginx says yes and the action no, it is for a reason of the list.
    const unexplained = wrong.filter((one) => one.vouches || !isAccepted(one));
    expect(unexplained.map((one) => [seen.answers[shown.indexOf(one)], told(one)])).toEqual([]);
    // Nor does nginx admit two intermediates.
    const long = shown.filter(({ ours }) => reasons(ours).includes('CLIENT_CA_PATH_TOO_LONG'));
    expect(long.filter((one) => seen.answers[shown.indexOf(one)] === 200).map(told)).toEqual([]);
    expect(shown.length).toBeGreaterThanOrEqual(20);
  }, 120_000);
});
