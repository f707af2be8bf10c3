import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { certificateRow, EPOCH, failure, success } from '../cloudflare/support/scripted-api.ts';
import { lookAgain } from './support/look-again.ts';
import { former, id, sceneOf, successor, type Removal } from './support/scene-of-removal.ts';

const old = former('old');
const inState = (status: string) =>
  success(certificateRow({ id: successor.id, status, uploaded_on: new Date(EPOCH - 1000).toISOString() }));

describe('the second look at zone level', () => {
  test.each<readonly [string, Removal, readonly string[]]>([
    ['one has no date that can be read', { remove: [{ ...old, uploadedOn: undefined }] }, [old.id]],
    [
      'one that is spared is as old',
      { remove: [old], spared: [former('young', { uploadedOn: successor.uploadedOn })] },
      [old.id, id('young')],
    ],
  ])('blames nobody where dates do not tell which one is used: %s', async (_, removal, others) => {
    const scene = sceneOf(removal);
    await expect(scene.script.time.until(lookAgain(scene))).rejects.toMatchObject({
      code: 'VERIFICATION_FAILED',
      happened: `Which of ${[...others, successor.id].join(', ')} Cloudflare uses could not be seen: their dates of upload are the same, or could not be read.`,
      remedy:
        'Let the origin name the certificate in a response header, give that as `probe-echo-header`, and run again. Or delete the others by id, once you know that they are not used.',
    });
  });

  test.each([
    ['gone', failure(404, 1551), true],
    ['on its way out', inState('pending_deletion'), true],
    ['deployed once more', inState('pending_deployment'), false],
  ])('notes what may be said of a successor that is no longer active: %s', async (_, byId, vanished) => {
    const scene = sceneOf({ remove: [old], byId });
    const { writeRecord } = scene.context;
    writeRecord.active = successor.id;
    await expect(scene.script.time.until(lookAgain(scene))).rejects.toThrow(ActionError);
    expect([writeRecord.active, writeRecord.vanished]).toEqual([undefined, vanished]);
  });
});
