import { spawnSync } from 'node:child_process';
import { ROOMS } from './mutation/rooms.mjs';

/**
 * `npm run mutate -- [ROOM…] [src/…/FILE.ts…] [--static] [--concurrency N]`: Stryker for one room after another,
 * each with its tests; with files, only those of a room. All rooms where none is named.
 */
const asked = process.argv.slice(2);
const files = asked.filter((word) => word.startsWith('src/'));
const own = new Set([...files, '--static', ...Object.keys(ROOMS)]);
const passedOn = asked.filter((word) => !own.has(word));
const rooms = asked.filter((word) => word in ROOMS);
if (passedOn.length > 0 && !passedOn[0].startsWith('-'))
  throw new Error(`No such room: ${passedOn[0]}. There are ${Object.keys(ROOMS).join(', ')}.`);
if (files.length > 0 && rooms.length !== 1)
  throw new Error('With files, name the one room whose tests judge them.');

for (const room of rooms.length > 0 ? rooms : Object.keys(ROOMS)) {
  console.log(`\n== ${room}`);
  const env = {
    ...process.env,
    MUTATE_ROOM: room,
    MUTATE_FILES: files.join(','),
    MUTATE_STATIC: asked.includes('--static') ? 'yes' : 'no',
  };
  const { status } = spawnSync('stryker', ['run', ...passedOn], { stdio: 'inherit', env });
  if (status !== 0) process.exitCode = 1;
}
