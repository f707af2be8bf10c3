import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { NOW } from '../certificate/support/certificates.ts';
import { createBox } from '../main/support/box.ts';
import { TOKEN } from '../main/support/material.ts';
import { flawsOf, leaksOf, play } from '../main/support/play.ts';
import type { Played } from '../main/support/play.ts';
import { withoutMaskCommands } from '../support/runner-model/runner.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import type { Row } from './row.ts';

/** The row through the real entry: the first certificate of a zone, at zone level. */
export async function playRow({ paste }: Row): Promise<Played> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN, { variants: { ed25519Upload: 'accepted' } });
  return await play({
    inputs: {
      'api-token': TOKEN,
      zone: 'example.com',
      level: 'zone',
      certificate: paste.certificate,
      'private-key': paste.privateKey ?? '',
      'private-key-passphrase': paste.passphrase ?? '',
      'client-ca': paste.clientCa ?? '',
    },
    time,
    http: box.http,
  });
}

/** All that is wrong with what a run left behind, whatever the row: outputs, foreign commands, leaks. */
export function flawsOfRow(row: Row, played: Played): readonly unknown[] {
  const written = [
    withoutMaskCommands(played.stage.stdout()),
    ...played.stage.summaries,
    JSON.stringify(played.outputs),
  ].join('\n');
  const echoed = row.secrets.flatMap(pieces).filter((piece) => written.includes(piece));
  return [
    ...flawsOf(played),
    ...leaksOf(played, { keys: keysIn(row), texts: [TOKEN] }),
    ...echoed.map(() => 'a piece of what was pasted is echoed'),
  ];
}

/** Runs of characters of a text that might be told from it, but for words that anybody uses. */
function pieces(secret: string): readonly string[] {
  return (secret.match(/[A-Za-z0-9+/=]{8,}/gu) ?? []).filter((run) => !/^[A-Za-z]{1,16}$/u.test(run));
}

/** The private keys in what was pasted, as far as the oracle can take them apart; of encrypted ones what is uploaded. */
function keysIn({ paste, expected }: Row): readonly KeyObject[] {
  const uploaded = expected.kind === 'passed' ? expected.uploads.privateKey : '';
  const all = `${paste.certificate}\n${paste.privateKey ?? ''}\n${uploaded}`;
  const blocks = all.match(/-----BEGIN (?!ENCRYPTED)[^-]*KEY-----[^]*?-----END [^-]*-----/gu) ?? [];
  return blocks.filter((block) => !block.includes('ENCRYPTED')).flatMap(readable);
}

function readable(pem: string): readonly KeyObject[] {
  try {
    const key = createPrivateKey(pem);
    const { d, priv }: { d?: string; priv?: string } = key.export({ format: 'jwk' });
    return d === undefined && priv === undefined ? [] : [key];
  } catch {
    return [];
  }
}
