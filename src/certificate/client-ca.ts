import { readAuthorities } from './authorities.ts';
import { issues } from './chain.ts';
import type { Finding } from './finding.ts';
import { parse } from './parsed.ts';
import type { Parsed } from './parsed.ts';
import { shown, shownDate } from './wording.ts';

const INPUT = 'client-ca';
/** True, but the origin will see the leaf alone: the bundle does not vouch for what it will be shown. */
const BRIDGED: Finding = {
  reason: 'ORIGIN_CA_NEEDS_INTERMEDIATE',
  severity: 'warn',
  input: INPUT,
  sentence:
    `The certificate chains to \`${INPUT}\` only over the intermediate pasted with it, and Cloudflare sends ` +
    `the leaf alone. Add the intermediate to the CA file of the origin and to \`${INPUT}\`.`,
};
/**
 * What stands against an origin with this bundle (PEM) trusting the leaf; empty where the bundle vouches for it.
 * Judged offline: by names, signatures, CA flags and dates.
 * @param chain what was pasted beside the leaf: it may bridge, but Cloudflare does not send it
 */
export function judgeClientCa(
  leaf: Parsed,
  chain: readonly Parsed[],
  bundle: string,
  now: number,
): readonly Finding[] {
  const read = readAuthorities(bundle);
  if (read.kind === 'fault')
    return [
      {
        reason: read.reason,
        severity: 'refuse',
        input: INPUT,
        sentence: `\`${INPUT}\` ${read.cause}. ${read.cure}`,
      },
    ];
  const anchors = read.ders.map(parse).filter((one) => one !== undefined);
  // An origin that is given the leaf itself trusts it as it is.
  if (anchors.some((anchor) => anchor.leaf.fingerprint === leaf.leaf.fingerprint)) return [];
  const trusted = anchors.filter((anchor) => isUsableCa(anchor, now));
  if (reaches(leaf, trusted, [])) return [];
  const bridges = chain.filter((one) => isUsableCa(one, now));
  if (reaches(leaf, trusted, bridges)) return [BRIDGED];
  const signer = anchors.find((anchor) => issues(anchor, leaf));
  return [refusal(signer, leaf, now)];
}

function isUsableCa({ facts, leaf }: Parsed, now: number): boolean {
  return isCa(facts) && leaf.notBefore <= now && now < leaf.notAfter;
}

function isCa(facts: Parsed['facts']): boolean {
  return facts.basicConstraints?.ca === true && facts.keyUsage?.keyCertSign !== false;
}

/** Whether a way leads from `leaf`, over any of `bridges`, to one of `anchors`. */
function reaches(leaf: Parsed, anchors: readonly Parsed[], bridges: readonly Parsed[]): boolean {
  const linked = new Set([leaf]);
  for (const member of linked) {
    if (anchors.some((anchor) => issues(anchor, member))) return true;
    for (const bridge of bridges) if (issues(bridge, member)) linked.add(bridge);
  }
  return false;
}

function refusal(signer: Parsed | undefined, leaf: Parsed, now: number): Finding {
  const base = { severity: 'refuse', input: INPUT } as const;
  if (signer === undefined) {
    return {
      ...base,
      reason: 'ORIGIN_CA_DID_NOT_SIGN',
      sentence:
        `The certificate is not signed by any certificate in \`${INPUT}\`; its issuer is ${shown(leaf.leaf.issuer)}. ` +
        'The origin would refuse it: add that issuer to the CA file of the origin, or issue from the CA it trusts.',
    };
  }
  const name = shown(signer.leaf.subject);
  if (!isCa(signer.facts)) {
    return {
      ...base,
      reason: 'ORIGIN_CA_NOT_A_CA',
      sentence:
        `The certificate is signed by ${name} in \`${INPUT}\`, which is no CA (it lacks CA:TRUE, or its keyUsage lacks ` +
        'keyCertSign), so the origin would refuse it. Issue from a CA certificate.',
    };
  }
  return {
    ...base,
    reason: 'ORIGIN_CA_NOT_VALID_NOW',
    sentence:
      `The certificate is signed by ${name} in \`${INPUT}\`, which is valid from ${shownDate(signer.leaf.notBefore)} ` +
      `to ${shownDate(signer.leaf.notAfter)} and not at ${shownDate(now)}. Renew the CA certificate at the origin and here.`,
  };
}
