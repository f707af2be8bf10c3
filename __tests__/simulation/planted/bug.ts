import type { ShownGuard } from '../traces/judge-trace.ts';

export const HUNT_NAMES = [
  'a year unattended',
  'worlds that issue',
  'worlds',
  'worlds with passing errors',
  'whole runs',
  'two runs at once',
  'other line breaks',
  'the same serial number',
  'a list that lags',
  'an older copy',
  'a stranger',
  'a predecessor taken into use',
  'slow associations',
  'a hostname that strays',
  'a neighbour on its way',
  'a neighbour that has just moved',
  'neighbours that nobody lists',
  'a neighbour on what is taken back',
  'a canary that strays while it is probed',
  'two zone-level runs that both delete',
  'two that delete, and a reason to upload nothing again',
  'what was issued is deleted meanwhile',
  'an upload that is born again',
  'two uploads at about the same time',
  'a clock a day ahead',
  'an origin that refuses',
  'a passing error at a write',
  'looks that are refused',
  'a way back that is refused',
  'an older one that lives',
  'a killed run that left what is refused',
  'a run killed amid the cut-over to what is refused',
  'an origin that begins to refuse while others are waited for',
  'an edge that answers itself',
  'a site that fails after a deletion',
  'a change that never succeeds',
  'a cancel at any call',
  'a cancel while a change hangs',
  'a cancel amid bad news',
  'a server that redirects',
  'zones with several targets',
  'a slow target before others',
  'a target that goes back beside others',
  'a long grace beside a short one',
  'an unused successor of another target',
  'a certificate that two targets share',
  'a certificate that a target before keeps',
  'a zone level beside hostnames',
] as const;

/** Of each kind so many are played with the action as it is, where no property may complain. */
export const CLEAN_WORLDS = 8;

/** A kind of worlds. */
export type HuntName = (typeof HUNT_NAMES)[number];

export interface Patch {
  /** File under `src`. */
  readonly file: string;
  /** Source text that occurs once in that file, and what stands there instead. */
  readonly find: string;
  readonly replace: string;
}

/** A mistake somebody could make in the action, and the property that has to notice it. */
export interface PlantedBug {
  /** The mistake in one sentence, as it would be told in a review. */
  readonly name: string;
  /** Several where one guard stands behind another: taking away one of them alone harms nobody. */
  readonly patches: readonly [Patch, ...Patch[]];
  /** What the violation of the property says. */
  readonly caughtBy: RegExp;
  /** The guard of the models that refuses the trace of such a run; none where they have no such rule. */
  readonly guard?: ShownGuard;
  /** World from which on it is hunted. Any world that shows it will do; this one only saves time. */
  readonly from: number;
  /** The kind of worlds that show it. */
  readonly where: HuntName;
}

/** What a hunt came to, as the child process prints it. */
export interface Catch {
  /** The planted bug, or a kind of worlds played with the action as it is. */
  readonly name: string;
  /** How many files were loaded with the bug in them: all that it patches, or the hunt proves nothing. */
  readonly planted: number;
  readonly worlds: number;
  readonly seed: number | undefined;
  readonly problem: string | undefined;
  /** The guards that refused a trace. */
  readonly guards: readonly string[] | undefined;
}
