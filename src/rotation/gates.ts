/** Named doors that open once and stay open. */
export interface Gates<Name extends string> {
  readonly open: (name: Name) => void;
  readonly openAll: () => void;
  readonly passed: (name: Name) => Promise<void>;
}

export function createGates<Name extends string>(names: readonly Name[]): Gates<Name> {
  const gates = new Map(names.map((name) => [name, Promise.withResolvers<void>()]));
  return {
    open: (name) => gates.get(name)?.resolve(),
    openAll: () => gates.forEach(({ resolve }) => resolve()),
    passed: async (name) => await gates.get(name)?.promise,
  };
}
