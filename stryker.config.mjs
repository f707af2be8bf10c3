/**
 * `npm run mutate`: every room of src but the report's texts and the entry. `npm run mutate -- --mutate
 * 'src/secrecy/**'` judges one room. The tests run under mocha there: see scripts/mutation/globals.mjs.
 */
export default {
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', './scripts/mutation/register.mjs'],
  mochaOptions: {
    spec: [
      'certificate',
      'cloudflare',
      'github',
      'inputs',
      'operations',
      'probe',
      'rotation',
      'secrecy',
      'world',
    ].map((room) => `__tests__/${room}/**/*.test.ts`),
    // It needs modules of its own.
    ignore: ['__tests__/github/load-issue-client.test.ts'],
  },
  coverageAnalysis: 'perTest',
  // What is computed when a module is loaded would need a process of its own for every mutant.
  ignoreStatic: true,
  // It writes `\V` for `\v`, which is no regular expression: not one file would load.
  mutator: { excludedMutations: ['Regex'] },
  mutate: ['src/**/*.ts', '!src/report/**', '!src/*.ts'],
  checkers: [],
  tsconfigFile: 'none: nothing is compiled, node strips the types',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'reports/mutation.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['dist', 'coverage', 'reports', 'bench', 'docs', 'examples', '.github'],
  timeoutMS: 10_000,
  disableTypeChecks: false,
  concurrency: 2,
};
