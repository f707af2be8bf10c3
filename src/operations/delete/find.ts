import { getCertificate } from '../../cloudflare/certificates.ts';
import type { Level } from '../../cloudflare/certificates.ts';
import { observed } from '../../rotation/observe/read-certificates.ts';
import type { RotationWorld } from '../../rotation/world.ts';
import type { Holdings } from '../estate/look.ts';
import type { Candidate } from './guard.ts';

/**
 * A certificate by its id, looked for at one level or at both; the lists lag, so what they do not show
 * is read by id. A certificate that was deleted is found for as long as the API keeps it readable.
 */
export async function findCertificate(
  { api }: Pick<RotationWorld, 'api'>,
  holdings: Holdings,
  id: string,
  level: Level | undefined,
): Promise<Candidate | undefined> {
  const levels: readonly Level[] = level === undefined ? ['hostname', 'zone'] : [level];
  for (const one of levels) {
    const certificate = holdings.certificates[one].find((held) => held.id === id);
    if (certificate !== undefined) return { level: one, certificate };
  }
  for (const one of levels) {
    const read = await getCertificate(api, holdings.zone.id, one, id);
    if (read !== undefined) return { level: one, certificate: observed(read) };
  }
  return undefined;
}
