import { COMMAND_NAMES, commandIn } from './commands.ts';
import type { Command } from './commands.ts';
import { readFileCommands } from './file-commands.ts';
import { Masker } from './masker.ts';
import type { Masking } from './masker.ts';

/** What a step wrote, and what the runner knew before it. */
export interface StepOutput {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly outputFile?: string;
  readonly stateFile?: string;
  readonly summaryFile?: string;
  /** The values of `secrets.*` that the workflow uses. */
  readonly secrets?: readonly string[];
}

export interface RunnerOptions {
  /** `ACTIONS_STEP_DEBUG`: debug commands are shown, and some commands are echoed. */
  readonly debug?: boolean;
  readonly masking?: Masking;
}

export interface Annotation {
  readonly kind: 'notice' | 'warning' | 'error';
  /** Not masked, as on the runner. */
  readonly title: string;
  readonly message: string;
}

export interface RunnerView {
  /** What people can read, a line each. */
  readonly log: readonly string[];
  readonly commandsExecuted: readonly Command[];
  /** At most ten of a kind. */
  readonly annotations: readonly Annotation[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Scrubbed line by line; empty if it was too large. */
  readonly summary: string;
  /** What the runner itself complains of; some of it fails the step. */
  readonly faults: readonly string[];
}

const ANNOTATIONS_PER_KIND = 10;
const LONGEST_MESSAGE = 4096;
const LARGEST_SUMMARY = 1024 * 1024;
const REFUSED = new Set(['set-env', 'add-path']);
const ECHOED = new Set(['set-output', 'save-state', 'add-matcher', 'remove-matcher', 'stop-commands']);

/**
 * What the runner makes of a step. Lines of standard error come first: the runner may handle a batch
 * of them before the masks on standard output, and this model always does.
 */
export function readAsRunner(step: StepOutput, options: RunnerOptions = {}): RunnerView {
  const masker = new Masker(options.masking ?? 'github');
  step.secrets?.forEach((secret) => masker.add(secret));
  const log: string[] = [];
  const commandsExecuted: Command[] = [];
  const annotations: Annotation[] = [];
  const faults: string[] = [];
  const legacyOutputs: Record<string, string> = {};
  const names = new Set<string>(COMMAND_NAMES);
  let resumeMark: string | undefined;
  const show = (text: string): void => {
    for (const line of text.split('\n')) log.push(masker.hide(line));
  };

  const execute = (command: Command, line: string): void => {
    commandsExecuted.push(command);
    const { name, data, properties } = command;
    if (options.debug === true && ECHOED.has(name)) show(line);
    if (REFUSED.has(name)) faults.push(`the command ${name} is switched off`);
    else if (name === 'add-mask' && data.trim() === '') faults.push('a mask is empty');
    else if (name === 'add-mask') masker.add(data);
    else if (name === 'debug') {
      if (options.debug === true) show(`##[debug]${data}`);
    } else if (name === 'notice' || name === 'warning' || name === 'error') {
      show(`##[${name}]${data}`);
      const message = masker.hide(data).slice(0, LONGEST_MESSAGE);
      if (annotations.filter(({ kind }) => kind === name).length < ANNOTATIONS_PER_KIND)
        annotations.push({ kind: name, title: properties['title'] ?? '', message });
    } else if (name === 'group' || name === 'endgroup') show(`##[${name}]${data}`);
    else if (name === 'set-output') legacyOutputs[properties['name'] ?? ''] = data;
    else if (name === 'stop-commands') {
      resumeMark = data.toLowerCase();
      names.add(resumeMark);
    }
  };

  for (const line of [...linesOf(step.stderr), ...linesOf(step.stdout)]) {
    const command = commandIn(line, names);
    if (command === undefined || (resumeMark !== undefined && command.name !== resumeMark)) show(line);
    else if (resumeMark === undefined) execute(command, line);
    else {
      names.delete(resumeMark);
      resumeMark = undefined;
      show(line);
    }
  }

  const outputs = readFileCommands(step.outputFile ?? '');
  const state = readFileCommands(step.stateFile ?? '');
  for (const fault of [outputs.fault, state.fault]) if (fault !== undefined) faults.push(fault);
  const summaryText = step.summaryFile ?? '';
  const tooLarge = Buffer.byteLength(summaryText) > LARGEST_SUMMARY;
  if (tooLarge) faults.push('the summary is over 1 MiB');
  const summary = tooLarge
    ? ''
    : summaryText
        .split('\n')
        .map((line) => masker.hide(line))
        .join('\n');
  return {
    log,
    commandsExecuted,
    annotations,
    outputs: { ...legacyOutputs, ...outputs.values },
    state: state.values,
    summary,
    faults,
  };
}

/** Standard output without the lines that tell the runner what to hide: those hold the secrets on purpose. */
export function withoutMaskCommands(stdout: string): string {
  return stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
}

/** The runner ends a line at CR, LF or both. */
function linesOf(stream = ''): readonly string[] {
  const lines = stream.split(/\r\n|\r|\n/u);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
