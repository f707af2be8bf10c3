/**
 * The tests' `@jest/globals` for `npm run mutate`. Jest loads every test file anew for every mutant, which
 * takes days for a whole tree; mocha loads them once, and switches the mutants while they stay loaded. So the
 * same tests run under mocha there, with the parts of jest that they use: its `expect`, tables and timers.
 */
import { ModernFakeTimers } from '@jest/fake-timers';
import { expect } from 'expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';

const mocha = globalThis;
const seen = new Map();

/** Stryker knows a test by its whole title, so two of one title would be one. */
function unique(title) {
  const count = (seen.get(title) ?? 0) + 1;
  seen.set(title, count);
  return count === 1 ? title : `${title} (${count})`;
}

function table(add, supportsDone) {
  const with_ = (title, run) => add(unique(title), run);
  with_.each = (...rows) => bind(with_, supportsDone)(...rows);
  return with_;
}

const test = table((title, run) => mocha.it(title, run), true);
test.concurrent = test;
const describe = table((title, run) => mocha.describe(title, run), false);
describe.skip = mocha.describe.skip;

const timers = new ModernFakeTimers({ config: { rootDir: '/', fakeTimers: {} }, global: globalThis });
const mocker = new ModuleMocker(globalThis);
const jest = {
  setTimeout: () => undefined,
  spyOn: (...names) => mocker.spyOn(...names),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  setSystemTime: (now) => timers.setSystemTime(now),
  getTimerCount: () => timers.getTimerCount(),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
};

const beforeAll = (run) => mocha.before(run);
const afterAll = (run) => mocha.after(run);
const beforeEach = (run) => mocha.beforeEach(run);
const afterEach = (run) => mocha.afterEach(run);
export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test };
