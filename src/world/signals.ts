/** Aborts on SIGINT, which the runner sends first on a cancel, and on SIGTERM, 7.5 seconds later. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
