import { ActionError } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Every path this action calls, as the API's documentation writes it; also the name used in errors. */
export type PathTemplate =
  | '/zones'
  | '/zones/{zone_id}/settings/ssl'
  | '/zones/{zone_id}/settings/tls_client_auth'
  | '/zones/{zone_id}/origin_tls_client_auth'
  | '/zones/{zone_id}/origin_tls_client_auth/{certificate_id}'
  | '/zones/{zone_id}/origin_tls_client_auth/settings'
  | '/zones/{zone_id}/origin_tls_client_auth/hostnames'
  | '/zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}'
  | '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates'
  | '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates/{certificate_id}';

export type PathValues = Readonly<Partial<Record<'zone_id' | 'certificate_id' | 'hostname', string>>>;

/** Ids are opaque (32 hex digits and UUIDs both occur), yet nothing else may enter a path. */
const ID = /^[0-9a-zA-Z-]{1,64}$/;
const HOSTNAME =
  /^(?=.{1,255}$)(?:\*\.)?[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?(?:\.[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?)*$/;

export function isId(text: string): boolean {
  return ID.test(text);
}

/** UUIDs and hexadecimal ids in lower case: in another letter case they are the same id. */
export function plainId(id: string): string {
  return /^[\da-f-]{32,36}$/i.test(id) ? id.toLowerCase() : id;
}

export function isHostname(text: string): boolean {
  return HOSTNAME.test(text);
}

/**
 * The path with its values filled in.
 * @throws ActionError `INPUT_INVALID` for a value that could turn into another path; the value is not echoed
 */
export function pathOf(template: PathTemplate, values: PathValues): string {
  const known = new Map(Object.entries(values));
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = known.get(name) ?? '';
    const fits = name === 'hostname' ? isHostname(value) : isId(value);
    if (!fits) {
      throw new ActionError('INPUT_INVALID', {
        happened: `A \`${name}\` cannot be part of a path of Cloudflare's API.`,
        remedy:
          'Use the id as the dashboard shows it, and hostnames in lower case without scheme, port or path.',
      });
    }
    return encodeURIComponent(value);
  });
}

/** Method and template, such as `GET /zones`: the name of a call in errors and counts. */
export function endpointOf(request: { readonly method: Method; readonly template: PathTemplate }): string {
  return `${request.method} ${request.template}`;
}
