import { asActionError } from './errors.ts';
import type { Host } from './host.ts';
import { openIssueBlock } from './inputs/issue/block.ts';
import { openManifest } from './inputs/manifest/open.ts';
import { secretsSentOutward } from './inputs/job-hosts.ts';
import { refusal } from './inputs/problem.ts';
import { readInputs } from './inputs/read.ts';
import type { PublishSettings } from './inputs/run-settings.ts';
import { secretInputs } from './inputs/secrets.ts';
import { hide } from './mask-inputs.ts';
import { publishCrash, publishFailure, publishInputWarnings, publishRun, type Progress } from './publish.ts';
import { work } from './run.ts';
import { refuseUnsafeEnvironment } from './secrecy/environment.ts';
import { Guard } from './secrecy/guard.ts';

/**
 * The run as a story: mask, read the inputs, look at the certificates, work, tell. The only catch is here, and
 * whatever is caught is reported with its outputs set.
 * @param atCrash receives what to do at once if something happens that nothing catches
 */
export async function main(
  host: Host,
  atCrash: (speak: () => void) => void = () => undefined,
): Promise<void> {
  const began = { wall: host.clock.wall(), monotonic: host.clock.monotonic() };
  const progress: Progress = { sent: false, drafts: [] };
  let settings: PublishSettings | undefined;
  let told = false;
  atCrash(() => {
    if (!told) publishCrash(host, settings?.operation ?? 'rotate', progress);
  });
  try {
    const env = { ...host.env };
    const seals = new Guard();
    hide(host, secretInputs(env), seals);
    refuseUnsafeEnvironment(env);
    const manifest = await openManifest(env, host.files);
    if (manifest.kind !== 'none') hide(host, manifest.secrets, seals);
    const block = await openIssueBlock(env);
    if (block.kind !== 'none') hide(host, block.secrets, seals);
    const inputs = readInputs(env, manifest, block);
    settings = inputs.settings;
    if (inputs.kind === 'refused') throw refusal(inputs.problems);
    const sentOutward = secretsSentOutward(inputs.job, (text) => seals.finds(text));
    if (sentOutward.length > 0) throw refusal(sentOutward);
    publishInputWarnings(host, inputs.warnings);
    const { run, findings } = await work(host, inputs.settings, inputs.job, began, progress);
    // From here on the outputs are always set.
    told = true;
    await publishRun(host, inputs.settings, run, findings);
  } catch (error) {
    told = true;
    await publishFailure(host, settings, asActionError(error), progress);
  }
}
