import { readLeaf } from '../../../src/certificate/leaf.ts';
import type { Leaf } from '../../../src/certificate/leaf.ts';
import type { Association } from '../../../src/cloudflare/associations.ts';
import type { CertificateStatus } from '../../../src/cloudflare/certificates.ts';
import type { ObservedAssociations, ObservedCertificate } from '../../../src/zone/observed.ts';
import { leafOf } from '../../main/support/material.ts';

export const MINUTE = 60_000;
/** 2026-11-23T00:00:00Z. */
export const THEN = Date.UTC(2026, 10, 23);

export function leaf(...recipe: Parameters<typeof leafOf>): Leaf {
  const read = readLeaf(leafOf(...recipe).pem);
  if (read === undefined) throw new Error('a test certificate cannot be read');
  return read;
}

/** A certificate as Cloudflare holds it; active, without a readable leaf, uploaded then, unless said. */
export function held(id: string, more: Partial<ObservedCertificate> = {}): ObservedCertificate {
  const status: CertificateStatus = more.status ?? 'active';
  return { id, rawStatus: status, leaf: undefined, uploadedOn: THEN, ...more, status };
}

/** An association in effect unless said. */
export function tied(hostname: string, certificateId: string, more: Partial<Association> = {}): Association {
  const status: CertificateStatus = more.status ?? 'active';
  return {
    hostname,
    certificateId,
    enabled: true,
    rawStatus: status,
    certificateStatus: undefined,
    updatedAt: undefined,
    createdAt: undefined,
    ...more,
    status,
  };
}

export const listed = (...rows: readonly Association[]): ObservedAssociations => ({ complete: true, rows });
