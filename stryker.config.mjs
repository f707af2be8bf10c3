/**
 * `npm run mutate -- ROOM` judges one room of src by the tests of that room alone, which fit into seconds;
 * `npm run mutate` takes one room after another. The tests run under mocha: see scripts/mutation/globals.mjs.
 */
export const ROOMS = {
  certificate: ['certificate'],
  secrecy: ['secrecy'],
  rotation: ['rotation', 'operations'],
  operations: ['operations'],
  cloudflare: ['cloudflare'],
  inputs: ['inputs'],
  probe: ['probe'],
  github: ['github'],
  world: ['world'],
};

const room = process.env['MUTATE_ROOM'] ?? 'certificate';

export default {
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', './scripts/mutation/register.mjs'],
  mochaOptions: {
    spec: ROOMS[room].map((tests) => `__tests__/${tests}/**/*.test.ts`),
    // It needs modules of its own.
    ignore: ['__tests__/github/load-issue-client.test.ts'],
  },
  coverageAnalysis: 'perTest',
  // What is computed when a module is loaded would need a process of its own for every mutant.
  ignoreStatic: true,
  // It writes `\V` for `\v`, which is no regular expression: not one file would load.
  mutator: { excludedMutations: ['Regex'] },
  mutate: [`src/${room}/**/*.ts`],
  tsconfigFile: 'none: nothing is compiled, node strips the types',
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: `reports/mutation-${room}.json` },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['dist', 'coverage', 'reports', 'bench', 'docs', 'examples', '.github'],
  timeoutMS: 10_000,
  disableTypeChecks: false,
  concurrency: 2,
};
