import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * True for a name or literal address of this very machine.
 * @param host lower case, as `URL.hostname` has it; IPv6 in brackets
 */
export function isLoopback(host: string): boolean {
  const address = bare(host);
  const version = isIP(address);
  if (version === 0) return /^(?:.*\.)?localhost$/u.test(address);
  return LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** True for an address written as one. */
export function isAddress(host: string): boolean {
  return isIP(bare(host)) !== 0;
}

/** True for names that only a local network or machine resolves. */
export function isLocalName(host: string): boolean {
  return isLoopback(host) || /\.(?:local|internal|localdomain|home\.arpa)\.?$/u.test(host);
}

function bare(host: string): string {
  return host.replaceAll(/^\[|\]$|\.$/gu, '');
}
