import type { Observation } from '../observe/observation.ts';
import type { Target } from '../target.ts';
import { planHostnames } from './plan-hostnames.ts';
import { planZone } from './plan-zone.ts';
import type { Plan } from './plan.ts';

/** Decides for one target. Pure: `now` is the server's clock in epoch milliseconds. */
export function plan(target: Target, observation: Observation, now: number): Plan {
  switch (observation.level) {
    case 'zone':
      return planZone(target, observation, now);
    case 'hostname':
      return planHostnames(target, observation, now);
  }
}
