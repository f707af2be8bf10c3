import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import type { Box } from '../main/support/box.ts';
import { leafOf, pairOf } from '../main/support/material.ts';
import { run, three } from '../operations/support/run.ts';
import type { Ended, Scene } from '../operations/support/run.ts';
import { onTarget, page, probedHost, REFUSED, row } from './support/scenes.ts';

const DAY = 86_400_000;
const inputs = { ...probedHost, hostnames: 'www.example.com,api.example.com' };

/** An earlier run had moved www and was killed; the origin refuses whatever is not `former`. */
async function carriedOn(prepare: NonNullable<Scene['prepare']>): Promise<Ended & { readonly box: Box }> {
  let refused: string | undefined;
  return await run({
    inputs,
    prepare: (box, ids) => {
      const id = box.model.install(box.zone, 'hostname', pairOf(three), NOW - DAY);
      refused = id;
      box.model.associate(box.zone, 'www.example.com', id, true, NOW - DAY);
      prepare(box, ids);
    },
    site: (box) => () =>
      row(box, 'www.example.com')?.certificateId === refused ? page(400, REFUSED) : page(200),
  });
}

const failureOf = (ended: Ended): { readonly inForce: string; readonly remedy: string } =>
  onTarget(ended)['failure'] as { readonly inForce: string; readonly remedy: string };

describe('a run that carries on behind a canary whose former certificate it cannot know', () => {
  test('names what the other hostnames are on, with the call that points back', async () => {
    const ended = await carriedOn((box, ids) =>
      box.model.associate(box.zone, 'api.example.com', ids.two, true),
    );
    const { inForce, remedy } = failureOf(ended);
    expect(ended.result).toBe('failed');
    expect(inForce).toContain('there is no older one of its lineage to go back to. Nothing was changed: ');
    expect(inForce).toContain(`it may have been ${ended.ids.two}.`);
    expect(inForce).not.toContain('taken back');
    expect(remedy).toContain(
      `PUT /zones/${ended.box.zone.id}/origin_tls_client_auth/hostnames of Cloudflare's API with {"config":[{"hostname":"www.example.com","cert_id":"${ended.ids.two}","enabled":true}]}`,
    );
    expect(String(onTarget(ended)['sentence'])).not.toContain('taken back');
  });

  test('goes back to an unused one of the same lineage that is valid, and to no other', async () => {
    let unused = '';
    const ended = await carriedOn((box, ids) => {
      box.zone.certificates.delete(ids.two);
      const stranger = leafOf('stranger', { subject: { CN: 'another service' } });
      box.model.install(box.zone, 'hostname', pairOf(stranger), NOW - 3 * DAY);
      const former = leafOf('former', { from: NOW - 30 * DAY });
      unused = box.model.install(box.zone, 'hostname', pairOf(former), NOW - 3 * DAY);
    });
    expect(ended.result).toBe('rolled-back');
    expect(row(ended.box, 'www.example.com')).toMatchObject({ certificateId: unused, enabled: true });
    expect(failureOf(ended).inForce).toContain(
      `Pointed back to ${unused}: www.example.com. As before: api.example.com.`,
    );
    expect(failureOf(ended).inForce).not.toContain('may have been');
  });

  test('says so where none is left', async () => {
    const ended = await carriedOn((box, ids) => void box.zone.certificates.delete(ids.two));
    expect(failureOf(ended).inForce).toContain('no other certificate left');
    expect(failureOf(ended).remedy).not.toContain('PUT');
  });
});
