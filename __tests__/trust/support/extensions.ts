import * as made from '../../certificate/support/certificates.ts';
import { extension, keyId, PURPOSES } from '../../certificate/support/certificates.ts';
import {
  bits,
  boolean,
  implicit,
  integer,
  nothing,
  oid,
  sequence,
  tagged,
} from '../../certificate/support/der-writer.ts';
import type { Der } from '../../certificate/support/der-writer.ts';
import type { KeyPair } from '../../certificate/support/keys.ts';
import type { Member } from './recipes.ts';

const NETSCAPE = { client: 0x80, server: 0x40, sslCa: 0x04 } as const;
const USES = {
  digitalSignature: 0x80,
  keyEncipherment: 0x20,
  keyAgreement: 0x08,
  keyCertSign: 0x04,
} as const;

function flags(octet: number): Der {
  return bits(Math.log2(octet & -octet), Uint8Array.of(octet));
}

/** The extensions of one certificate of a chain. */
export function extensionsOf(member: Member, own: KeyPair, issuer: KeyPair): readonly Der[] {
  const { ca, pathLength, uses, purposes, netscape, constraint, unknown, keyIds } = member;
  const wrong = Buffer.from('0badbad0', 'hex');
  const within = (): Der =>
    sequence(
      tagged(
        CONSTRAINED[constraint ?? 'permits'].tag,
        sequence(implicit(2, Buffer.from(CONSTRAINED[constraint ?? 'permits'].name))),
      ),
    );
  return [
    ...(ca === undefined ? [] : [basicConstraints(ca, pathLength)]),
    ...(uses === undefined
      ? []
      : [extension('2.5.29.15', flags(uses.reduce((sum, use) => sum | USES[use], 0)), true)]),
    ...(purposes === undefined
      ? []
      : [extension('2.5.29.37', sequence(...purposes.map((one) => oid(PURPOSES[one]))))]),
    ...(netscape === undefined ? [] : [extension('2.16.840.1.113730.1.1', flags(NETSCAPE[netscape]))]),
    ...(constraint === undefined ? [] : [extension('2.5.29.30', within(), true)]),
    ...(unknown === undefined ? [] : [extension('1.3.6.1.4.1.99999.1', nothing, unknown === 'critical')]),
    ...(keyIds === 'none' ? [] : [made.subjectKeyId(keyId(own))]),
    ...(keyIds === 'none' ? [] : [made.authorityKeyId(keyIds === 'wrong' ? wrong : keyId(issuer))]),
    ...(ca === true ? [] : [made.alternativeNames('www.example.com')]),
  ];
}

const CONSTRAINED = {
  permits: { tag: 0, name: 'example.com' },
  'permits another': { tag: 0, name: 'example.org' },
  excludes: { tag: 1, name: 'example.com' },
} as const;

function basicConstraints(ca: boolean, pathLength: number | undefined): Der {
  const length = pathLength === undefined || !ca ? [] : [integer(`0${pathLength}`)];
  return extension('2.5.29.19', sequence(...(ca ? [boolean(true)] : []), ...length), true);
}
