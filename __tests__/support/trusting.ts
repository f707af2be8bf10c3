import { X509Certificate } from 'node:crypto';
import type { AskOpenSsl } from '../../src/certificate/trust-reasons.ts';

/**
 * Answers in OpenSSL's place where time is virtual: yes for a leaf alone, and with a bundle if one of its
 * certificates signed the leaf.
 */
export const answersForOpenSsl: AskOpenSsl = ({ leaf, authorities }) => {
  const certificate = new X509Certificate(leaf);
  const signed = (authorities ?? leaf)
    .split(/(?<=-----END CERTIFICATE-----\s*)(?=-----BEGIN)/u)
    .map((pem) => new X509Certificate(pem))
    .some((one) => authorities === undefined || certificate.verify(one.publicKey));
  return Promise.resolve(
    signed
      ? { kind: 'accepted', intermediates: 0 }
      : { kind: 'refused', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  );
};
