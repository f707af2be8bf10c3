import { isPlaceholder, rawInput } from '../fields.ts';
import type { Environment } from '../fields.ts';
import { isBlock, ISSUE_KEYS, KEYS_AT } from '../manifest/keys.ts';
import { namedSecrets } from '../manifest/open.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { ManifestNode, MapEntry, MapNode } from '../manifest/parse.ts';
import { entryWithin, textOf, variableText } from '../manifest/scope.ts';
import { collector, complain, inputField } from '../problem.ts';
import type { Field, InputProblem, Lookup, Report } from '../problem.ts';
import type { SecretInput } from '../secrets.ts';

/** The step's input `issue`, read and of the right shape. What its values say is read later. */
export type IssueBlock =
  | { readonly kind: 'none' }
  | { readonly kind: 'opened'; readonly map: MapNode; readonly secrets: readonly SecretInput[] }
  | {
      readonly kind: 'refused';
      readonly problems: readonly InputProblem[];
      readonly secrets: readonly SecretInput[];
    };

const NONE: IssueBlock = { kind: 'none' };
/** Only the step's own input: otherwise whoever can change a manifest would choose what this runner starts. */
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
    complain(report, field, 'ISSUE_SHAPE', 'is larger than 16 KiB', 'It should be a few lines of YAML.');
    return { kind: 'refused', problems, secrets: [] };
  }
  const parsed = parseManifest(text, await import('yaml'));
  const secrets = parsed.root === undefined ? [] : namedSecrets(parsed.root, env);
  if (parsed.kind === 'refused') return { kind: 'refused', problems: parsed.problems.map(asOwn), secrets };
  if (parsed.root.kind !== 'map') {
    complain(
      report,
      field,
      'ISSUE_SHAPE',
      'has something other than keys and values',
      `Its keys are ${KEYS}.`,
    );
    return { kind: 'refused', problems, secrets };
  }
  checkEntries(parsed.root, STEP_KEYS, field, report);
  return problems.length > 0
    ? { kind: 'refused', problems, secrets }
    : { kind: 'opened', map: parsed.root, secrets };
}

function checkEntries(map: MapNode, known: ReadonlySet<string>, field: Field, report: Report): void {
  const keys = [...known].map((key) => `\`${key}\``).join(', ');
  for (const { key, value } of map.entries) {
    const shown = /^[a-z-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
    if (!known.has(key))
      complain(
        report,
        field,
        'ISSUE_SHAPE',
        `has ${shown}, which is not known there`,
        `The keys are ${keys}.`,
      );
    else if (isBlock(key) && value.kind === 'map') checkEntries(value, KEYS_AT[key], field, report);
    else if (isBlock(key) || !fits(key, value))
      complain(
        report,
        field,
        'ISSUE_SHAPE',
        `has no value, or a value of the wrong form, in ${shown}`,
        '`vault` and `step-ca` are blocks, `command` and `environment` may be lists, and everything else is text.',
      );
  }
}

function fits(key: string, value: ManifestNode): boolean {
  if (value.kind === 'list') return LISTS.has(key) && value.items.every((item) => item.kind === 'text');
  return value.kind === 'text' && value.value !== '';
}

/**
 * Answers for `issue.key`, `issue.vault.key` and the like; `token-env` answers for `token`. Items of a list
 * become lines.
 */
export function blockLookup(block: IssueBlock, env: Environment, report: Report): Lookup {
  return (name) => {
    const [outer, ...path] = name.split('.');
    if (block.kind !== 'opened' || outer !== 'issue' || path.length === 0) return undefined;
    const entry = entryWithin(block.map, path);
    if (entry !== undefined) return asField(entry);
    const variable = entryWithin(block.map, [...path.slice(0, -1), `${path.at(-1) ?? ''}-env`]);
    if (variable === undefined) return undefined;
    const named = asField(variable);
    const value = variableText(named, env, report);
    return value === undefined ? undefined : { ...named, from: named.value, value };
  };
}

function asField({ key, value }: MapEntry): Field {
  return { input: 'issue', label: `\`${key}\` in \`issue\``, value: textOf(value) };
}

/** Problems of the parser, whose words are those of a manifest. */
function asOwn({ sentence }: InputProblem): InputProblem {
  const own = sentence
    .replace('The manifest', '`issue`')
    .replace('which a manifest cannot have', 'which it cannot have');
  return { reason: 'ISSUE_NOT_READABLE', input: 'issue', sentence: own };
}
