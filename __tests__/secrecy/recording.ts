import type { SinkPorts } from '../../src/secrecy/sink.ts';

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Ports that keep what a runner would get. */
export interface Recording extends SinkPorts {
  readonly stdout: () => string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: () => string;
}

/** Records what a sink prints, in the runner's own syntax; `fault` is thrown by every write to a file. */
export function recording(fault?: unknown): Recording {
  let stdout = '';
  let summary = '';
  const outputs = new Map<string, string>();
  const put = (line: string): void => {
    stdout += `${line}\n`;
  };
  return {
    setSecret: (value) => put(`::add-mask::${data(value)}`),
    info: put,
    debug: (text) => put(`::debug::${data(text)}`),
    annotation: (kind, title, text) => put(`::${kind} title=${property(title)}::${data(text)}`),
    setOutput(name, value) {
      if (fault !== undefined) throw fault;
      outputs.set(name, value);
    },
    replaceSummary(markdown) {
      if (fault !== undefined) throw fault;
      summary = markdown;
    },
    stdout: () => stdout,
    outputs,
    summary: () => summary,
  };
}
