/** How long the last words may take to leave before the process ends anyway, in milliseconds. */
const LAST_WORDS_MS = 1000;

/** Printed when an error reaches the edge of the program. Its own text, stack and data are not. */
export const CRASH_TEXT =
  '::error title=Unexpected fault::This action stopped because of a fault of its own. The operation "status" shows what is in force; running the step again continues from there.';

/**
 * Keeps the process from printing or storing what it must not; to be called before anything else.
 * No diagnostic report, no warning or trace on standard error (the runner reads that stream before
 * the masks on the other one), fixed words for errors nobody caught, and no crash when the reader
 * of standard output is gone. `onCrash` may add what is in force; what it throws is dropped.
 */
export function installProcessGuards(onCrash: () => void): void {
  silenceReports();
  silenceStandardError();
  // Node would open its debugger, which shows the keys to whoever connects.
  process.on('SIGUSR1', () => undefined);
  // EPIPE arrives here as an event. There is nobody left to tell.
  process.stdout.on('error', () => undefined);
  const crash = (): void => {
    process.exitCode = 1;
    try {
      onCrash();
    } catch {
      // The fixed words below are all there is to say.
    }
    setTimeout(() => process.exit(1), LAST_WORDS_MS);
    process.stdout.write(`${CRASH_TEXT}\n`, () => process.exit(1));
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

/** A report holds the environment, which holds the inputs. */
function silenceReports(): void {
  process.report.excludeEnv = true;
  process.report.reportOnFatalError = false;
  process.report.reportOnSignal = false;
  process.report.reportOnUncaughtException = false;
}

/** Node prints its warnings through a listener; libraries print on the stream itself. */
function silenceStandardError(): void {
  process.removeAllListeners('warning');
  process.stderr.on('error', () => undefined);
  process.stderr.write = (_chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(() => callback());
    return true;
  };
}

/**
 * undici reads HTTP with a parser in WebAssembly. V8 begins to compile it again for speed after a few dozen
 * answers, and a process does not end before that is done: longer than it takes to read thousands
 * of answers as it is. To be called before undici is loaded.
 * See https://v8.dev/blog/wasm-dynamic-tiering. Only for the V8 of Node 24: one that knows no such flag would say so.
 */
export async function compileParserOnce(): Promise<void> {
  if (!process.versions.v8.startsWith('13.')) return;
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--wasm-tiering-budget=1000000000');
}

/** Aborts on SIGINT, which the runner sends first on a cancel, and on SIGTERM, 7.5 seconds later. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
