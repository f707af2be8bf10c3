import { spawnSync } from 'node:child_process';
import { ROOMS } from '../stryker.config.mjs';

/** `npm run mutate`: Stryker for one room after another, each with the tests of that room. */
const asked = process.argv.slice(2);
const rooms = asked.length > 0 ? asked : Object.keys(ROOMS);
const unknown = rooms.filter((room) => !(room in ROOMS));
if (unknown.length > 0)
  throw new Error(`No such room: ${unknown.join(', ')}. There are ${Object.keys(ROOMS).join(', ')}.`);

for (const room of rooms) {
  console.log(`\n== ${room}`);
  const env = { ...process.env, MUTATE_ROOM: room };
  const { status } = spawnSync('stryker', ['run'], { stdio: 'inherit', env });
  if (status !== 0) process.exitCode = 1;
}
