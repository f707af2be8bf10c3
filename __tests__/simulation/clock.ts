import type { SimulatedWorld } from './simulated-world.ts';

/** The clock of a runner: its wall may be a day off and jump by an hour; what counts durations is steady. */
export function runnerClock(world: SimulatedWorld): { wall(): number; monotonic(): number } {
  const { scenario, time, random, met } = world;
  const began = time.now;
  const jumpsAt = scenario.jump === 0 ? Number.POSITIVE_INFINITY : began + random.between(1000, 240_000);
  return {
    wall: () => {
      if (scenario.skew !== 0) met.count('clock a day off');
      if (time.now < jumpsAt) return time.now + scenario.skew;
      met.count('clock jumps by an hour');
      return time.now + scenario.skew + scenario.jump;
    },
    monotonic: () => time.now - began,
  };
}
