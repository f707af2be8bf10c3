import type { Cast } from './cast.ts';
import { judgeAccepted } from './judge-accepted.ts';
import { judgeCancel } from './judge-cancel.ts';
import { judgeChanged } from './judge-changed.ts';
import { judgeGuards } from './judge-guards.ts';
import { judgeOutputs } from './judge-outputs.ts';
import { judgeRestored } from './judge-way-back.ts';
import { judgeWords } from './judge-words.ts';
import type { Run } from './run-once.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { isDisturbed } from './truth.ts';

/** 5, 7, 9, 10: what a run says is so, it never says the key, and it keeps still when it must. */
export function judgeRun(world: SimulatedWorld, cast: Cast, run: Run): readonly string[] {
  const { process, result, startedAt, endedAt } = run;
  const alone = !isDisturbed(world, process.name, startedAt, endedAt ?? world.time.now);
  const outputs = [...(result?.outputs.values() ?? [])].join('\n');
  const text = `${outputs}\n${process.said.join('\n')}`;
  return [
    ...(world.shows(text, 'any') ? [`${process.name} printed a piece of the key`] : []),
    ...(/undefined|NaN|\[object/u.test(text) ? [`${process.name} said undefined`] : []),
    ...run.problems.map((problem) => `${process.name}: ${problem}`),
    ...judgeCancel(world, run, alone),
    ...judgeRestored(world, run, alone),
    ...judgeGuards(world, cast, run, alone),
    ...stillness(world, run),
    ...truthful(world, run),
    ...judgeChanged(world, run),
    ...judgeOutputs(world, run),
    ...judgeWords(world, run),
    ...judgeAccepted(world, run),
  ];
}

/** 9: outcome and words. */
function truthful(world: SimulatedWorld, { process, result, notInForce, dryRun }: Run): readonly string[] {
  if (result === undefined) return [];
  const { outcome } = result;
  const found: string[] = [];
  if (result.reason === 'INTERNAL') found.push(`${process.name} met a situation it was not written for`);
  const bad = outcome === 'failed' || outcome === 'rolled-back';
  if (bad && (result.inForce ?? '') === '')
    found.push(`${process.name} ${outcome} without saying what is in force`);
  if (bad && (result.remedy ?? '') === '') found.push(`${process.name} ${outcome} without saying what to do`);
  const claims = outcome === 'rotated' || outcome === 'unchanged';
  // A status that goes back and forth may be on its way back just now; a second actor may have come after.
  const settled = world.scenario.variants.deployment !== 'flap' && !world.meddledWith;
  if (claims && !dryRun && settled && notInForce !== undefined)
    found.push(`${process.name} said ${outcome}, but ${notInForce}`);
  return found;
}

/** 5: a dry run and a run with nothing to do send no write. */
function stillness(world: SimulatedWorld, { process, result, dryRun }: Run): readonly string[] {
  const sent = world.calls.filter(({ by, method }) => by === process.name && method !== 'GET').length;
  if (dryRun && sent > 0) return [`${process.name} was a dry run and sent ${sent} writes`];
  const wrote = world.writes.some(({ by }) => by === process.name);
  const still = result?.outcome === 'unchanged' || result?.outcome === 'planned';
  return still && wrote ? [`${process.name} wrote, and said ${result.outcome}`] : [];
}
