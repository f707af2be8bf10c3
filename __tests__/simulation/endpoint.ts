const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^\/zones$/u, 'zones'],
  [/\/settings\/[a-z_]+$/u, 'zone setting'],
  [/\/origin_tls_client_auth$/u, 'zone certificates'],
  [/\/origin_tls_client_auth\/settings$/u, 'zone switch'],
  [/\/origin_tls_client_auth\/hostnames\/certificates$/u, 'hostname certificates'],
  [/\/origin_tls_client_auth\/hostnames\/certificates\/[^/]+$/u, 'hostname certificate'],
  [/\/origin_tls_client_auth\/hostnames$/u, 'associations'],
  [/\/origin_tls_client_auth\/hostnames\/[^/]+$/u, 'association'],
  [/\/origin_tls_client_auth\/[^/]+$/u, 'zone certificate'],
];

/** What a call is about, such as `PUT associations`: without ids, so that calls can be compared. */
export function endpointOf({ method, path }: { readonly method: string; readonly path: string }): string {
  const [bare = ''] = path.split('?');
  const name = NAMES.find(([pattern]) => pattern.test(bare))?.[1];
  if (name === undefined) throw new Error(`No endpoint is known for ${bare}.`);
  return `${method} ${name}`;
}
