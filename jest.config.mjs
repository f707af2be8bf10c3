export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/**/*.ts'],
  // Holds for `npm run test:coverage`.
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  // The copies that `npm run mutate` makes.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
  watchman: false,
};
