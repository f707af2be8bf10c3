import type { KeyObject } from 'node:crypto';

/** Whether an origin on OpenSSL accepts a client certificate. */
export interface TrustQuestion {
  /** PEM of the leaf, alone as Cloudflare sends it. */
  readonly leaf: string;
  readonly key: KeyObject;
  /** PEM bundle of all that the origin trusts; undefined: the leaf itself is the anchor. */
  readonly authorities: string | undefined;
}

export type TrustAnswer =
  /** `intermediates`: authorities between leaf and root. */
  | { readonly kind: 'accepted'; readonly intermediates: number }
  /** `code`: Node's name of OpenSSL's reason, or OpenSSL's words where Node has none. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The handshake itself failed, which says nothing about the certificate. */
  | { readonly kind: 'no-verdict'; readonly code: string };

/** Asks OpenSSL by a handshake in memory. Never throws. */
export type AskOpenSsl = (question: TrustQuestion) => Promise<TrustAnswer>;
