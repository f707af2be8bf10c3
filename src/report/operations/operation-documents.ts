import type { MatrixRun, OtherResult, StatusRun, ZoneStatus } from '../../operations/operation-result.ts';
import { asManyAsFit, MOST_CHARACTERS } from '../limits.ts';
import { asciiJson, documentJson, documentText, firstThatFits } from '../report-document.ts';

/**
 * The `report` output of an operation that is no rotation: the fields of every report, and beside them what the
 * operation says of itself, under the names of its result. Never longer than `most` characters; what had to go is
 * named by `leftOut`.
 */
export function operationReport(run: OtherResult, most = MOST_CHARACTERS): string {
  const brief = ['evidence', 'findings', 'certificates'];
  const text = firstThatFits([[], brief], most, (leftOut) => documentText(run, fieldsOf(run), leftOut));
  if (text !== undefined) return text;
  const leftOut = [...brief, 'entries', 'hostnames', 'warnings', 'zones'];
  const zones = 'zones' in run ? worstZonesFirst(run.zones) : [];
  return asManyAsFit(zones, most, (some) => documentText(run, leastOf(run, some), leftOut));
}

function fieldsOf(run: OtherResult): object {
  if (!('zones' in run)) return run;
  const zones = run.zones.map(({ zone, outcome, findings, failure }) => {
    return { zone: zone.asked, outcome, findings, failure };
  });
  return run.operation === 'matrix' ? { entries: run.entries, zones } : { zones };
}

/** What is left of that where even the brief one is too long, with as many of the zones as fit. */
function leastOf(run: OtherResult, zones: readonly ZoneStatus[]): object {
  if ('zones' in run) return { zones: zones.map(({ zone, outcome }) => ({ zone: zone.asked, outcome })) };
  const { zone, reason, sentence, failure } = run;
  return { zone, reason, sentence, failure: failure?.code };
}

/**
 * The `status` output: one JSON object on one line of printable ASCII. `version` is 1 and grows when a
 * field changes its meaning or goes; new fields may come at any time. Moments are ISO 8601 in UTC, what
 * is not known is left out, and `leftOut` names what had to go because an output should be short: `hostnames`,
 * `certificates`, `findings` (their number stays), then `zones`, the worst stay; `rest` says where it stands.
 */
export function statusText(run: StatusRun, most = MOST_CHARACTERS): string {
  const all = run.zones.map(zoneDocument);
  const steps = [[], ['hostnames'], ['hostnames', 'certificates']];
  const text = firstThatFits(steps, most, (leftOut) => statusDocument(run, all, leftOut));
  if (text !== undefined) return text;
  const worstFirst = worstZonesFirst(run.zones);
  return asManyAsFit(worstFirst, most, (some) => {
    const missing = some.length < worstFirst.length ? ['zones'] : [];
    return statusDocument(run, some.map(briefly), ['hostnames', 'certificates', 'findings', ...missing]);
  });
}

export function worstZonesFirst(zones: readonly ZoneStatus[]): readonly ZoneStatus[] {
  return (['failed', 'due', 'ok'] as const).flatMap((outcome) =>
    zones.filter((zone) => zone.outcome === outcome),
  );
}

function statusDocument(
  { outcome, endedAt }: StatusRun,
  zones: readonly object[],
  leftOut: readonly string[],
): string {
  return documentJson({ version: 1, result: outcome, lookedAt: endedAt, zones }, leftOut);
}

function briefly({ zone, outcome, switchOn, findings }: ZoneStatus): object {
  const due = findings.filter(({ kind }) => kind === 'due').length;
  return { zone: zone.asked, result: outcome, enabled: switchOn, due };
}

function zoneDocument({ zone, outcome, failure, switchOn, certificates, ...own }: ZoneStatus): object {
  return {
    zone: zone.asked,
    id: zone.id,
    name: zone.name,
    result: outcome,
    failure: failure && { ...failure, details: [] },
    enabled: switchOn,
    certificates: certificates.map(({ notAfter, ...one }) => ({ ...one, expiresOn: notAfter })),
    ...own,
  };
}

/** The `matrix` output, for `fromJSON` in `strategy.matrix`; without jobs `include` is empty. */
export function matrixText({ entries }: MatrixRun): string {
  return asciiJson({ include: entries });
}
