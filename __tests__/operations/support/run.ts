import { expect } from '@jest/globals';
import { requestTo } from '../../../sandbox/model/index.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../../src/outside.ts';
import { NOW } from '../../certificate/support/certificates.ts';
import { createBox, EDGE } from '../../main/support/box.ts';
import type { Box, Site } from '../../main/support/box.ts';
import type { StageParts } from '../../main/support/fake-stage.ts';
import { leafOf, pairOf, TOKEN } from '../../main/support/material.ts';
import { flawsOf, leaksOf, play } from '../../main/support/play.ts';
import type { Played } from '../../main/support/play.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';

const DAY = 86_400_000;
export const one = leafOf('one');
export const two = leafOf('two');
export const three = leafOf('three');
export const expired = leafOf('expired', { from: NOW - 90 * DAY, to: NOW - DAY });

export type Ids = Readonly<Record<'one' | 'two' | 'expired', string>>;

export interface Scene {
  readonly inputs: StageParts['inputs'];
  /** What else was there before. */
  readonly prepare?: (box: Box, ids: Ids) => void;
  readonly site?: (box: Box) => Site;
  /** Answers instead of the API; undefined lets the call through. */
  readonly instead?: (request: HttpRequest, box: Box, ids: Ids) => HttpAnswer | undefined;
  readonly parts?: Partial<StageParts>;
}

export interface Ended extends Played {
  readonly ids: Ids;
  readonly box: Box;
  readonly result: string | undefined;
  readonly report: Readonly<Record<string, unknown>>;
  /** `PUT path body`, zone and ids left as they are. */
  readonly writes: readonly string[];
  readonly errors: string;
  readonly warnings: string;
}

/**
 * Plays an operation on a zone with `one` in force at zone level, `two` on www.example.com, and an expired
 * hostname certificate nobody uses. What holds for every run is held against it.
 */
export async function run({ inputs, prepare, site, instead, parts }: Scene): Promise<Ended> {
  const time = new VirtualTime(NOW);
  let answer: Site = () => ({
    status: 200,
    headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' },
    body: 'hello',
  });
  const box = createBox(time, TOKEN, { site: (request) => answer(request) });
  const ids = {
    expired: box.model.install(box.zone, 'hostname', pairOf(expired), NOW - 20 * DAY),
    one: box.model.install(box.zone, 'zone', pairOf(one)),
    two: box.model.install(box.zone, 'hostname', pairOf(two)),
  };
  box.model.setEnabled(box.zone, true);
  box.model.associate(box.zone, 'www.example.com', ids.two, true);
  prepare?.(box, ids);
  if (site !== undefined) answer = site(box);
  const http: Http = async (request) => {
    const other = request.url.includes('/client/v4/') ? instead?.(request, box, ids) : undefined;
    return other ?? (await box.http(request));
  };
  const played = await play({
    inputs: { 'api-token': TOKEN, zone: 'example.com', ...inputs },
    time,
    http,
    ...parts,
  });
  expect(flawsOf(played)).toEqual([]);
  expect(leaksOf(played, { texts: [TOKEN], keys: [one.keys.privateKey] })).toEqual([]);
  return {
    ...played,
    ids,
    box,
    result: played.outputs['result'],
    report: JSON.parse(played.outputs['report'] ?? '{}'),
    writes: played.mutations.map(({ method, url, body }) =>
      `${method} ${url.split(box.zone.id)[1] ?? ''} ${body ?? ''}`.trim(),
    ),
    errors: played.annotated('error').join('\n'),
    warnings: played.annotated('warning').join('\n'),
  };
}

/** An answer of the API that refuses. */
export function refusal(status: number, code: number, message: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null }),
  };
}

/** Lets the request through to the model now, without time passing. */
export function through(box: Box, { method, url, headers, body }: HttpRequest): HttpAnswer {
  const { status, headers: told, body: text } = box.model.handle(requestTo(method, url, headers, body));
  return { status, headers: told, body: text };
}

/** A site behind an origin that demands a certificate, once the zone's switch or the hostname's is off. */
export function demanding(isOff: (box: Box) => boolean): (box: Box) => Site {
  return (box) => () =>
    isOff(box)
      ? {
          status: 400,
          headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' },
          body: '<html><title>400 No required SSL certificate was sent</title></html>',
        }
      : { status: 200, headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' }, body: 'hello' };
}
