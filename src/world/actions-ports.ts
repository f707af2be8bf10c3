import * as core from '@actions/core';
import { writeFileSync } from 'node:fs';
import type { SinkPorts } from '../secrecy/sink.ts';

/** The sink's ports on a real runner. */
export function actionsPorts(env: Readonly<Record<string, string | undefined>> = process.env): SinkPorts {
  return {
    setSecret: core.setSecret,
    info: core.info,
    debug: core.debug,
    annotation: (kind, title, text) => core[kind](text, { title }),
    startGroup: core.startGroup,
    endGroup: core.endGroup,
    setOutput: core.setOutput,
    replaceSummary: (markdown) => writeFileSync(env['GITHUB_STEP_SUMMARY'] ?? '', markdown),
  };
}
