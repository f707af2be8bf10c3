import type { Environment } from './environment.ts';
import type { Job } from './job.ts';
import type { ManifestRead } from './manifest/open.ts';
import type { InputProblem } from './problem.ts';
import type { RunSettings } from './settings.ts';

export type InputsRead =
  | {
      readonly kind: 'valid';
      readonly settings: RunSettings;
      readonly job: Job;
      readonly warnings: readonly InputProblem[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly InputProblem[] };

/**
 * Reads and checks all inputs. Pure: the order in main is `secretInputs`, mask, `openManifest`, mask
 * its `secrets`, `readInputs`, and then `toTargets` for a rotation.
 */
export function readInputs(_env: Environment, _manifest: ManifestRead = { kind: 'none' }): InputsRead {
  return { kind: 'refused', problems: [] };
}
