/** What people have for a passphrase where the secret is not there: what it is, the text, and how it is told. */
export const STAND_INS: readonly (readonly [what: string, text: string, cause: string])[] = [
  ['asterisks', '***', 'nothing but asterisks'],
  ['an unresolved expression', '${{ secrets.AOP_WORD }}', 'not replaced with its value'],
  ['a shell variable', '$AOP_WORD', 'not replaced with its value'],
  ['empty quotes', '""', 'is empty'],
  ['the word null', 'null', 'a word for "nothing"'],
];
