import { availableParallelism } from 'node:os';

export default {
  testEnvironment: '<rootDir>/scripts/jest/plain-environment.mjs',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/**/*.ts'],
  // Holds for `npm run test:coverage`.
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  // The copies that `npm run mutate` makes.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
  // Beside other work a machine may take several times as long as alone.
  testTimeout: 30_000,
  watchman: false,
  // One more than cores: tests that play whole processes wait for them, and for real time.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/scripts/jest/heavy-first.mjs',
};
