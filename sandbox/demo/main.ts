/**
 * `npm run demo -- --scenario NAME`: the bundled action against the sandbox, under traffic.
 * `--signer vault` or `--signer step-ca` has a server sign in the scenario `unattended`.
 * `--action FILE` plays another bundle than dist/index.js; `--nginx` takes a real nginx for the origin.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { badOrigin } from './scenarios/bad-origin.ts';
import { cancel } from './scenarios/cancel.ts';
import { crash } from './scenarios/crash.ts';
import { estate } from './scenarios/estate.ts';
import { rotate } from './scenarios/rotate.ts';
import { unattended } from './scenarios/unattended.ts';
import type { Scenario } from './scenario.ts';
import { SIGNERS } from '../serve/options.ts';
import { withStage } from './stage.ts';
import { printTraffic, say, step } from './words.ts';

const others: Readonly<Record<string, Scenario>> = {
  rotate,
  'bad-origin': badOrigin,
  crash,
  cancel,
  estate,
};

async function main(): Promise<number> {
  const bundle = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'rotate' },
      action: { type: 'string', default: bundle },
      nginx: { type: 'boolean', default: false },
      signer: { type: 'string' },
    },
  });
  const signer = SIGNERS.find((name) => name === values.signer);
  if (values.signer !== undefined && (signer === undefined || values.scenario !== 'unattended')) {
    process.stderr.write(
      `--signer is only for the scenario unattended, and takes one of ${SIGNERS.join(', ')}.\n`,
    );
    return 2;
  }
  const scenarios: typeof others = { ...others, unattended: unattended(signer) };
  const scenario = Object.hasOwn(scenarios, values.scenario) ? scenarios[values.scenario] : undefined;
  if (scenario === undefined) {
    process.stderr.write(`There is no such scenario. Choose one of: ${Object.keys(scenarios).join(', ')}.\n`);
    return 2;
  }
  if (!existsSync(values.action)) {
    process.stderr.write(`${values.action} is missing: run \`npm run build\` first.\n`);
    return 2;
  }
  step(scenario.title);
  say("│ is the action's log, ○ what visitors see: certificates by the beginning of their fingerprint.");
  const stage = await withStage(values.action, scenario, values.nginx);
  const report = stage.box.traffic.report();
  printTraffic(report, scenario.hosts?.slice(0, 4));
  const unforeseen = report.failures.filter((failure) => !scenario.mayFail(failure.host));
  if (report.made === 0) say('No handshakes were made, so this proves nothing.');
  const well = unforeseen.length === 0 && stage.broken() === 0 && report.made > 0;
  say(well ? scenario.proved : 'Something went wrong: see above.');
  return well ? 0 : 1;
}

process.exitCode = await main();
