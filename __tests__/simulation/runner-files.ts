import type { SinkPorts } from '../../src/secrecy/sink.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Staging } from './staged.ts';

/** What a runner gives a step to write to, and what it got. */
export interface RunnerFiles {
  readonly ports: SinkPorts;
  /** The last value of each output that the action tried to set. */
  readonly meant: ReadonlyMap<string, string>;
  readonly written: () => { readonly stdout: string; readonly outputs: string; readonly summary: string };
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Standard output in the runner's syntax, the output file and the summary file; each may refuse. */
export function runnerFiles({ met }: SimulatedWorld, staging: Staging): RunnerFiles {
  const stdout: string[] = [];
  const outputs: string[] = [];
  const meant = new Map<string, string>();
  let summary = '';
  const refuse = (
    what: 'output file unwritable' | 'summary file unwritable' | 'stdout closed',
    code: string,
  ): never => {
    met.count(what);
    throw Object.assign(new Error(what), { code });
  };
  const put = (line: string): void => {
    if (staging.stdout === 'closed') refuse('stdout closed', 'EPIPE');
    stdout.push(line);
  };
  return {
    meant,
    written: () => ({ stdout: stdout.join('\n'), outputs: outputs.join('\n'), summary }),
    ports: {
      setSecret: (value) => put(`::add-mask::${data(value)}`),
      info: put,
      debug: (text) => put(`::debug::${data(text)}`),
      annotation: (kind, title, text) => put(`::${kind} title=${property(title)}::${data(text)}`),
      setOutput(name, value) {
        meant.set(name, value);
        if (staging.outputs === 'unwritable') refuse('output file unwritable', 'ENOSPC');
        outputs.push(`${name}<<end_of_${name}`, value, `end_of_${name}`);
      },
      replaceSummary(markdown) {
        if (staging.summary === 'unwritable') refuse('summary file unwritable', 'EACCES');
        summary = markdown;
      },
    },
  };
}
