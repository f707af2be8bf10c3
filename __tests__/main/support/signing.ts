import { createAuthority } from '../../../sandbox/authority/index.ts';
import type { Authority } from '../../../sandbox/authority/index.ts';
import { NOW } from '../../certificate/support/certificates.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';
import { createSignerNetwork } from '../../support/signer-network.ts';
import type { SignerKind, SignerNetwork } from '../../support/signer-network.ts';
import { createBox } from './box.ts';
import type { Box } from './box.ts';
import type { StageParts } from './fake-stage.ts';
import { TOKEN } from './material.ts';
import { flawsOf, leaksOf, play } from './play.ts';
import type { Played } from './play.ts';

export const ZONE = 'example.com';
const DAY = 86_400_000;
const YEAR = { notBefore: NOW - DAY, notAfter: NOW + 365 * DAY };

export interface Authorities {
  readonly authority: Authority;
  readonly tls: Authority;
}

export async function createAuthorities(): Promise<Authorities> {
  const [authority, tls] = await Promise.all([
    createAuthority({ subject: 'Signing authority', ...YEAR }),
    createAuthority({ subject: 'TLS of the signer', ...YEAR }),
  ]);
  return { authority, tls };
}

/** A zone with nothing in force, and signers for it. */
export interface Signing {
  readonly time: VirtualTime;
  readonly box: Box;
  readonly network: SignerNetwork;
  readonly authority: Authority;
  /** Standard output of each run so far. */
  readonly printed: string[];
}

export function openSigning({ authority, tls }: Authorities): Signing {
  const time = new VirtualTime(NOW);
  const network = createSignerNetwork({ authority, tls, names: [ZONE], now: () => time.now });
  return { time, network, authority, box: createBox(time, TOKEN), printed: [] };
}

/** A run without a key of any kind in its inputs. */
export async function playSigning(
  { time, box, network, authority, printed }: Signing,
  kind: SignerKind,
  { inputs, env, ...more }: Partial<StageParts> = {},
): Promise<Played> {
  const played = await play({
    inputs: {
      'api-token': TOKEN,
      zone: ZONE,
      level: 'zone',
      'client-ca': authority.certificate,
      issue: network.issue[kind],
      ...inputs,
    },
    env: { ...network.env, RUNNER_DEBUG: '1', ...env },
    time,
    http: box.http,
    connectToSigner: network.connect,
    ...more,
  });
  printed.push(played.stage.stdout());
  return played;
}

/**
 * Pieces of tokens that a run was given on its way. Its inputs were there before; and in base64, digits of a date
 * in a certificate may look like those in a claim.
 */
export function leaksOfTokens(played: Played, tokens: readonly string[]): readonly unknown[] {
  return leaksOf({ ...played, stage: { ...played.stage, env: {} } }, { texts: tokens });
}

/** All that is wrong with what a run left behind, tokens that got out among it. */
export function flawsOfSigning(
  { network, printed }: Signing,
  played: Played,
  { texts = [], ...secrets }: Parameters<typeof leaksOf>[1] = {},
): readonly unknown[] {
  const tokens = network.tokens();
  const sent = JSON.stringify(network.requests);
  const masked = (token: string): boolean => printed.some((text) => text.includes(`::add-mask::${token}\n`));
  return [
    ...flawsOf(played),
    ...leaksOf(played, { ...secrets, texts: [TOKEN, network.bearer, ...texts] }),
    ...leaksOfTokens(played, tokens),
    ...tokens
      .filter((token) => sent.includes(token) && !masked(token))
      .map(() => 'a token was sent that has no mask'),
  ];
}
