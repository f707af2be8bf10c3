import type { HttpAnswer } from '../../../src/outside.ts';
import { EDGE } from '../../main/support/box.ts';
import type { Box, Site } from '../../main/support/box.ts';
import { rotationInputs } from '../../main/support/material.ts';
import { run, three } from '../../operations/support/run.ts';
import type { Ended, Ids } from '../../operations/support/run.ts';

export const zone = rotationInputs(three);
export const host = { ...zone, level: 'hostname', hostnames: 'www.example.com' };
export const probedHost = { ...host, 'probe-urls': 'https://www.example.com/' };
export const probedZone = { ...zone, 'probe-urls': 'https://api.example.com/' };

export function onTarget({ report }: Ended): Readonly<Record<string, unknown>> {
  const { targets } = report as { readonly targets?: readonly Readonly<Record<string, unknown>>[] };
  return targets?.[0] ?? {};
}

export const row = ({ zone: { associations }, model }: Box, hostname: string) =>
  associations.get(hostname)?.row.at(model.now());
export const live = ({ zone: { certificates }, model }: Box, level: 'zone' | 'hostname'): readonly string[] =>
  [...certificates.values()]
    .filter((one) => one.level === level)
    .filter((one) => !['deleted', 'pending_deletion'].includes(one.status.at(model.now()) ?? ''))
    .map(({ id }) => id);

export const page = (status: number, body = 'hello'): HttpAnswer => ({
  status,
  headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' },
  body,
});
export const REFUSED = '<html><title>400 The SSL certificate error</title></html>';
/** An origin that refuses whatever is not what was there before. */
export const knowsOnly =
  (isKnown: (box: Box) => boolean) =>
  (box: Box): Site =>
  () =>
    isKnown(box) ? page(200) : page(400, REFUSED);

export async function knownIds(): Promise<Ids> {
  return (await run({ inputs: { operation: 'status' } })).ids;
}
