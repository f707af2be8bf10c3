import { plainDigits } from '../probe/echo.ts';
import type { Evidence } from '../probe/evidence.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { CertificateFacts } from '../zone/result-parts.ts';
import { plainLines } from './limits.ts';
import { blocks, code, fence, fold, prose } from './markdown.ts';
import { clock, counted, VERDICT_MARKS, WHEN_WORDS } from './wording.ts';

/** What was seen, and nothing more is claimed: a line for each place, and every answer in a fold. */

const MOST_PLACES = 20;
const MOST_STRETCHES = 12;
const MOST_ANSWERS = 300;

/** What was seen, and the certificates that may have been served. */
type Known = Pick<TargetResult, 'evidence'> &
  Partial<Pick<TargetResult, 'successor' | 'predecessors' | 'inForce' | 'failure'>> & {
    readonly outcome?: string;
  };

/** A line of Markdown for each place: `before ✅ 200, after ❌❌❌ 520, after going back ✅✅ 200`. */
export function evidenceLines(known: Known): readonly string[] {
  const places = [...Map.groupBy(known.evidence, ({ via, to }) => `${via} ${to}`).values()];
  const lines = places.slice(0, MOST_PLACES).map((answers) => placeLine(answers, known));
  const more = places.length - lines.length;
  return more > 0 ? [...lines, `And ${counted(more, 'more place')}.`] : lines;
}

/** For below the lines, where not every probe passed. */
export function legendOf({ evidence }: Known): string {
  const edge = evidence.filter(({ via }) => via === 'edge');
  return edge.some(({ verdict }) => verdict !== 'pass')
    ? `Each mark is one probe: ✅ passed, ❌ failed, ❓ unclear.${leftOut(evidence)}`
    : '';
}

/** Of a long series not every answer is kept. */
function leftOut(evidence: Known['evidence']): string {
  const longest = Math.max(
    ...[...Map.groupBy(evidence, ({ when, to }) => `${when} ${to}`).values()].map(({ length }) => length),
  );
  return longest < 5 ? '' : ' Of a long series, the first four and the last are shown.';
}

function placeLine(answers: readonly Evidence[], known: Known): string {
  const [{ via, to } = { via: 'edge', to: '' }] = answers;
  if (via === 'origin') {
    const told = known.failure?.happened ?? '';
    const seen = answers.map(
      ({ verdict, sentence }) =>
        `${VERDICT_MARKS[verdict]} ${told.includes(sentence) ? 'see above' : prose(sentence, 600)}`,
    );
    return `${code(to)} straight to the origin: ${seen.join(' ')}`;
  }
  const times = [...Map.groupBy(answers, ({ when }) => when)].map(([when, some]) => {
    const stretches = stretchesOf(some, known);
    const more = stretches.length > MOST_STRETCHES ? ['…'] : [];
    const seen = [...stretches.slice(0, MOST_STRETCHES), ...more].join(', then ');
    const changesNothing = known.outcome === 'unchanged' || known.outcome === 'planned';
    return changesNothing ? seen : `${WHEN_WORDS[when]} ${seen}`;
  });
  return `${code(to)} through Cloudflare: ${times.join('; ')}`;
}

/** Answers alike, one after another, are told once, with a mark for each. */
function stretchesOf(answers: readonly Evidence[], known: Known): readonly string[] {
  const stretches: { marks: string; readonly words: string }[] = [];
  for (const answer of answers) {
    const mark = VERDICT_MARKS[answer.verdict];
    const words = answerWords(answer, known);
    const last = stretches.at(-1);
    if (last?.words === words && last.marks.endsWith(mark)) last.marks += mark;
    else stretches.push({ marks: mark, words });
  }
  return stretches.map(({ marks, words }) => `${marks} ${words}`);
}

function answerWords({ status, served }: Evidence, known: Known): string {
  const answer = status === undefined ? 'no answer' : `${status}`;
  if (served === undefined || known.successor === undefined) return answer;
  return `${answer} with ${ownerOf(served, known)?.owner ?? 'another certificate'}`;
}

/** Every answer in a line of its own, as it is; empty without any. */
export function everyAnswer(known: Known): string {
  const { evidence } = known;
  if (evidence.length === 0) return '';
  const lines = evidence.map((answer) => {
    const { at, when, to, verdict, status, sentence, served } = answer;
    const owner = served === undefined ? undefined : ownerOf(served, known);
    const shown =
      served === undefined
        ? ''
        : ` Served: ${owner === undefined ? served : `${owner.owner}, ${owner.spelt}`}`;
    const head = `${clock(at)} ${VERDICT_MARKS[verdict]} ${WHEN_WORDS[when]}, ${to}`;
    return `${head}${status === undefined ? '' : ` ${status}`}: ${sentence}${shown}`;
  });
  const note = evidence.some(({ via }) => via === 'edge')
    ? `Probes only see the Cloudflare edge nearest to this runner.${leftOut(evidence)}`
    : '';
  return fold(
    `Evidence, answer by answer (${evidence.length})`,
    blocks(fence(plainLines(lines, MOST_ANSWERS, 1000)), note),
  );
}

/** Whose it is, and the number as that certificate spells it everywhere else. */
function ownerOf(served: string, known: Known): { owner: string; spelt: string } | undefined {
  const { successor, predecessors = [], inForce } = known;
  for (const facts of [successor, ...predecessors, inForce]) {
    const spelt = facts && spelledBy(facts, served);
    const owner = facts === successor ? 'the new certificate' : 'the previous certificate';
    if (spelt !== undefined) return { owner, spelt };
  }
  return undefined;
}

/** Origins echo a serial in hex or decimal, or a fingerprint of either kind, with colons and zeros or without. */
function spelledBy(facts: CertificateFacts, served: string): string | undefined {
  const text = plainDigits(served);
  const { fingerprint, fingerprintSha1, serialNumber: serial = '' } = facts;
  const found = [fingerprint, fingerprintSha1].find((one) => one !== undefined && plainDigits(one) === text);
  if (found !== undefined || !/^[0-9a-f]{1,64}$/iu.test(serial)) return found;
  return text === plainDigits(serial) || text === BigInt(`0x${serial}`).toString() ? serial : undefined;
}
