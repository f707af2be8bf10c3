import { isPlaceholder, rawInput, type Environment } from '../fields.ts';
import { namedSecrets, type Refused } from '../manifest/open.ts';
import { parseYaml, type MapNode } from '../manifest/parse.ts';
import { scopeLookup } from '../manifest/scope.ts';
import { checkShape, tellShape } from '../manifest/shape.ts';
import { collector, complain, inputField, type Lookup, type Report } from '../problem.ts';
import type { SecretInput } from '../secrets.ts';

/** The step's input `issue`, read and of the right shape. What its values say is read later. */
export type IssueBlock =
  | { readonly kind: 'none' }
  | { readonly kind: 'opened'; readonly map: MapNode; readonly secrets: readonly SecretInput[] }
  | Refused;

const LARGEST = 16_384;

/** The YAML library is loaded only where there is a block. */
export async function openIssueBlock(env: Environment): Promise<IssueBlock> {
  const text = rawInput(env, 'issue');
  if (text === '' || isPlaceholder(text)) return { kind: 'none' };
  const { problems, report } = collector();
  if (text.length > LARGEST) {
    const says = 'is larger than 16 KiB. It should be a few lines of YAML.';
    complain(inputField(report, 'issue'), 'ISSUE_SHAPE', says);
    return { kind: 'refused', problems, secrets: [] };
  }
  const root = parseYaml(text, 'issue', await import('yaml'), report);
  const secrets = namedSecrets(root, env);
  const isRead =
    root !== undefined &&
    problems.length === 0 &&
    checkShape(root, 'issue of the step', tellShape('issue', report));
  return !isRead || problems.length > 0
    ? { kind: 'refused', problems, secrets }
    : { kind: 'opened', map: root, secrets };
}

/** Answers for `issue.key`, `issue.vault.key` and the like. */
export function blockLookup(block: IssueBlock, env: Environment, report: Report): Lookup {
  if (block.kind !== 'opened') return () => undefined;
  const { map } = block;
  const entries = [{ key: 'issue', at: map.at, value: map }];
  const around = { input: 'issue', env, files: new Map(), report, missing: report } as const;
  const look = scopeLookup({ ...map, entries }, around);
  return (name) => (name.startsWith('issue.') ? look(name) : undefined);
}
