import type { Api } from './api.ts';
import { pickAssociations, readAssociation } from './association-shape.ts';
import type { Association } from './association-shape.ts';
import { meaningOf } from './meaning.ts';
import type { Outcome } from './outcome.ts';

export { byWeight } from './association-shape.ts';
export type { Association } from './association-shape.ts';
export { listAssociations } from './association-list.ts';
export type { ListedAssociations } from './association-list.ts';

/** `true`: show this certificate; `false`: show none; `null`: void, so that the zone level applies again. */
export interface AssociationRequest {
  readonly hostname: string;
  readonly certificateId: string;
  readonly enabled: boolean | null;
}

/**
 * The association of one hostname.
 *
 * @returns undefined where none was ever made, or it was deleted
 * @throws ApiError, or ActionError where no answer came
 */
export async function getAssociation(
  api: Api,
  zoneId: string,
  hostname: string,
): Promise<Association | undefined> {
  try {
    return await api.read({
      method: 'GET',
      template: '/zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}',
      values: { zone_id: zoneId, hostname },
      read: (result) => readAssociation(result, hostname),
    });
  } catch (error) {
    if (meaningOf(error) === 'not-found') return undefined;
    throw error;
  }
}

/**
 * Points hostnames at certificates, all in one call.
 *
 * @returns the rows of these hostnames only: the API answers with all associations of the zone
 */
export async function putAssociations(
  api: Api,
  zoneId: string,
  config: readonly AssociationRequest[],
): Promise<Outcome<readonly Association[]>> {
  const wanted = new Set(config.map((row) => row.hostname));
  return await api.write({
    method: 'PUT',
    template: '/zones/{zone_id}/origin_tls_client_auth/hostnames',
    values: { zone_id: zoneId },
    long: true,
    body: {
      config: config.map(({ hostname, certificateId, enabled }) => ({
        hostname,
        cert_id: certificateId,
        enabled,
      })),
    },
    read: (result) => pickAssociations(result, wanted),
  });
}
