import { finding, type Finding } from './finding.ts';
import { EXPOSED } from './form-texts.ts';
import { formText, usableIn, WANTED } from './input-form.ts';
import { isSignedBy, parse, parseCertificate, type Parsed } from './leaf.ts';
import { readPasted } from './pasted-text.ts';

export interface ChainRead {
  readonly leaf: Parsed | undefined;
  readonly chain: readonly Parsed[];
  readonly findings: readonly Finding[];
}

const MAXIMUM_CERTIFICATES = 16;
const ONLY_ONE = 'Give only the new client certificate.';

/** Finds the leaf among the certificates of an input: alone, repeated, or with its chain. Never throws. */
export function readChain(ders: readonly Uint8Array[], input: string): ChainRead {
  if (ders.length === 0) return { leaf: undefined, chain: [], findings: [] };
  const distinct = [...new Map(ders.map((der) => [Buffer.from(der).toString('hex'), der])).values()];
  const refused = (reason: string, says: string): ChainRead => {
    const refusal = finding('refuse', reason, input, `\`${input}\` ${says}`);
    return { leaf: undefined, chain: [], findings: [refusal] };
  };
  if (distinct.length > MAXIMUM_CERTIFICATES)
    return refused(
      'UNRELATED_CERTIFICATES',
      `holds more than ${MAXIMUM_CERTIFICATES} certificates. ${ONLY_ONE}`,
    );
  const parsed = distinct.map(parse);
  if (!parsed.every((one) => one !== undefined))
    return { leaf: undefined, chain: [], findings: [unreadableCertificate(input)] };
  const leaf = findLeaf(parsed);
  if (leaf === undefined)
    return refused(
      'UNRELATED_CERTIFICATES',
      `holds ${parsed.length} different certificates that do not form a chain. ${ONLY_ONE}`,
    );
  const chain = parsed.filter((one) => one !== leaf);
  return { leaf, chain, findings: chain.length > 0 ? [chainFinding(leaf === parsed[0], input)] : [] };
}

export function unreadableCertificate(input: string): Finding {
  const says = `\`${input}\` looks like a certificate, but its content cannot be read. Copy the whole file again; if nothing changes, have the certificate issued again.`;
  return finding('refuse', 'CERTIFICATE_UNREADABLE', input, says);
}

/** The one certificate that is not a CA, if all of them are linked by their signatures. */
function findLeaf(all: readonly Parsed[]): Parsed | undefined {
  const leaves = all.filter((one) => one.facts.basicConstraints?.ca !== true);
  // If several are not marked as a CA (as with old CAs), the first one counts, as in every TLS server.
  const [leaf] = leaves.length === 1 ? leaves : all;
  const linked = new Set(leaf && [leaf]);
  for (const member of linked) {
    for (const issuer of all) if (isSignedBy(member.x509, issuer.x509)) linked.add(issuer);
  }
  return linked.size === all.length ? leaf : undefined;
}

function chainFinding(leafFirst: boolean, input: string): Finding {
  const says =
    `\`${input}\` holds a chain${leafFirst ? '' : ' that does not start with the leaf'}. Only the leaf is used: ` +
    'Cloudflare sends no intermediates, so the origin must have them in its own CA file. Give only the leaf.';
  return finding('warn', leafFirst ? 'CHAIN_PASTED' : 'CHAIN_OUT_OF_ORDER', input, says);
}

interface AuthoritiesRead {
  readonly ders: readonly Uint8Array[];
  /** Why it is no bundle of authorities: the cause follows the input's name. Then there are none. */
  readonly fault?: readonly [reason: string, cause: string, cure: string];
}

const MAXIMUM_BYTES = 1024 * 1024;

/** Reads a bundle in any form in which people paste PEM. Anything besides certificates is skipped. */
export function readAuthorities(text: string): AuthoritiesRead {
  const reading = readPasted(text, MAXIMUM_BYTES);
  const { certificates: ders, keys } = usableIn(reading);
  if (keys.length > 0) return { ders: [], fault: EXPOSED };
  if (ders.length === 0) return { ders, fault: formText(reading, 'ca') };
  const unreadable = ders.findIndex((der) => parseCertificate(der) === undefined);
  if (unreadable === -1) return { ders };
  const cause = `holds a certificate that cannot be read, number ${unreadable + 1}`;
  return { ders: [], fault: ['CERTIFICATE_UNREADABLE', cause, WANTED.ca] };
}
