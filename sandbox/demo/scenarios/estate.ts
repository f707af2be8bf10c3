import type { Pair } from '../../authority/index.ts';
import type { Zone } from '../../model/index.ts';
import { enforce } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { say } from '../words.ts';

const SIZE = 20;
const names = Array.from({ length: SIZE }, (_, index) => `zone-${String(index + 1).padStart(2, '0')}.test`);
const www = (name: string): string => `www.${name}`;
const api = (name: string): string => `api.${name}`;

/** A zone of the estate: `www` shows the zone's certificate, `api` one of its own. */
interface Holding {
  readonly zone: Zone;
  readonly next: Readonly<Record<'zone' | 'api', Pair>>;
}

async function settleIn({ box }: Stage, name: string): Promise<Holding> {
  const issue = (subject: string): Promise<Pair> => box.clientAuthority.issue({ subject });
  const yesterday = (subject: string): Promise<Pair> =>
    box.clientAuthority.issue({ subject, notBefore: Date.now() - 86_400_000 });
  const [zonePair, apiPair, nextZone, nextApi] = await Promise.all([
    yesterday(`CN=${name}, O=Example`),
    yesterday(`CN=${api(name)}, O=Example`),
    issue(`CN=${name}, O=Example`),
    issue(`CN=${api(name)}, O=Example`),
  ]);
  const zone = box.model.addZone({ name });
  box.model.install(zone, 'zone', zonePair);
  box.model.setEnabled(zone, true);
  box.model.associate(zone, api(name), box.model.install(zone, 'hostname', apiPair), true);
  return { zone, next: { zone: nextZone, api: nextApi } };
}

const variable = (name: string, level: 'zone' | 'api'): string =>
  `${name}_${level}`.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '_');

const manifestOf = (holdings: readonly Holding[]): string =>
  `zones:\n${holdings
    .map(
      ({ zone: { name } }) => `  - zone: ${name}
    targets:
      - level: zone
        certificate-env: ${variable(name, 'zone')}
        probe-urls: [https://${www(name)}/]
      - level: hostname
        hostnames: [${api(name)}]
        certificate-env: ${variable(name, 'api')}
        probe-urls: [https://${api(name)}/]
`,
    )
    .join('')}`;

async function play(stage: Stage): Promise<void> {
  const { box, expect, run } = stage;
  const holdings = await Promise.all(names.map((name) => settleIn(stage, name)));
  say(`${String(SIZE)} zones, each with its own certificate and another one for its api hostname.`);
  await enforce(stage);
  const pairs = holdings.flatMap(({ zone: { name }, next }) => [
    [variable(name, 'zone'), next.zone] as const,
    [variable(name, 'api'), next.api] as const,
  ]);
  const further = {
    env: Object.fromEntries(
      pairs.map(([name, { certificate, privateKey }]) => [name, certificate + privateKey]),
    ),
    workspace: { 'estate.yml': manifestOf(holdings) },
    secrets: pairs.map(([, { privateKey }]) => privateKey),
  };
  const inputs = { zone: '', manifest: 'estate.yml', 'probe-echo-header': 'x-client-serial', timeout: '2m' };
  const rotated = await run('The whole estate, under traffic', inputs, undefined, further);
  expect('the estate reports "rotated"', rotated.outputs['result'] === 'rotated');
  const again = await run('The same run again', inputs, undefined, further);
  expect('the second run reports "unchanged"', again.outputs['result'] === 'unchanged');

  await box.traffic.round();
  const { served } = box.traffic.report();
  const renewed = holdings.filter(
    ({ zone: { name }, next }) =>
      served.get(www(name))?.has(next.zone.fingerprint) === true &&
      served.get(api(name))?.has(next.api.fingerprint) === true,
  );
  expect('every hostname of every zone is served with its new certificate', renewed.length === SIZE);
  const alone = holdings.filter(({ zone }) => liveIn(stage, zone) === 2);
  expect('no previous certificate is left in any zone', alone.length === SIZE);
}

function liveIn({ box }: Stage, zone: Zone): number {
  const now = box.model.now();
  return [...zone.certificates.values()].filter(({ status }) => status.at(now) === 'active').length;
}

export const estate: Scenario = {
  title: `${String(SIZE)} zones at both levels, renewed by one run while visitors come and go`,
  hosts: names.flatMap((name) => [www(name), api(name)]),
  trafficMs: 2000,
  play,
  mayFail: () => false,
  proved: 'No visitor of any zone noticed.',
};
