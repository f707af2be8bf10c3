import type { CertificateFacts, Evidence, TargetResult } from '../rotation/result.ts';
import { blocks, code, prose, table } from './markdown.ts';
import { clock, count, grouped, VERDICT_MARKS, WHEN_WORDS } from './wording.ts';

/** The probes of a target: what this runner saw, and nothing more is claimed. */

const MOST_PLACES = 20;
const MOST_SIGHTS = 12;

/** What was seen, and the certificates that may have been served. */
type Known = Pick<TargetResult, 'evidence'> &
  Partial<Pick<TargetResult, 'successor' | 'predecessors' | 'inForce'>>;

/** A run of probes with the same result. */
interface Sight {
  readonly evidence: Evidence;
  readonly times: number;
  readonly lastAt: number;
}

/** What was seen, a table for each place, alike sights together; empty without evidence. */
export function evidenceTables(known: Known): string {
  const places = new Map<string, readonly Sight[]>();
  for (const sight of together(known.evidence)) {
    const { via, to } = sight.evidence;
    const place = `${code(to)} ${via === 'edge' ? 'through Cloudflare' : 'straight to the origin'}`;
    places.set(place, [...(places.get(place) ?? []), sight]);
  }
  const tables = [...places].map(([place, sights]) => blocks(place, sightTable(sights, known)));
  const more = tables.length - MOST_PLACES;
  return blocks(
    ...tables.slice(0, MOST_PLACES),
    more > 0 ? `And ${count(more, 'more place', 'more places')}.` : '',
  );
}

function sightTable(sights: readonly Sight[], known: Known): string {
  const rows = sights
    .slice(0, MOST_SIGHTS)
    .map(({ evidence, times, lastAt }) => [
      `${WHEN_WORDS[evidence.when]}<br>${hours(evidence.at, lastAt)}`,
      `${VERDICT_MARKS[evidence.verdict]} ${seen(evidence, times, known)}`,
    ]);
  const more = sights.length - rows.length;
  return table(['When', 'Seen from this runner'], more > 0 ? [...rows, ['…', `${more} more`]] : rows);
}

/** What the table proves and what it does not; for below the table. */
export const EVIDENCE_NOTE =
  'Probes through Cloudflare show what the edge nearest to this runner did. They do not speak for every edge.';

function together(all: readonly Evidence[]): readonly Sight[] {
  const sights = new Map<string, Sight>();
  for (const evidence of all) {
    const { when, via, to, verdict, status, served } = evidence;
    const key = JSON.stringify([when, via, to, verdict, status ?? '', served ?? '']);
    const known = sights.get(key);
    sights.set(key, {
      evidence: known === undefined ? evidence : { ...evidence, at: known.evidence.at },
      times: (known?.times ?? 0) + 1,
      lastAt: evidence.at,
    });
  }
  return [...sights.values()];
}

function hours(first: number, last: number): string {
  const [from, to] = [clock(first), clock(last)];
  return from === to ? from : `${from} – ${to}`;
}

function seen(evidence: Evidence, times: number, known: Known): string {
  const status = evidence.status === undefined ? '' : `**${evidence.status}**`;
  const often = times > 1 ? `${times} times` : '';
  const head = [status, often].filter(Boolean).join(', ');
  const served = evidence.served === undefined ? '' : servedWords(evidence.served, known);
  return [head, prose(evidence.sentence, 600), served].filter(Boolean).join('<br>');
}

/** Which certificate the origin saw, by name where it is one of ours. */
function servedWords(served: string, known: Known): string {
  const [owner, number] = ownerOf(served, known);
  return `Served: ${owner}${code(grouped(number), 150)}`;
}

/** Whose it is, and the number as the certificate's own table spells it. */
function ownerOf(served: string, target: Known): readonly [string, string] {
  const own = target.successor && spelledBy(target.successor, served);
  if (own !== undefined) return ['the new certificate ', own];
  const former = [...(target.predecessors ?? []), ...(target.inForce === undefined ? [] : [target.inForce])];
  const other = former.map((facts) => spelledBy(facts, served)).find((one) => one !== undefined);
  return other === undefined ? ['', served] : ['the previous certificate ', other];
}

/** Origins echo a serial in hex or decimal, or a fingerprint of either kind, with colons and zeros or without. */
function spelledBy(facts: CertificateFacts, served: string): string | undefined {
  const text = bare(served);
  const { fingerprint, fingerprintSha1, serialNumber: serial = '' } = facts;
  const found = [fingerprint, fingerprintSha1].find((one) => one !== undefined && bare(one) === text);
  if (found !== undefined || !/^[0-9a-f]{1,64}$/iu.test(serial)) return found;
  return text === bare(serial) || text === BigInt(`0x${serial}`).toString() ? serial : undefined;
}

function bare(hex: string): string {
  return hex
    .replaceAll(/[:\s]/gu, '')
    .toLowerCase()
    .replace(/^0+(?=.)/u, '');
}
