import { writeFileSync } from 'node:fs';
import { EOL } from 'node:os';
import { FileUnset } from '../secrecy/environment.ts';
import type { SinkPorts } from '../secrecy/sink.ts';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';

/**
 * The sink's ports on a real runner. @actions/core knows how commands and output files are written
 * and escaped; its summary is not used, as it appends and cannot be waited for when the run is
 * killed. Core would print an output as a command where the output file is unset: that throws here.
 * Its two writers come from their own modules. The front door loads an HTTP client along with them, for OpenID
 * Connect, which takes longer than all of this action up to its validated inputs; and its exports admit the front
 * door only, hence the path. A test holds their bytes against the front door's.
 */
export function actionsPorts(): SinkPorts {
  return {
    setSecret: (value) => issueCommand('add-mask', {}, value),
    info: (line) => void process.stdout.write(line + EOL),
    debug: (line) => issueCommand('debug', {}, line),
    annotation: (kind, title, text) => issueCommand(kind, { title }, text),
    setOutput(name, value) {
      fileIn('GITHUB_OUTPUT');
      issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    },
    replaceSummary: (markdown) => writeFileSync(fileIn('GITHUB_STEP_SUMMARY'), markdown, 'utf8'),
  };
}

/** Marks the step as failed. The process ends by itself, so that nothing printed is lost. */
export function failStep(): void {
  process.exitCode = 1;
}

function fileIn(variable: string): string {
  const file = process.env[variable];
  if (file === undefined || file === '') throw new FileUnset(`${variable} is not set`);
  return file;
}
