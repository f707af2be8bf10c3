/** Makes foreign text harmless on one line of the log, cut to `maxLength` characters. */
export function neutralise(text: string, maxLength = 2000): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, maxLength);
}
