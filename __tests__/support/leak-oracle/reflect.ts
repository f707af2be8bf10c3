/**
 * `@peculiar/x509` wants the metadata calls of a Reflect polyfill to exist. It stores a few facts of
 * its classes with them; a map does.
 */
const facts = new WeakMap<object, Map<string, unknown>>();

const calls = {
  defineMetadata: (key: string, value: unknown, target: object): void => {
    facts.set(target, new Map([...(facts.get(target) ?? []), [key, value]]));
  },
  getMetadata: (key: string, target: object): unknown => facts.get(target)?.get(key),
  getOwnMetadata: (key: string, target: object): unknown => facts.get(target)?.get(key),
};

for (const [name, value] of Object.entries(calls))
  if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value, configurable: true });
