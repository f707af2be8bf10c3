import { expect, test } from '@jest/globals';
import { failure } from '../../cloudflare/support/scripted-api.ts';
import { held, MINUTE, THEN } from '../support/observed.ts';
import { id } from '../support/scene-of-removal.ts';
import { old, rolledBack, SEEN, state, STUCK } from '../support/scene-of-roll-back.ts';

const newer = held(id('newer'), { uploadedOn: THEN + MINUTE });
const unknown = {
  kind: 'restored',
  sentence: `Whether Cloudflare uses ${newer.id} or ${old.id} now is not known.`,
};

test.each([
  ['half deleted', state('deletion_timed_out', { id: newer.id })],
  ['not to be read', failure(400, 9999)],
])(
  'a zone that went back does not call its predecessor the newest beside a newer one that is %s',
  async (_, read) => {
    const both = [old, newer];
    const { ended } = await rolledBack({
      news: STUCK,
      seen: { ...SEEN, certificates: both },
      former: ({ url }) => (url.endsWith(newer.id) ? read : state('active')),
    });
    expect(ended).toEqual(unknown);
  },
);

test('a zone that went back calls its predecessor the newest beside a newer one that is on its way out', async () => {
  const { ended } = await rolledBack({
    seen: { ...SEEN, certificates: [old, newer] },
    former: ({ url }) =>
      state(url.endsWith(newer.id) ? 'pending_deletion' : 'active', { id: url.split('/').at(-1) }),
  });
  expect(ended).toMatchObject({ sentence: `${old.id} is the newest certificate of the zone again.` });
});

test('a zone that went back does not call its predecessor the newest beside one that may have been deployed later', async () => {
  const presented = { kind: 'certificate', certificate: old, perhaps: [newer] } as const;
  const { ended } = await rolledBack({ seen: { certificates: [old], presented } });
  expect(ended).toEqual(unknown);
});
