import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Values = Readonly<Record<string, string | number | boolean>>;

/** What stands behind the expressions of a workflow. */
export interface Contexts {
  readonly secrets?: Values;
  readonly vars?: Values;
  readonly inputs?: Values;
  readonly matrix?: Values;
  readonly github?: Values;
  /** Outputs of steps, as `id.outputs.name`. */
  readonly steps?: Values;
}

export interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Values;
  readonly env?: Values;
}

interface Job {
  readonly steps: readonly Step[];
}

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const OURS = 'OWNER/REPOSITORY';

/** The steps of an example that use this action (or another one of the repository), in order. */
export function ourSteps(example: string, action = OURS): readonly Step[] {
  const workflow: { readonly jobs: Readonly<Record<string, Job>> } = parse(file(`examples/${example}`));
  return Object.values(workflow.jobs).flatMap(({ steps }) =>
    steps.filter(({ uses }) => uses?.split('@')[0] === action),
  );
}

/**
 * Inputs and environment of a step as the runner hands them over: expressions resolved, and the defaults
 * of action.yml beneath.
 * @throws Error for an expression these examples do not use
 */
export function resolved(
  step: Step,
  contexts: Contexts,
): { readonly inputs: Readonly<Record<string, string>>; readonly env: Readonly<Record<string, string>> } {
  const action: { readonly inputs: Readonly<Record<string, { readonly default?: string }>> } = parse(
    file('action.yml'),
  );
  const known = Object.keys(action.inputs);
  const unknown = Object.keys(step.with ?? {}).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no input ${unknown.join(', ')}.`);
  const defaults = Object.entries(action.inputs).map(([name, input]) => [
    name,
    text(input.default ?? '', contexts),
  ]);
  const given = Object.entries(step.with ?? {}).map(([name, value]) => [name, text(value, contexts)]);
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, text(value, contexts)]);
  return { inputs: Object.fromEntries([...defaults, ...given]), env: Object.fromEntries(env) };
}

function text(value: string | number | boolean, contexts: Contexts): string {
  return String(value).replaceAll(/\$\{\{(.*?)\}\}/gu, (_, expression: string) =>
    expression
      .split('||')
      .map((part) => operand(part.trim(), contexts))
      .reduce((one, other) => (one === '' || one === 'false' ? other : one)),
  );
}

function operand(part: string, contexts: Contexts): string {
  if (part === 'true' || part === 'false') return part;
  const [, context = '', name = ''] =
    /^(secrets|vars|inputs|matrix|github|steps)\.([\w.-]+)$/u.exec(part) ?? [];
  if (!isContext(context)) throw new Error(`The expression ${part} is not known here.`);
  return String(contexts[context]?.[name] ?? '');
}

function isContext(name: string): name is keyof Contexts {
  return ['secrets', 'vars', 'inputs', 'matrix', 'github', 'steps'].includes(name);
}
