import { ROOMS } from './scripts/mutation/rooms.mjs';

/**
 * `npm run mutate -- ROOM` judges one room of src by the tests of that room alone, which fit into seconds;
 * the rooms are those of scripts/mutation/rooms.mjs. The tests run under mocha: see scripts/mutation/globals.mjs.
 */
const {
  MUTATE_ROOM: name = 'certificate',
  MUTATE_FILES: files = '',
  MUTATE_STATIC: withStatic,
} = process.env;
const room = ROOMS[name];

export default {
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', './scripts/mutation/register.mjs'],
  mochaOptions: {
    spec: room.tests.map((tests) => `__tests__/${tests}.test.ts`),
    ignore: (room.without ?? []).map((tests) => `__tests__/${tests}.test.ts`),
  },
  coverageAnalysis: 'perTest',
  // What is computed when a module is loaded needs a process of its own for every mutant: minutes become hours.
  ignoreStatic: withStatic !== 'yes',
  mutate: files === '' ? room.mutate.map((path) => `src/${path}.ts`) : files.split(','),
  tsconfigFile: 'none: nothing is compiled, node strips the types',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: `reports/mutation-${files === '' ? name : `part-of-${name}`}.json` },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['dist', 'coverage', 'reports', 'bench', 'docs', 'examples', '.github'],
  timeoutMS: 10_000,
  disableTypeChecks: false,
  concurrency: 2,
};
