/** Who wrote the body of an answer that came through Cloudflare, as far as its client certificate is concerned. */
export type BodyKind =
  /** nginx `ssl_verify_client on`, and no certificate arrived. */
  | 'nginx-no-certificate'
  /** nginx got a certificate and refused it: unknown issuer, expired, revoked. */
  | 'nginx-refused-certificate'
  /** 401 or 403 with a page that mentions the client certificate (IIS 403.7, applications). */
  | 'certificate-forbidden'
  | 'other-400'
  /** Cloudflare asks the client to prove that it is a person. */
  | 'challenge'
  /** Cloudflare answered by itself: 520-527, 530, an `error code: 1xxx` page or a block page. */
  | 'cloudflare-error'
  | 'plain';

const NAMES_CERTIFICATE = /\b(?:client|ssl|tls)[ -]certificate\b|\bmtls\b|\b403\.(?:7|16|17)\b/iu;

/**
 * The two pages of nginx, also seen from gateways built on it (ingress-nginx, Azure Application
 * Gateway); 495 and 496 are nginx's own codes for the same two cases. A 200 that only quotes
 * such a page is not one.
 */
export function certificatePage(
  status: number,
  body: string,
): 'nginx-no-certificate' | 'nginx-refused-certificate' | 'certificate-forbidden' | undefined {
  if (status === 401 || status === 403) {
    return NAMES_CERTIFICATE.test(body) ? 'certificate-forbidden' : undefined;
  }
  if (status === 495) return 'nginx-refused-certificate';
  if (status === 496) return 'nginx-no-certificate';
  if (status !== 400) return undefined;
  if (/no required ssl certificate was sent/iu.test(body)) return 'nginx-no-certificate';
  if (/the ssl certificate error/iu.test(body)) return 'nginx-refused-certificate';
  return undefined;
}

/** Whether Cloudflare wrote the page itself: `error code: 1020`, a block page, its error template. */
function fromCloudflare(status: number, body: string): boolean {
  if ((status >= 520 && status <= 527) || status === 530) return true;
  return status >= 400 && /error code: ?1\d{3}\b|cf-error-details|\| Cloudflare<\/title>/iu.test(body);
}

/** Classifies an answer by its status, its headers (lower-case names) and the beginning of its body. */
export function bodyKindOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): BodyKind {
  if (headers['cf-mitigated']?.trim().toLowerCase() === 'challenge') return 'challenge';
  if (fromCloudflare(status, body)) return 'cloudflare-error';
  return certificatePage(status, body) ?? (status === 400 ? 'other-400' : 'plain');
}
