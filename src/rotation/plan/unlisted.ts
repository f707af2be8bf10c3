import type { ObservedAssociations } from '../observe/observation.ts';

/** Why a certificate is kept where nobody can tell which hostnames are on it, in a sentence. */
export function whyUnlisted({ refused }: Pick<ObservedAssociations, 'refused'>): string {
  const why =
    refused === true
      ? 'the token may not read the list of hostnames (it needs SSL and Certificates: Read)'
      : 'Cloudflare gives no list of hostnames for this zone (GET /zones/{zone_id}/origin_tls_client_auth/hostnames)';
  return `Kept, since ${why}, so other hostnames may be on it, or may have been a moment ago.`;
}

/** The words that delete a certificate, for people. */
export function deleteWords(level: string, id: string): string {
  return `To delete it: \`operation: delete\` with \`level: ${level}\` and \`certificate-id: ${id}\`.`;
}
