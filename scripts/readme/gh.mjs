#!/usr/bin/env node
/**
 * Stands in for GitHub's `gh` while the README is played: environments, secrets and variables go into the file that
 * `GH_STAND_IN` names, and a workflow that is started is noted there. Whatever else it is asked for, it refuses.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

const file = process.env['GH_STAND_IN'] ?? '';
const state = JSON.parse(readFileSync(file, 'utf8'));

/** @param {string | undefined} name */
function environment(name) {
  const found = state.environments[name ?? ''];
  if (found === undefined) throw new Error(`There is no environment ${name}: make it first.`);
  return found;
}

/** @param {readonly string[]} words */
async function store([kind = '', , ...words]) {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { env: { type: 'string' }, body: { type: 'string' } },
  });
  const value = values.body ?? (await text(process.stdin));
  if (positionals.length !== 1 || value === '') throw new Error('gh needs one name, and a value for it.');
  environment(values.env)[kind === 'secret' ? 'secrets' : 'vars'][positionals[0] ?? ''] = value;
}

/** @param {readonly string[]} words */
function makeEnvironment(words) {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { method: { type: 'string' }, field: { type: 'string', short: 'F', multiple: true } },
  });
  const [, name] = /^repos\/\{owner\}\/\{repo\}\/environments\/([\w-]+)$/u.exec(positionals[0] ?? '') ?? [];
  if (values.method !== 'PUT' || name === undefined) throw new Error('Only environments are made here.');
  if (!values.field?.includes('deployment_branch_policy[protected_branches]=true'))
    throw new Error('The environment is open to every branch.');
  state.environments[name] ??= { secrets: {}, vars: {} };
}

/** @param {readonly string[]} words */
function startWorkflow(words) {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { field: { type: 'string', short: 'f', multiple: true } },
  });
  const inputs = Object.fromEntries((values.field ?? []).map((pair) => pair.split('=')));
  state.started.push({ workflow: positionals[0], inputs });
}

const [one = '', two = '', ...others] = process.argv.slice(2);
if (['secret', 'variable'].includes(one) && two === 'set') await store([one, two, ...others]);
else if (one === 'api') makeEnvironment([two, ...others]);
else if (one === 'workflow' && two === 'run') startWorkflow(others);
else throw new Error(`This stand-in does not know: gh ${process.argv.slice(2).join(' ')}`);
writeFileSync(file, JSON.stringify(state));
