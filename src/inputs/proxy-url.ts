/** The URL of a proxy, with `http://` in front where no scheme is given, as other tools take it. */
export function withScheme(proxy: string): string {
  const text = proxy.trim();
  return text === '' || text.includes('://') ? text : `http://${text}`;
}
