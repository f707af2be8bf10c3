import type { Run } from './run-once.ts';
import type { SentCall, SimulatedWorld } from './simulated-world.ts';
import { isDisturbed, sameRow, stateAt, writesOf } from './truth.ts';
import type { State } from './truth.ts';

/** 9: `changed` is true where a write of the run took effect and was not undone; perhaps where it cannot know. */
export function judgeChanged(world: SimulatedWorld, run: Run): readonly string[] {
  const { process, result, startedAt, endedAt, dryRun } = run;
  if (result === undefined || endedAt === undefined) return [];
  const { name } = process;
  const changed = result.outputs.get('changed');
  if (changed !== 'true' && changed !== 'false') return [`${name} put out changed: ${changed}`];
  if (changed === 'true') {
    if (dryRun) return [`${name} was a dry run and said that something was changed`];
    const wrote = writesOf(world, name, endedAt).length > 0 || inDoubt(world, run);
    return wrote ? [] : [`${name} said that something was changed, and wrote nothing`];
  }
  const own = writesOf(world, name, endedAt);
  if (own.length === 0 || isDisturbed(world, name, startedAt, endedAt)) return [];
  const difference = differs(
    stateAt(world, startedAt),
    stateAt(world, endedAt),
    own.map(({ event }) => event),
  );
  return difference === undefined ? [] : [`${name} said that nothing was changed, and ${difference}`];
}

/** A change was sent and not clearly refused: nobody can know what became of it. */
function inDoubt({ calls, scenario }: SimulatedWorld, { process }: Run): boolean {
  const { name, cancelledAt } = process;
  const unread =
    cancelledAt !== undefined ||
    calls.some(({ by, method, fault }) => by === name && method === 'GET' && fault !== undefined);
  // A delete that found it gone may have been the second of two, and counts as one that took effect.
  const isOpen = ({ by, method, fault, answered }: SentCall): boolean =>
    by === name &&
    ((method !== 'GET' && fault !== undefined) ||
      (method === 'DELETE' && answered !== undefined && !answered.startsWith('200')) ||
      // Refused as a whole, and perhaps made in part: only a read can tell.
      (method === 'PUT' && unread && answered?.startsWith('400') === true));
  return (
    calls.some(isOpen) ||
    wasNeverRead(
      calls.filter(({ by }) => by === name),
      scenario.hostnames,
    )
  );
}

/** Code 10000 strikes good tokens as well: what became of a change that met it, only a read can tell. */
function wasNeverRead(own: readonly SentCall[], hostnames: readonly string[]): boolean {
  const change = own.findLastIndex(
    ({ method, answered }) => method !== 'GET' && answered?.includes('"code":10000') === true,
  );
  const isRead = ({ fault, answered }: SentCall): boolean =>
    fault === undefined && answered?.startsWith('200 {"success":true') === true;
  const read = own.slice(change).flatMap((call) => (isRead(call) ? [call.path] : []));
  // Where each hostname is asked for by itself, one alone says nothing of the others.
  const [one, others] = [
    read.filter((path) => ONE_HOSTNAME.test(path)),
    read.some((path) => !ONE_HOSTNAME.test(path)),
  ];
  const whole = others || hostnames.every((hostname) => one.some((path) => path.endsWith(`/${hostname}`)));
  return change >= 0 && !whole;
}

const ONE_HOSTNAME = /\/hostnames\/[^/?]+\.[^/?]+$/u;

function differs(began: State, ended: State, own: readonly { readonly kind: string }[]): string | undefined {
  const moved = [...new Set([...began.rows.keys(), ...ended.rows.keys()])].filter(
    (hostname) => !sameRow(began.rows.get(hostname), ended.rows.get(hostname)),
  );
  if (moved.length > 0) return `${moved.join(', ')} is elsewhere now`;
  if (began.switchOn !== ended.switchOn) return `the switch is ${ended.switchOn ? 'on' : 'off'} now`;
  // Half-deleted ones may go by themselves.
  const brought = [...ended.live].filter((id) => !began.live.has(id));
  if (brought.length > 0) return `${brought.join(', ')} is there now`;
  const gone = [...began.live].filter((id) => !ended.live.has(id));
  const deletes = own.some(({ kind }) => kind === 'certificate-deleted');
  return gone.length > 0 && deletes ? `${gone.join(', ')} is gone` : undefined;
}
