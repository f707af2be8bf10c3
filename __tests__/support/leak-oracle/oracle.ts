import { decodedTexts } from './decode.ts';
import { charactersOf, runsOf } from './runs.ts';
import { newLines } from './new-lines.ts';
import { secretWindows } from './secret-windows.ts';
import type { Secrets, SecretWindows } from './secret-windows.ts';
import { unescapedTexts } from './unescape.ts';

export type { Secrets } from './secret-windows.ts';

export interface Leak {
  /** Which of the given texts it is in. */
  readonly text: number;
  /** What leaked: `key 0, d` or `text 1`. Never the secret itself. */
  readonly secret: string;
  /** How it can be got out: the decodings one after another. */
  readonly view: string;
}

/** Base64 of base64 of a PEM takes three; one more for a surprise. */
const DEEPEST = 4;

/**
 * Looks for pieces of the secrets in everything that was written: eight bytes in a row of a private
 * number, six characters in a row of a text, in every view that a reader could derive. Each text is
 * searched by itself, so give whole streams and files; lines that an earlier one had are not searched again. At
 * most one leak per text, secret and view.
 *
 * It shares no code with src/secrecy: it judges that.
 */
export function findLeaks(
  written: string | Uint8Array | readonly (string | Uint8Array)[],
  secrets: Secrets,
): readonly Leak[] {
  const windows = secretWindows(secrets);
  const search = searcher(windows);
  const texts = typeof written === 'string' || written instanceof Uint8Array ? [written] : written;
  const known = new Set<string>();
  return texts.flatMap((content, text) => {
    const leaks = new Map<string, Leak>();
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    for (const [view, shown] of viewsOf(newLines(bytes.toString('latin1'), known), '', DEEPEST))
      for (const secret of search(shown))
        leaks.set(`${secret}|${view}`, { text, secret, view: view || 'as it is' });
    return [...leaks.values()];
  });
}

function* viewsOf(
  text: string,
  path: string,
  depth: number,
): Generator<readonly [view: string, text: string]> {
  for (const [undone, plain] of unescapedTexts(text))
    for (const backwards of [false, true]) {
      const view = [path, undone, backwards ? 'reversed' : ''].filter(Boolean).join(', ');
      // Bytes, not characters: this runs for every text of a simulated world.
      const bytes = backwards ? Buffer.from(Buffer.from(plain, 'latin1').toReversed()) : undefined;
      const forwards = bytes?.toString('latin1') ?? plain;
      yield [view, forwards];
      for (const [name, decoded] of decodedTexts(forwards)) {
        const deeper = [view, name].filter(Boolean).join(', ');
        yield [deeper, decoded];
        const readable = name === 'squeezed' || depth === 0 ? '' : readablePart(decoded);
        if (readable !== '') yield* viewsOf(readable, deeper, depth - 1);
      }
    }
}

const READABLE = charactersOf(/[\t\n\r -~]/u);

/** The readable runs of decoded bytes, also of UTF-16; random bytes have none of this length. */
function readablePart(bytes: string): string {
  return runsOf(bytes.replaceAll('\0', ''), READABLE, 14).join('\n');
}

/** Finds the names of the secrets of which a window stands in a text. */
function searcher(windows: SecretWindows): (text: string) => ReadonlySet<string> {
  const parts = [...windows].filter(([, names]) => names.size > 0);
  // Nearly every place is ruled out by two of its bytes: one bit in here for each length of windows. The second and
  // the third, as the first of a seed or a list of bytes is less varied.
  const heads = new Uint8Array(65_536);
  for (const [part, [, names]] of parts.entries())
    for (const window of names.keys())
      heads[(window.charCodeAt(1) << 8) | window.charCodeAt(2)]! |= 1 << part;
  return (text) => {
    const found = new Set<string>();
    let second = text.charCodeAt(1) & 0xff;
    for (let at = 0; at + 2 < text.length; at += 1) {
      const third = text.charCodeAt(at + 2) & 0xff;
      const marks = heads[(second << 8) | third]!;
      second = third;
      if (marks === 0) continue;
      for (const [part, [length, names]] of parts.entries()) {
        const name = (marks & (1 << part)) === 0 ? undefined : names.get(text.slice(at, at + length));
        if (name !== undefined) found.add(name);
      }
    }
    return found;
  };
}
