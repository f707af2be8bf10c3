import type { AskOpenSsl } from './certificate/trust-reasons.ts';
import type { IssueClient } from './github/issue-client.ts';
import type { Repository } from './github/trigger.ts';
import type { WorkspaceFiles } from './inputs/manifest/source.ts';
import type { Command, CommandEnd } from './issue/signers/command.ts';
import type { Trust } from './issue/signers/signing-server.ts';
import type { Http, Outside } from './outside.ts';
import type { OriginDial } from './probe/origin-dial.ts';
import type { Environment } from './secrecy/environment.ts';
import type { Sink } from './secrecy/sink.ts';

/** The network; loaded only once there is something to send. */
export interface Network {
  readonly http: Http;
  readonly dial: OriginDial;
}

/** Everything outside the run, made in `world/` and replaced by tests. Times are milliseconds. */
export interface Host extends Pick<Outside, 'clock' | 'sleep' | 'random' | 'stop'> {
  /** The real environment: secrets are removed from it once read. */
  readonly env: Environment;
  readonly sink: Sink;
  readonly connect: () => Promise<Network>;
  readonly askOpenSsl: AskOpenSsl;
  /** Starts a program; each line of its standard error is handed to `say` as it comes. Never throws. */
  readonly runCommand: (command: Command, say: (line: string) => void) => Promise<CommandEnd>;
  /** Connections to the server of a signer. */
  readonly connectToSigner: (trust: Trust) => Promise<Http>;
  readonly files: WorkspaceFiles;
  /** The payload of the workflow's event; undefined if it cannot be read. */
  readonly readEvent: () => unknown;
  /** GitHub's issues of one repository; loaded only where an issue is kept. */
  readonly loadIssueClient: (token: string, repository: Repository) => Promise<IssueClient>;
  /** Marks the step as failed. */
  readonly fail: () => void;
}
