/**
 * `npm run inputs-page`: writes the tables of docs/inputs.md from action.yml, the one place where inputs and outputs
 * are described.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { parse } from 'yaml';

const PAGE = new URL('../docs/inputs.md', import.meta.url);
const ACTION = new URL('../action.yml', import.meta.url);

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
    .replace(/ (?:No default|Default: \S+)\.$/u, '')
    .replaceAll(/(?<!\()docs\/([\w-]+)\.md/gu, '[$1]($1.md)')
    .replaceAll('`manifest.schema.json`', '[`manifest.schema.json`](../manifest.schema.json)');
}

/** @returns {Promise<string>} the page as it has to be */
export async function inputsPage() {
  const action = parse(readFileSync(ACTION, 'utf8'));
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    `\`${name}\``,
    defaultOf(input),
    withoutDefault(input.description),
  ]);
  const outputs = Object.entries(action.outputs).map(([name, output]) => [
    `\`${name}\``,
    withoutDefault(output.description),
  ]);
  return format(
    `# Inputs and outputs

Everything the action takes and gives, as [\`action.yml\`](../action.yml) declares it. Durations are a whole number with \`s\`, \`m\`, \`h\` or \`d\`; lists are separated by commas or lines.

## Inputs

${table([['Input', 'Default', 'What it is'], ...inputs])}

## Outputs

${table([['Output', 'What it is'], ...outputs])}
`,
    { parser: 'markdown' },
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE, await inputsPage());
