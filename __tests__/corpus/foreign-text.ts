/** Something that is neither a certificate nor a key one can use, and how it is told. */
export interface ForeignText {
  readonly name: string;
  readonly text: string;
  readonly reason: string;
  /** Parts of the sentence in either input. */
  readonly says: readonly string[];
}

export const foreign = (
  reason: string,
  name: string,
  text: string,
  ...says: readonly string[]
): ForeignText => ({
  name,
  text,
  reason,
  says,
});
