import {
  debug,
  endGroup,
  error,
  info,
  notice,
  setOutput,
  setSecret,
  startGroup,
  warning,
} from '@actions/core';
import { writeFileSync } from 'node:fs';
import { FileUnset } from '../secrecy/file-fault.ts';
import type { SinkPorts } from '../secrecy/sink.ts';

/**
 * The sink's ports on a real runner. @actions/core knows how commands and output files are written
 * and escaped; its summary is not used, as it appends and cannot be waited for when the run is
 * killed. Core would print an output as a command where the output file is unset: that throws here.
 */
export function actionsPorts(): SinkPorts {
  const annotate = { notice, warning, error };
  return {
    setSecret,
    info,
    debug,
    annotation: (kind, title, text) => annotate[kind](text, { title }),
    startGroup,
    endGroup,
    setOutput(name, value) {
      fileIn('GITHUB_OUTPUT');
      setOutput(name, value);
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
