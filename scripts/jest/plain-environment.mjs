import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const vm = createRequire(import.meta.url)('node:vm');
const { createContext, constants } = vm;

/**
 * Node's environment with a global object of its own that is an ordinary one. Jest's goes through a proxy and
 * asks it for every `Map` and `Math` in the code, which takes a quarter of the time of the simulation.
 */
export default class PlainEnvironment extends TestEnvironment {
  constructor(...given) {
    // The only way to reach it: the constructor makes the context itself.
    vm.createContext = () => createContext(constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}
