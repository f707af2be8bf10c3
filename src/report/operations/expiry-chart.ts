import type { HeldCertificate, ZoneStatus } from '../../operations/operation-result.ts';
import { someOf } from '../../zone/words.ts';
import { blocks, fence } from '../markdown.ts';
import { counted, isoMoment } from '../wording.ts';

/**
 * Until when each certificate is good, as a Gantt chart in Mermaid's language: a row for each, named by whom it
 * serves, a lighter stretch from its renewal on, and Mermaid's own mark for today. Checked with the real Mermaid,
 * light and dark.
 */

const MOST_ROWS = 20;
const DAY = 86_400_000;
/** A certificate for ten years must not make the others too short to see. */
const [BACK, AHEAD] = [60 * DAY, 400 * DAY];
const WIDEST_NAME = 28;

type Row = HeldCertificate & { readonly zone: string };

/** The chart, and what it leaves out; empty if no certificate has an end that is known. */
export function expiryChart(zones: readonly ZoneStatus[], now: number): string {
  const all = zones
    .flatMap(({ zone, certificates }) => certificates.map((one) => ({ ...one, zone: zone.asked })))
    .filter(({ notAfter }) => isoMoment(notAfter) !== undefined)
    .toSorted((one, other) => rank(one) - rank(other) || endOf(one) - endOf(other));
  if (all.length === 0) return '';
  const rows = all.slice(0, MOST_ROWS);
  const names = namesOf(rows);
  const lines = [
    '---\ndisplayMode: compact\nconfig:\n  gantt:\n    leftPadding: 230\n---\ngantt',
    '    dateFormat YYYY-MM-DD',
    '    axisFormat %Y-%m',
    `    tickInterval ${rows.some((row) => endOf(row) - now > 100 * DAY) ? '2month' : '2week'}`,
    ...rows.flatMap((row, index) => [`    section ${names[index] ?? ''}`, ...bars(row, now)]),
  ];
  const more = all.length - rows.length;
  const left =
    more === 0 ? '' : ` Left out: ${counted(more, 'certificate')} that end later or are not in use.`;
  return blocks(
    fence(lines, 'mermaid'),
    `The red line is today. In the lighter part, a renewal is due.${left}`,
  );
}

function rank({ use }: Row): number {
  return use === 'in-force' ? 0 : 1;
}

function endOf({ notAfter }: Row): number {
  return notAfter ?? 0;
}

/** Whom it serves and until when; Mermaid puts rows of one name together, so no two are alike. */
function namesOf(rows: readonly Row[]): readonly string[] {
  const used = new Map<string, number>();
  return rows.map(({ zone, level, hostnames, notAfter = 0 }) => {
    const who = level === 'zone' ? `${zone} (zone)` : hostnames.length === 0 ? zone : someOf(hostnames, 1);
    const name = `${tame(who)} ${day(notAfter)}`;
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return times === 1 ? name : `${name} ${times}`;
  });
}

const USE: Readonly<Record<HeldCertificate['use'], string>> = {
  'in-force': 'ok',
  'switched-off': 'switched off',
  stale: 'stale',
  unused: 'unused',
  unknown: 'use unknown',
};

/** The words are short: what does not fit into its bar would cover the next one. */
function bars({ use, expired, uploadedOn, notAfter = 0, renewAt }: Row, now: number): readonly string[] {
  const within = (at: number): number => Math.min(Math.max(at, now - BACK), now + AHEAD);
  const to = Math.max(within(notAfter), now - BACK + 3 * DAY);
  const from = Math.min(within(uploadedOn ?? now), to - DAY);
  if (expired) return [bar('expired', 'crit, ', from, to)];
  if (use !== 'in-force') return [bar(USE[use], 'done, ', from, to)];
  const renewal = renewAt === undefined ? to : within(renewAt);
  if (renewal <= from || (renewAt ?? to) <= now) return [bar('renewal due', 'active, ', from, to)];
  if (renewal >= to) return [bar(USE[use], '', from, to)];
  return [bar(USE[use], '', from, renewal), bar('renew', 'active, ', renewal, to)];
}

function bar(label: string, tag: string, from: number, to: number): string {
  return `    ${label} :${tag}${day(from)}, ${day(to)}`;
}

function day(at: number): string {
  return isoMoment(at)?.slice(0, 10) ?? '';
}

/** Mermaid gives meaning to most punctuation. */
function tame(name: string): string {
  const text = name
    .replaceAll(/[^A-Za-z0-9 .()*-]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return text.length > WIDEST_NAME ? `${text.slice(0, WIDEST_NAME - 1)}…` : text;
}
