import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Command, CommandEnd } from '../issue/signers/command.ts';
import { codeOf } from '../errors.ts';

export interface CommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stop: AbortSignal;
  /** Takes each line of its standard error as it comes. */
  readonly say: (line: string) => void;
  /** Milliseconds. */
  readonly limits?: { readonly time: number; readonly mercy: number };
}

const LIMITS = { time: 60_000, mercy: 5000 };
const MOST_BYTES = 64 * 1024;
/** Where programs, their settings and their temporary files are, and how the network is reached. */
const NEEDED =
  /^(?:PATH|HOME|USER|TMPDIR|TMP|TEMP|LANG|LC_[A-Z]+|TZ|(?:HTTPS?|NO|ALL)_PROXY|SSL_CERT_(?:FILE|DIR)|SYSTEMROOT|PATHEXT|COMSPEC|USERPROFILE|(?:LOCAL)?APPDATA)$/iu;

/**
 * Starts a program without a shell, in a process group of its own, and waits for its end. Bounded in time
 * and output; what it leaves running is ended with it. Never throws.
 */
export function runCommand(command: Command, surroundings: CommandSurroundings): Promise<CommandEnd> {
  const [program = '', ...words] = command.words;
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(program, words, {
      env: { ...environmentFor(surroundings.env, command.passOn), ...command.variables },
      detached: true,
      stdio: 'pipe',
      windowsHide: true,
    });
  } catch (error) {
    return Promise.resolve(notStarted(error));
  }
  return ended(child, command.stdin, surroundings);
}

function ended(
  child: ChildProcessWithoutNullStreams,
  stdin: string,
  { stop, say, limits = LIMITS }: CommandSurroundings,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    let cut: CommandEnd | undefined;
    let last: NodeJS.Timeout | undefined;
    const end = (why: CommandEnd): void => {
      if (cut !== undefined) return;
      cut = why;
      signalGroup(child, 'SIGTERM');
      last = setTimeout(() => signalGroup(child, 'SIGKILL'), limits.mercy);
    };
    const stopped = (): void => end({ kind: 'stopped' });
    const timer = setTimeout(() => end({ kind: 'timed-out' }), limits.time);
    stop.addEventListener('abort', stopped, { once: true });
    if (stop.aborted) stopped();
    const settle = (how: CommandEnd): void => {
      clearTimeout(timer);
      clearTimeout(last);
      stop.removeEventListener('abort', stopped);
      signalGroup(child, 'SIGKILL');
      resolve(cut ?? how);
    };
    const overflow = (): void => end({ kind: 'too-much-output' });
    const stdout = gather(child.stdout, overflow);
    const complaints = byLine(say);
    gather(child.stderr, overflow, complaints.take);
    child.on('error', (error) => settle(notStarted(error)));
    child.on('close', (code) => {
      complaints.end();
      settle(code === null ? { kind: 'killed' } : { kind: 'exited', code, stdout: stdout() });
    });
    // It need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

function gather(
  stream: NodeJS.ReadableStream,
  overflow: () => void,
  take: (text: string) => void = () => undefined,
): () => string {
  const pieces: string[] = [];
  let length = 0;
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    length += piece.length;
    if (length > MOST_BYTES) return overflow();
    pieces.push(piece);
    take(piece);
  });
  return () => pieces.join('');
}

function byLine(say: (line: string) => void): {
  readonly take: (text: string) => void;
  readonly end: () => void;
} {
  let rest = '';
  return {
    take: (text) => {
      const lines = (rest + text).split(/\r?\n/u);
      rest = lines.pop() ?? '';
      lines.forEach(say);
    },
    end: () => {
      if (rest !== '') say(rest);
      rest = '';
    },
  };
}

/** By an allow-list: nothing of the step's inputs, of the runner's tokens or of the workflow gets through unnamed. */
function environmentFor(
  env: CommandSurroundings['env'],
  passOn: readonly string[],
): Readonly<Record<string, string>> {
  const named = new Set(passOn);
  const kept = Object.entries(env).filter(([name]) => NEEDED.test(name) || named.has(name));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function notStarted(error: unknown): CommandEnd {
  return { kind: codeOf(error) === 'ENOENT' ? 'not-found' : 'not-started' };
}

/** The group may be gone already. */
function signalGroup({ pid }: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // There is nobody left in it.
  }
}
