/** Words, names and dates, and no more than half of it anything else. */
export function isMadeOfWords(text: string): boolean {
  const common = text.match(/\p{Lu}?\p{Ll}{4,}|\p{Lu}{4,}|\d{6,}|[\s_.,/-]+/gu) ?? [];
  return 2 * common.join('').length >= text.length;
}
