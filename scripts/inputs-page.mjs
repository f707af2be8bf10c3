/**
 * `npm run inputs-page`: writes docs/inputs.md and the two tables of the README from action.yml, the one place where
 * inputs and outputs are described. The README has the ones of every day, with the first sentence of each.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const PAGE = new URL('../docs/inputs.md', import.meta.url);
const README = new URL('../README.md', import.meta.url);
const ACTION = new URL('../action.yml', import.meta.url);

const EVERYDAY = new Set([
  'api-token',
  'zone',
  'level',
  'hostnames',
  'authority-certificate',
  'authority-key',
  'certificate',
  'private-key',
  'probe-urls',
  'dry-run',
]);
const EVERYDAY_OUTPUTS = new Set(['result', 'changed', 'certificate-id', 'report']);

/** @param {readonly (readonly string[])[]} rows the head first */
function table(rows) {
  const [head = [], ...body] = rows.map((cells) => cells.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {{ readonly required?: boolean, readonly default?: string }} input */
function defaultOf(input) {
  if (input.required === true) return 'required';
  return input.default === undefined ? '–' : `\`${input.default}\``;
}

/**
 * @param {string} text a description, whose last sentence tells the default
 * @returns {string} without that sentence, which has a column of its own; pages of ours as links
 */
function withoutDefault(text) {
  return text
    .trim()
    .replace(/ (?:No default|Default: (?:\S+|\$\{\{.*\}\}))\.$/u, '')
    .replaceAll(/(?<!\()docs\/([\w-]+)\.md/gu, '[$1]($1.md)')
    .replaceAll('`manifest.schema.json`', '[`manifest.schema.json`](../manifest.schema.json)');
}

/** @param {string} text */
const firstSentence = (text) => text.trim().split(/(?<=\.) (?=[A-Z`])/u)[0] ?? '';

/** @param {(text: string) => string} words */
function tables(words) {
  const { inputs, outputs } = parse(readFileSync(ACTION, 'utf8'));
  /** @type {[string, { description: string, required?: boolean, default?: string }][]} */
  const entries = Object.entries(inputs);
  /** @type {[string, { description: string }][]} */
  const results = Object.entries(outputs);
  return {
    inputs: entries.map(([name, one]) => [`\`${name}\``, defaultOf(one), words(one.description)]),
    outputs: results.map(([name, one]) => [`\`${name}\``, words(one.description)]),
  };
}

const INPUT_HEAD = ['Input', 'Default', 'What it is'];
const OUTPUT_HEAD = ['Output', 'What it is'];

/** @returns {Promise<string>} docs/inputs.md as it has to be */
export async function inputsPage() {
  const { inputs, outputs } = tables(withoutDefault);
  return format(
    `# Inputs and outputs

Everything the action takes and returns, as [\`action.yml\`](../action.yml) declares it. A duration is a whole number with \`s\`, \`m\`, \`h\` or \`d\`; lists are separated by commas or lines.

## Inputs

${table([INPUT_HEAD, ...inputs])}

## Outputs

${table([OUTPUT_HEAD, ...outputs])}
`,
    { ...(await resolveConfig(fileURLToPath(README))), parser: 'markdown' },
  );
}

/**
 * @param {readonly (readonly string[])[]} rows
 * @param {ReadonlySet<string>} wanted
 */
const only = (rows, wanted) => rows.filter(([name = '']) => wanted.has(name.replaceAll('`', '')));
/** @param {string} head the first cell of a table */
const tableOf = (head) => new RegExp(`^\\| ${head} .*\\n(?:\\|.*\\n)+`, 'mu');

/**
 * @param {string} text of the README
 * @returns {Promise<string>} with its tables as they have to be
 */
export async function withTables(text) {
  const { inputs, outputs } = tables(firstSentence);
  return format(
    text
      .replace(tableOf('Input'), () => `${table([INPUT_HEAD, ...only(inputs, EVERYDAY)])}\n`)
      .replace(tableOf('Output'), () => `${table([OUTPUT_HEAD, ...only(outputs, EVERYDAY_OUTPUTS)])}\n`),
    { ...(await resolveConfig(fileURLToPath(README))), parser: 'markdown' },
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(PAGE, await inputsPage());
  writeFileSync(README, await withTables(readFileSync(README, 'utf8')));
}
