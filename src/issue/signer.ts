import type { KeyObject } from 'node:crypto';
import type { Validity } from '../certificate/certificate-fields.ts';

/** What a signer is asked for. Times are epoch milliseconds by Cloudflare's clock. */
export interface SigningRequest extends Validity {
  /** PKCS#10 in PEM. */
  readonly csr: string;
  readonly publicKey: KeyObject;
  readonly commonName: string;
  readonly now: number;
}

export interface Signer {
  /**
   * As much as can be known without signing anything: that it is there, and lets us in. A dry run asks for it.
   * @throws ActionError `SIGNER_FAILED`
   */
  readonly check: () => Promise<void>;
  /**
   * Signs one request and answers with PEM, leaf first, as it is: nothing in it is trusted before
   * `readAnswer` has looked at it. Asked twice, it may sign twice; that does no harm before an upload.
   * @throws ActionError `SIGNER_FAILED`
   */
  readonly sign: (request: SigningRequest) => Promise<string>;
}
