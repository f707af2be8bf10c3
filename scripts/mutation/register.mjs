import { registerHooks } from 'node:module';
import mocha from 'mocha';
import perFile from './interface.cjs';

mocha.interfaces.bdd = perFile;

/** Under the mutation runner the tests' `@jest/globals` are those of ./globals.mjs: see there. */
const globals = new URL('./globals.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: globals, shortCircuit: true } : next(specifier, context),
});
