/** Who wrote the body of an answer that came through Cloudflare, as far as its client certificate is concerned. */
export type BodyKind =
  /** nginx `ssl_verify_client on`, and no certificate arrived. */
  | 'nginx-no-certificate'
  /** nginx got a certificate and refused it: unknown issuer, expired, revoked. */
  | 'nginx-refused-certificate'
  | 'other-400'
  /** Cloudflare asks the client to prove that it is a person. */
  | 'challenge'
  /** Cloudflare answered by itself: 520-527, 530, an `error code: 1xxx` page or a block page. */
  | 'cloudflare-error'
  | 'plain';

/**
 * The two pages of nginx, also seen from gateways built on it (ingress-nginx, Azure Application
 * Gateway); 495 and 496 are nginx's own codes for the same two cases. A 200 that only quotes
 * such a page is not one.
 */
export function certificatePage(
  status: number,
  body: string,
): 'nginx-no-certificate' | 'nginx-refused-certificate' | undefined {
  if (status === 495) return 'nginx-refused-certificate';
  if (status === 496) return 'nginx-no-certificate';
  if (status !== 400) return undefined;
  if (/no required ssl certificate was sent/iu.test(body)) return 'nginx-no-certificate';
  if (/the ssl certificate error/iu.test(body)) return 'nginx-refused-certificate';
  return undefined;
}

export function bodyKindOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): BodyKind {
  if (headers['cf-mitigated']?.trim().toLowerCase() === 'challenge') return 'challenge';
  const page = certificatePage(status, body);
  if (page !== undefined) return page;
  if ((status >= 520 && status <= 527) || status === 530) return 'cloudflare-error';
  if (status >= 400 && /error code: ?1\d{3}\b|cf-error-details|\| Cloudflare<\/title>/iu.test(body)) {
    return 'cloudflare-error';
  }
  return status === 400 ? 'other-400' : 'plain';
}
