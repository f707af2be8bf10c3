import { isPlaceholder, rawInput, type Environment } from '../fields.ts';
import { ISSUE_KEYS, KEYS_AT, ONLY_OF_A_STEP } from '../manifest/keys.ts';
import { namedSecrets, type Refused } from '../manifest/open.ts';
import { parseManifest, type MapNode } from '../manifest/parse.ts';
import { scopeLookup, type Surroundings } from '../manifest/scope.ts';
import { asMap, shownKey } from '../manifest/shape.ts';
import { collector, complain, inputField, type InputProblem, type Lookup, type Report } from '../problem.ts';
import type { SecretInput } from '../secrets.ts';

/** The step's input `issue`, read and of the right shape. What its values say is read later. */
export type IssueBlock =
  | { readonly kind: 'none' }
  | { readonly kind: 'opened'; readonly map: MapNode; readonly secrets: readonly SecretInput[] }
  | Refused;

const STEP_KEYS: ReadonlySet<string> = new Set([...ISSUE_KEYS, ...ONLY_OF_A_STEP]);
const LARGEST = 16_384;
const FORMS =
  '`vault` and `step-ca` are blocks, `command` and `environment` may be lists, and everything else is text.';

/** The YAML library is loaded only where there is a block. */
export async function openIssueBlock(env: Environment): Promise<IssueBlock> {
  const text = rawInput(env, 'issue');
  if (text === '' || isPlaceholder(text)) return { kind: 'none' };
  const { problems, report } = collector();
  const refuse = (says: string): void => complain(inputField(report, 'issue'), 'ISSUE_SHAPE', says);
  if (text.length > LARGEST) {
    refuse('is larger than 16 KiB. It should be a few lines of YAML.');
    return { kind: 'refused', problems, secrets: [] };
  }
  const { root, problems: faults } = parseManifest(text, await import('yaml'));
  const secrets = namedSecrets(root, env);
  if (root === undefined || faults.length > 0)
    return { kind: 'refused', problems: faults.map(asOwn), secrets };
  const map = asMap(
    root,
    'issue',
    (fault, height, _, key) => {
      const known = height === 'issue' ? STEP_KEYS : KEYS_AT[height];
      const keys = [...known].map((one) => `\`${one}\``).join(', ');
      if (fault === 'unknown')
        refuse(`has ${shownKey(key)}, which is not known there. The keys are ${keys}.`);
      else if (fault === 'no-map' && height === 'issue')
        refuse(`has something other than keys and values. Its keys are ${keys}.`);
      else refuse(`has no value, or a value of the wrong form, in ${shownKey(key)}. ${FORMS}`);
    },
    STEP_KEYS,
  );
  return map === undefined || problems.length > 0
    ? { kind: 'refused', problems, secrets }
    : { kind: 'opened', map, secrets };
}

const called: Surroundings['called'] = (key) => ({ input: 'issue', label: `\`${key}\` in \`issue\`` });

/** Answers for `issue.key`, `issue.vault.key` and the like. */
export function blockLookup(block: IssueBlock, env: Environment, report: Report): Lookup {
  if (block.kind !== 'opened') return () => undefined;
  const { map } = block;
  const entries = [{ key: 'issue', at: map.at, value: map }];
  const look = scopeLookup({ ...map, entries }, { env, files: new Map(), report, missing: report, called });
  return (name) => (name.startsWith('issue.') ? look(name) : undefined);
}

/** Problems of the parser, whose words are those of a manifest. */
function asOwn({ sentence }: InputProblem): InputProblem {
  const own = sentence
    .replace('The manifest', '`issue`')
    .replace('which a manifest cannot have', 'which it cannot have');
  return { reason: 'ISSUE_NOT_READABLE', input: 'issue', sentence: own };
}
