/** Keeps the process from printing or storing what it must not. To be called first of all. */
export function installProcessGuards(onCrash: () => void): void {
  process.report.excludeEnv = true;
  process.on('uncaughtException', onCrash);
}
