/** The certificate an origin is to name when it echoes what Cloudflare presented. */
export interface ExpectedCertificate {
  /** Hex, as openssl prints it. */
  readonly serialNumber: string;
  readonly serialDecimal: string;
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string;
  readonly fingerprintSha1: string;
}
