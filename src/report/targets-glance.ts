import { isFailure, type TargetResult } from '../rotation/result.ts';
import { dayUntil } from './certificate-words.ts';
import { code } from './markdown.ts';
import { isUnclear } from './story.ts';
import { isVouchedByBundle, unwatched } from './target-section.ts';
import { counted } from './wording.ts';

/** Many targets at one glance, a line each: what expires first, where every check passed, and where there was none. */
export function targetsGlance(targets: readonly TargetResult[]): readonly string[] {
  return [firstToExpire(targets), checked(targets), watched(targets)];
}

function firstToExpire(targets: readonly TargetResult[]): string {
  const known = targets.filter(({ inForce }) => inForce?.notAfter !== undefined);
  const [first] = known.toSorted(
    (one, other) => (one.inForce?.notAfter ?? 0) - (other.inForce?.notAfter ?? 0),
  );
  return first?.inForce === undefined
    ? ''
    : `**In force:** ${counted(known.length, 'certificate')}${known.length === 1 ? '' : ', the first'} until ${dayUntil(first.inForce)}: ${code(first.name, 200)}`;
}

/** The last answer of each place decides. */
function checked(targets: readonly TargetResult[]): string {
  const passed = targets.filter((target) => !isFailure(target) && passedEverywhere(target)).length;
  const which =
    passed < targets.length
      ? `${passed} of ${counted(targets.length, 'target')}`
      : passed === 2
        ? 'both targets'
        : `all ${passed} targets`;
  return passed === 0 ? '' : `✅ **Evidence:** every check passed for ${which}`;
}

function passedEverywhere(target: TargetResult): boolean {
  if (isUnclear(target)) return false;
  if (isVouchedByBundle(target)) return true;
  const places = [...Map.groupBy(target.evidence, ({ via, to }) => `${via} ${to}`).values()];
  return places.length > 0 && places.every((answers) => answers.at(-1)?.verdict === 'pass');
}

function watched(targets: readonly TargetResult[]): string {
  const unseen = targets.filter((target) => unwatched(target) !== undefined).length;
  return unseen === 0
    ? ''
    : `⚠ **Evidence:** none for ${counted(unseen, 'target')}. Nothing checks whether visitors get through: add \`probe-urls\`, \`origin\` or \`client-ca\`.`;
}
