import type { Association } from '../../cloudflare/associations.ts';
import type { ErrorText } from '../../errors.ts';
import type { DisableRequest } from '../../inputs/job.ts';
import { associationOf } from '../../rotation/observe/observation.ts';
import type { Warning } from '../../rotation/result.ts';
import { isInPlace } from '../../rotation/plan/succession.ts';
import { someOf } from '../../rotation/outcome/some-of.ts';
import { refuse } from '../../rotation/plan/checks.ts';
import type { Refusal } from '../../rotation/plan/checks.ts';
import { CHECKS } from './checks.ts';
import type { Afterwards, DisableLook } from './look.ts';

/** What is to be done; apply carries it out, a dry run prints it. */
export type DisablePlan =
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly text: ErrorText;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'idle'; readonly sentence: string; readonly warnings: readonly Warning[] }
  | (DisableSteps & { readonly sentence: string; readonly warnings: readonly Warning[] });

export type DisableSteps =
  | { readonly kind: 'zone' }
  | { readonly kind: 'hostnames'; readonly mode: 'withdraw' | 'off'; readonly moves: readonly LettingGo[] };

/** A hostname that is to lose its certificate, and what it had, to be restored. */
export interface LettingGo {
  readonly hostname: string;
  readonly certificateId: string;
  readonly former: Association;
}

/** Decides from what was seen. Pure. */
export function decide(request: DisableRequest, look: DisableLook): DisablePlan {
  const { what } = request;
  const steps = what.kind === 'zone' ? zoneSteps(look) : hostnameSteps(what, look);
  if (steps.kind === 'refuse') return { ...steps, kind: 'refused', warnings: [] };
  if (steps.kind === 'idle') return { ...steps, warnings: [] };
  const warnings: Warning[] = [];
  for (const check of CHECKS) {
    const said = check(request, look);
    if (said?.kind === 'refuse') return { ...said, kind: 'refused', warnings };
    if (said !== undefined) warnings.push({ reason: said.reason, sentence: said.sentence });
  }
  return { ...steps, warnings };
}

type Steps =
  | Refusal
  | { readonly kind: 'idle'; readonly sentence: string }
  | (DisableSteps & { readonly sentence: string });

function zoneSteps({ switchOn }: DisableLook): Steps {
  return switchOn
    ? {
        kind: 'zone',
        sentence:
          'Authenticated origin pulls are switched off for the zone; hostnames with a certificate of their own keep it.',
      }
    : { kind: 'idle', sentence: 'Authenticated origin pulls are already off for the zone.' };
}

function hostnameSteps(
  { hostnames, mode }: Extract<DisableRequest['what'], { kind: 'hostnames' }>,
  look: DisableLook,
): Steps {
  const known = hostnames.map((hostname) => ({
    hostname,
    former: associationOf(look.associations, hostname),
  }));
  const bare = known.filter(({ former }) => former === undefined).map(({ hostname }) => hostname);
  if (mode === 'off' && bare.length > 0) {
    return refuse(
      'HOSTNAME_WITHOUT_CERTIFICATE',
      `No certificate of their own: ${someOf(bare)}. Cloudflare switches a hostname off only together with a certificate it is tied to.`,
      'Leave these hostnames out, or give them a certificate by a rotation at hostname level first.',
    );
  }
  const moves = known.flatMap(({ hostname, former }): readonly LettingGo[] => {
    const certificateId = former?.certificateId;
    if (former === undefined || certificateId === undefined) return [];
    if (mode === 'off' && isInPlace(look.associations, hostname, certificateId, false)) return [];
    return [{ hostname, certificateId, former }];
  });
  const names = someOf(moves.map(({ hostname }) => hostname));
  if (moves.length === 0) {
    const state = mode === 'off' ? 'already switched off' : 'already without a certificate of their own';
    return { kind: 'idle', sentence: `All these hostnames are ${state}.` };
  }
  return {
    kind: 'hostnames',
    mode,
    moves,
    sentence:
      mode === 'off'
        ? `No client certificate is sent for ${names}, even if the zone level is on.`
        : `${names} ${moves.length === 1 ? 'has no certificate of its own' : 'have no certificate of their own'} any more; the zone level, which is ${look.switchOn ? 'on' : 'off'}, applies again${shown(look.afterwards)}.`,
  };
}

function shown(afterwards: Afterwards): string {
  switch (afterwards.kind) {
    case 'zone':
      return afterwards.id === undefined ? '' : `, with its certificate ${afterwards.id}`;
    case 'shared':
      return ", and Cloudflare's shared certificate is shown";
    case 'nothing':
      return ', and no client certificate is sent';
  }
}
