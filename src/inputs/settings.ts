import type { Subject } from './subject.ts';

export const OPERATIONS = ['rotate', 'status', 'delete', 'disable', 'matrix'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What holds for the whole run, whatever its targets. Durations are milliseconds. */
export interface RunSettings {
  readonly operation: Operation;
  readonly subject: Subject;
  /** Without `Bearer `, made of characters that fit into a header. Secret. */
  readonly token: string;
  /** Without a slash at its end. */
  readonly apiBaseUrl: string;
  readonly timeout: number;
  readonly dryRun: boolean;
  readonly openIssue: boolean;
  /** Given whenever `openIssue` is true. Secret. */
  readonly githubToken: string | undefined;
  /** Whether a failed zone keeps the zones after it from being started. */
  readonly onFailure: 'stop' | 'continue';
}

/** What of it is needed to tell how a run went. */
export type TellingSettings = Pick<
  RunSettings,
  'operation' | 'subject' | 'dryRun' | 'openIssue' | 'githubToken'
>;
