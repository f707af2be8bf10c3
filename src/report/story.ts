import type { StatusFinding, ZoneStatus } from '../operations/operation-result.ts';
import type { CertificateFacts, Failure, Warning } from '../zone/result-parts.ts';
import { dayUntil, subjectUntil } from './certificate-words.ts';
import { plainLines } from './limits.ts';
import { blocks, fence, fold, list, prose } from './markdown.ts';
import { counted } from './wording.ts';

/** What a run has to tell, before it is made into summary, log and annotations. */
export interface Story {
  readonly mark: string;
  /** The outcome in one sentence without a full stop; may hold foreign text. */
  readonly title: string;
  readonly failedTitle: string;
  readonly failures: readonly ToldFailure[];
  readonly warnings: readonly string[];
  /** Blocks of Markdown, the most important first: what does not fit is left out from the end. */
  readonly body: readonly string[];
  /** Lines for the log, before the last one. */
  readonly lines: readonly string[];
}

export interface ToldFailure {
  /** Empty if there is only one thing it can be about. */
  readonly name: string;
  readonly says: string;
  /** For the summary, where the body does not tell it. */
  readonly failure?: Failure;
}

/** Empty without a failure. */
export function toldFailure(failure: Failure | undefined, name = ''): readonly ToldFailure[] {
  return failure === undefined ? [] : [{ name, says: failureWords(failure), failure }];
}

export function failureWords({ happened, inForce, remedy }: Failure): string {
  const now = inForce === undefined ? '' : ` In force now: ${stands(inForce)}`;
  return `${happened}${now} What to do: ${remedy}`;
}

/** Probes were made, and told neither good nor bad. */
export function isUnclear({ warnings }: { readonly warnings: readonly Warning[] }): boolean {
  return warnings.some(({ reason }) => reason === 'NOT_VERIFIED');
}

/** An answer to the question what is in force now. */
function stands(inForce: string): string {
  return inForce === 'Nothing was changed.' ? `As before. ${inForce}` : inForce;
}

/** With the date, and without naming twice what the words name by its id. */
function standsUntil(inForce: string, certificate: CertificateFacts | undefined): string {
  const words = prose(stands(inForce));
  if (certificate === undefined) return words;
  const { id } = certificate;
  return id !== undefined && inForce.includes(id)
    ? `${words} What is in force is valid until ${dayUntil(certificate)}.`
    : `${subjectUntil(certificate)}. ${words}`;
}

const SHORT = 400;
/** Of several problems, each in its own line, as many are told at once. */
const MOST_PROBLEMS = 10;

/** Long text and raw answers are folded. `certificate`: what is in force, if it is known. */
export function failureBlock(failure: Failure, certificate?: CertificateFacts): string {
  const [happened, rest] = whatHappened(failure.happened);
  const details = plainLines([...rest, ...failure.details]);
  return blocks(
    happened,
    failure.inForce === undefined ? '' : `**In force now:** ${standsUntil(failure.inForce, certificate)}`,
    `**What to do:** ${prose(failure.remedy)}`,
    details.length === 0 ? '' : fold(`Details (${counted(details.length, 'line')})`, fence(details)),
  );
}

/** What is told at once, as Markdown, and what is left of it for the fold. */
function whatHappened(text: string): readonly [happened: string, rest: readonly string[]] {
  const problems = text.split('\n');
  if (problems.length > 1)
    return [
      blocks('**What happened:**', list(problems.slice(0, MOST_PROBLEMS).map((problem) => prose(problem)))),
      problems.slice(MOST_PROBLEMS),
    ];
  const told = text.length > SHORT ? firstSentences(text) : text;
  return [`**What happened:** ${prose(told)}`, [text.slice(told.length)]];
}

/** Whole sentences up to the limit, or as much of the first as fits. */
function firstSentences(text: string): string {
  const head = text.slice(0, SHORT);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? '));
  return end > 40 ? head.slice(0, end + 1) : `${head.trimEnd()}…`;
}

const OPEN = 5;
const MOST = 100;

const KINDS = { due: ['📅', 'more due'], warning: ['⚠', 'more warnings'] } as const;

/** What is due or only worth knowing, with what to do about it; empty if nothing is. */
export function findingsList(zones: readonly ZoneStatus[], kind: StatusFinding['kind']): string {
  const [mark, words] = KINDS[kind];
  const lines = [...Map.groupBy(findingsIn(zones, kind), ({ target }) => target)].map(([target, all]) => {
    const remedies = new Set(all.map(({ remedy }) => remedy));
    const texts = [...all.map(({ sentence }) => sentence), ...remedies].map((text) => prose(text));
    return `${mark} **${prose(target, 300)}**: ${texts.join(' ')}`;
  });
  const more = lines.slice(OPEN);
  return blocks(
    list(lines.slice(0, OPEN)),
    more.length === 0 ? '' : fold(`And ${more.length} ${words}`, list(more, MOST)),
  );
}

export function findingsIn(
  zones: readonly ZoneStatus[],
  kind: StatusFinding['kind'],
): readonly StatusFinding[] {
  return zones.flatMap(({ findings }) => findings.filter((one) => one.kind === kind));
}
