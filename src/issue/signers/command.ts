import type { Signer, SigningRequest } from '../signer.ts';
import { signerFailed } from './signing-server.ts';

export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string }
  | { readonly kind: 'not-found' | 'not-started' | 'timed-out' | 'stopped' | 'too-much-output' | 'killed' };

export interface Command {
  /** The program and its arguments; no shell reads them. */
  readonly words: readonly string[];
  /** Besides the few variables that every program needs. */
  readonly variables: Readonly<Record<string, string>>;
  readonly passOn: readonly string[];
  readonly stdin: string;
}

/** Starts a program with a small, clean environment and waits for its end. Never throws. */
export type RunCommand = (command: Command) => Promise<CommandEnd>;

export interface CommandSettings {
  readonly words: readonly string[];
  /** Names of variables that the command is to have. */
  readonly environment: readonly string[];
}

const DAY = 86_400_000;

/** Its arguments may be confidential. */
export function nameOfCommand({ words }: Pick<CommandSettings, 'words'>): string {
  return `The command \`${words[0]?.split(/[/\\]/u).at(-1) ?? ''}\``;
}

/** Signs by a program of the user's: the request on its standard input, certificates on its standard output. */
export function commandSigner({ words, environment }: CommandSettings, run: RunCommand): Signer {
  return {
    // Only signing shows whether it can sign.
    check: () => Promise.resolve(),
    sign: async (request) => {
      const end = await run({
        words,
        variables: variablesOf(request),
        passOn: environment,
        stdin: request.csr,
      });
      if (end.kind === 'exited' && end.code === 0) return end.stdout;
      const [says, remedy] = ENDED[end.kind];
      throw signerFailed(
        `${nameOfCommand({ words })} ${says}${end.kind === 'exited' ? ` ${end.code}` : ''}.`,
        remedy,
      );
    },
  };
}

/** What a script may want to know without reading the request. */
function variablesOf({ commonName, notBefore, notAfter }: SigningRequest): Readonly<Record<string, string>> {
  return {
    CERTIFICATE_COMMON_NAME: commonName,
    CERTIFICATE_DAYS: String(Math.max(1, Math.floor((notAfter - notBefore) / DAY))),
    CERTIFICATE_NOT_AFTER: new Date(notAfter).toISOString().replace('.000Z', 'Z'),
  };
}

const LOOK =
  'The log shows its standard error. Try it by hand: it must read a request from standard input and write PEM to standard output.';

const ENDED: Readonly<Record<CommandEnd['kind'], readonly [says: string, remedy: string]>> = {
  exited: ['signed nothing: it ended with exit code', LOOK],
  'not-found': [
    'was not found',
    'Install it in an earlier step, and write the command as a list: the program first, then its arguments. There is no shell.',
  ],
  'not-started': ['could not be started', 'Check that this runner can start it. There is no shell.'],
  'timed-out': ['signed nothing: it took longer than a minute and was stopped', LOOK],
  stopped: ['signed nothing: the job was cancelled', 'Run again.'],
  'too-much-output': ['signed nothing: it wrote more than 64 KiB and was stopped', LOOK],
  killed: ['signed nothing: it was killed', LOOK],
};
