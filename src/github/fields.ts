export type Fields = Readonly<Record<string, unknown>>;

/** The fields of what came from outside; none where it is no object. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' ? { ...value } : {};
}
