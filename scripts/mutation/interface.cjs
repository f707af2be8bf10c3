const common = require('mocha/lib/interfaces/common');
const { Suite, Test } = require('mocha');
const path = require('node:path');

/** Mocha's words, but each file is a suite of its own: what it does before and after each test is for its own tests. */
module.exports = (root) => {
  const suites = [root];
  root.afterAll(forgetLoading);
  root.on('pre-require', (context, file, mocha) => {
    const { before, after, beforeEach, afterEach, suite } = common(suites, context, mocha);
    suites.splice(0, suites.length, Suite.create(root, path.relative(process.cwd(), file)));
    const describe = (title, fn) => suite.create({ title, file, fn });
    describe.skip = (title, fn) => suite.skip({ title, file, fn });
    const it = (title, fn) => suites[0].addTest(Object.assign(new Test(title, fn), { file }));
    Object.assign(context, { before, after, beforeEach, afterEach, describe, it });
  });
};

/**
 * A mutant that is met while the files are loaded gets a process of its own, which takes ten times as long. One
 * that the tests meet as well is judged by them alone, in the process at hand.
 */
function forgetLoading() {
  const coverage = (globalThis.__stryker__ ?? globalThis.__stryker2__)?.mutantCoverage;
  for (const met of Object.values(coverage?.perTest ?? {}))
    for (const mutant of Object.keys(met)) delete coverage.static[mutant];
}
