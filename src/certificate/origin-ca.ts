import { issues } from './chain.ts';
import type { Finding } from './finding.ts';
import { isKey, judgeBlocks, judgeForm } from './input-form.ts';
import type { InputNames } from './input-form.ts';
import { parse } from './parsed.ts';
import type { Parsed } from './parsed.ts';
import { readPasted } from './pasted-text.ts';
import { shown, shownDate } from './wording.ts';

/** Whether the CA bundle of the origin stands for the leaf, and what there is to say. */
export interface OriginCaVerdict {
  readonly vouches: boolean;
  readonly findings: readonly Finding[];
}

const INPUT = 'origin-ca';
const KEY_IN_BUNDLE: Finding = {
  reason: 'HOLDS_PRIVATE_KEY',
  severity: 'refuse',
  input: INPUT,
  sentence:
    `\`${INPUT}\` holds a private key, which checking needs not. Remove it, and treat it as exposed: this input is not ` +
    'meant for secrets and may have been printed.',
};
const MAXIMUM_BUNDLE_BYTES = 1024 * 1024;

/**
 * Whether a leaf chains to a bundle in PEM, offline: by names, signatures, CA flags and dates.
 * @param chain what was pasted beside the leaf: it may bridge, but Cloudflare does not send it
 */
export function judgeOriginCa(
  leaf: Parsed,
  chain: readonly Parsed[],
  bundle: string,
  now: number,
  names: InputNames,
): OriginCaVerdict {
  const reading = readPasted(bundle, MAXIMUM_BUNDLE_BYTES);
  if (reading.kind !== 'blocks') return { vouches: false, findings: [judgeForm(reading, 'ca', INPUT)] };
  if (reading.blocks.some(isKey)) return { vouches: false, findings: [KEY_IN_BUNDLE] };
  const blocks = reading.blocks.filter((block) => block.kind === 'certificate');
  if (blocks.length === 0) {
    return { vouches: false, findings: [judgeBlocks(reading.blocks, 'ca', names, INPUT)] };
  }
  const anchors = blocks.map((block) => parse(block.der)).filter((one) => one !== undefined);
  // An origin that is given the leaf itself trusts it as it is.
  if (anchors.some((anchor) => anchor.leaf.fingerprint === leaf.leaf.fingerprint)) return vouched();
  const trusted = anchors.filter((anchor) => isUsableCa(anchor, now));
  if (reaches(leaf, trusted, [])) return vouched();
  const bridges = chain.filter((one) => isUsableCa(one, now));
  if (reaches(leaf, trusted, bridges)) return bridged();
  return {
    vouches: false,
    findings: [
      refusal(
        anchors.find((anchor) => issues(anchor, leaf)),
        leaf,
        now,
      ),
    ],
  };
}

function vouched(): OriginCaVerdict {
  return { vouches: true, findings: [] };
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

/** True, but the origin will see the leaf alone: the bundle does not vouch for what it will be shown. */
function bridged(): OriginCaVerdict {
  return {
    vouches: false,
    findings: [
      {
        reason: 'ORIGIN_CA_NEEDS_INTERMEDIATE',
        severity: 'warn',
        input: INPUT,
        sentence:
          `The certificate chains to \`${INPUT}\` only over the intermediate pasted with it, and Cloudflare sends ` +
          `the leaf alone. Add the intermediate to the CA file of the origin and to \`${INPUT}\`.`,
      },
    ],
  };
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
