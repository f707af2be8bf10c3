import type { HeldCertificate, MatrixRun, StatusRun } from '../../operations/operation-result.ts';
import type { OtherResult, ZoneStatus } from '../../operations/operation-result.ts';
import { asManyAsFit, MOST_CHARACTERS, REST } from '../limits.ts';
import { asciiJson, documentText, factsOf } from '../report-document.ts';
import { isoMoment } from '../wording.ts';

/**
 * The `report` output of an operation that is no rotation: the fields of every report, and beside them what the
 * operation says of itself, under the names of its result. Never longer than `most` characters; what had to go is
 * named by `leftOut`.
 */
export function operationReport(run: OtherResult, most = MOST_CHARACTERS): string {
  for (const leftOut of [[], ['evidence', 'findings', 'certificates']]) {
    const text = documentText(run, fieldsOf(run, leftOut.length > 0), leftOut);
    if (text.length <= most) return text;
  }
  const leftOut = ['evidence', 'findings', 'certificates', 'entries', 'hostnames', 'warnings', 'zones'];
  const zones = 'zones' in run ? worstZonesFirst(run.zones) : [];
  return asManyAsFit(zones, most, (some) => documentText(run, leastOf(run, some), leftOut));
}

/** `brief`: without what may be long. */
function fieldsOf(run: OtherResult, brief: boolean): object {
  switch (run.operation) {
    case 'status':
    case 'matrix': {
      const zones = run.zones.map(({ zone, outcome, findings, failure }) => {
        return { zone: zone.asked, outcome, findings: brief ? [] : findings, failure };
      });
      return run.operation === 'status' ? { zones } : { entries: run.entries, zones };
    }
    case 'delete': {
      const { zone, reason, sentence, warnings, failure } = run;
      const certificates = brief ? [] : run.certificates.map((one) => ({ ...one, ...factsOf(one) }));
      return { zone, reason, sentence, certificates, warnings, failure };
    }
    case 'disable': {
      const { zone, mode, hostnames, changed, reason, sentence, warnings, failure } = run;
      const evidence = brief ? [] : run.evidence.map((one) => ({ ...one, at: isoMoment(one.at) }));
      return { zone, mode, hostnames, changed, reason, sentence, evidence, warnings, failure };
    }
  }
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
  for (const leftOut of [[], ['hostnames'], ['hostnames', 'certificates']]) {
    const text = statusDocument(run, run.zones.map((zone) => zoneDocument(zone, leftOut)), leftOut); // prettier-ignore
    if (text.length <= most) return text;
  }
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

function statusDocument(run: StatusRun, zones: readonly object[], leftOut: readonly string[]): string {
  return asciiJson({
    version: 1,
    result: run.outcome,
    lookedAt: isoMoment(run.endedAt),
    zones,
    leftOut,
    rest: leftOut.length === 0 ? undefined : REST,
  });
}

function briefly({ zone, outcome, switchOn, findings }: ZoneStatus): object {
  const due = findings.filter(({ kind }) => kind === 'due').length;
  return { zone: zone.asked, result: outcome, enabled: switchOn, due };
}

function zoneDocument(status: ZoneStatus, leftOut: readonly string[]): object {
  const { zone, outcome, switchOn, sslMode, sharedCertificate, certificates, hostnames, failure } = status;
  const brief = leftOut.includes('hostnames');
  return {
    zone: zone.asked,
    id: zone.id,
    name: zone.name,
    result: outcome,
    failure: failure && { ...failure, details: [] },
    enabled: switchOn,
    sslMode,
    sharedCertificate,
    quota: status.quota,
    certificates: leftOut.includes('certificates')
      ? []
      : certificates.map((one) => certificateDocument(one, brief)),
    hostnames: brief ? [] : hostnames,
    hostnamesComplete: status.hostnamesComplete,
    compared: status.compared,
    findings: status.findings,
  };
}

function certificateDocument(certificate: HeldCertificate, brief: boolean): object {
  const { level, status, use, expired, uploadedOn, renewAt, hostnames, ...own } = certificate;
  const { notAfter, ...facts } = factsOf(own);
  return {
    ...facts,
    expiresOn: notAfter,
    level,
    status,
    use,
    expired,
    uploadedOn: isoMoment(uploadedOn),
    renewAt: isoMoment(renewAt),
    hostnames: brief ? undefined : hostnames,
  };
}

/** The `matrix` output, for `fromJSON` in `strategy.matrix`; without jobs `include` is empty. */
export function matrixText({ entries }: MatrixRun): string {
  return asciiJson({ include: entries });
}
