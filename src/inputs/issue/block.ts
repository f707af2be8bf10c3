import { collector } from '../collect.ts';
import type { Environment } from '../environment.ts';
import { ISSUE_KEYS } from '../manifest/keys.ts';
import { parseManifest } from '../manifest/parse.ts';
import { entryOf, textOf } from '../manifest/scope.ts';
import type { MapNode } from '../manifest/tree.ts';
import { complain, inputField } from '../problem.ts';
import type { InputProblem, Lookup } from '../problem.ts';
import { isPlaceholder, rawInput } from '../raw.ts';

/** The step's input `issue`, read and of the right shape. What its values say is read later. */
export type IssueBlock =
  | { readonly kind: 'none' }
  | { readonly kind: 'opened'; readonly map: MapNode }
  | { readonly kind: 'refused'; readonly problems: readonly InputProblem[] };

const NONE: IssueBlock = { kind: 'none' };
/** Only the step's own input: whoever may change a manifest would choose what this runner starts. */
const STEP_KEYS: ReadonlySet<string> = new Set([...ISSUE_KEYS, 'command', 'environment']);
const LISTS: ReadonlySet<string> = new Set(['command', 'environment']);
const KEYS = [...STEP_KEYS].map((key) => `\`${key}\``).join(', ');
const LARGEST = 16_384;

/** The YAML library is loaded only where there is a block. */
export async function openIssueBlock(env: Environment): Promise<IssueBlock> {
  const text = rawInput(env, 'issue');
  if (text === '' || isPlaceholder(text)) return NONE;
  const { problems, report } = collector();
  const field = inputField('issue', text);
  if (text.length > LARGEST) {
    complain(report, field, 'ISSUE_SHAPE', 'is larger than 16 KiB', 'It is a block of a few lines of YAML.');
    return { kind: 'refused', problems };
  }
  const parsed = parseManifest(text, await import('yaml'));
  if (parsed.kind === 'refused') return { kind: 'refused', problems: parsed.problems.map(asOwn) };
  if (parsed.root.kind !== 'map') {
    complain(
      report,
      field,
      'ISSUE_SHAPE',
      'has something else than keys and values',
      `Its keys are ${KEYS}.`,
    );
    return { kind: 'refused', problems };
  }
  for (const { key, value } of parsed.root.entries) {
    const shown = /^[a-z-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
    const fits =
      value.kind === 'list'
        ? LISTS.has(key) && value.items.every((item) => item.kind === 'text')
        : value.kind === 'text' && value.value !== '';
    if (!STEP_KEYS.has(key))
      complain(report, field, 'ISSUE_SHAPE', `has ${shown}, which is not known`, `Its keys are ${KEYS}.`);
    else if (!fits)
      complain(
        report,
        field,
        'ISSUE_SHAPE',
        `has no value, or one of the wrong form, in ${shown}`,
        'Only `command` and `environment` may be lists.',
      );
  }
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'opened', map: parsed.root };
}

/** Answers for `issue.key` and the like. Items of a list become lines. */
export function blockLookup(block: IssueBlock): Lookup {
  return (name) => {
    const [outer, key] = name.split('.');
    const entry = block.kind === 'opened' && outer === 'issue' && key ? entryOf(block.map, key) : undefined;
    return entry && { input: 'issue', label: `\`${key}\` in \`issue\``, value: textOf(entry.value) };
  };
}

/** Problems of the parser, whose words are those of a manifest. */
function asOwn({ sentence }: InputProblem): InputProblem {
  const own = sentence
    .replace('The manifest', '`issue`')
    .replace('which a manifest cannot have', 'which it cannot have');
  return { reason: 'ISSUE_NOT_READABLE', input: 'issue', sentence: own };
}
