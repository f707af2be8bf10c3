import type { HeldCertificate, MatrixRun, StatusRun, ZoneStatus } from '../../operations/operation-result.ts';
import { asManyAsFit, MOST_CHARACTERS, REST } from '../limits.ts';
import { asciiJson, factsOf } from '../report-document.ts';
import { isoMoment } from '../wording.ts';

/**
 * The `status` output: one JSON object on one line of printable ASCII. `version` is 1 and grows when a
 * field changes its meaning or goes; new fields may come at any time. Moments are ISO 8601 in UTC, what
 * is not known is left out, and `leftOut` names what had to go because an output should be short: `hostnames`,
 * `certificates`, `findings` (their number stays), then `zones`, the worst stay; `rest` says where it stands.
 */
export function statusText(run: StatusRun, most = MOST_CHARACTERS): string {
  for (const leftOut of [[], ['hostnames'], ['hostnames', 'certificates']]) {
    const text = documentText(run, run.zones.map((zone) => zoneDocument(zone, leftOut)), leftOut); // prettier-ignore
    if (text.length <= most) return text;
  }
  const worstFirst = worstZonesFirst(run.zones);
  return asManyAsFit(worstFirst, most, (some) => {
    const missing = some.length < worstFirst.length ? ['zones'] : [];
    return documentText(run, some.map(briefly), ['hostnames', 'certificates', 'findings', ...missing]);
  });
}

export function worstZonesFirst(zones: readonly ZoneStatus[]): readonly ZoneStatus[] {
  return (['failed', 'due', 'ok'] as const).flatMap((outcome) =>
    zones.filter((zone) => zone.outcome === outcome),
  );
}

function documentText(run: StatusRun, zones: readonly object[], leftOut: readonly string[]): string {
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
  const { notAfter, ...facts } = factsOf(certificate);
  const { level, status, use, expired, hostnames } = certificate;
  return {
    ...facts,
    expiresOn: notAfter,
    level,
    status,
    use,
    expired,
    uploadedOn: isoMoment(certificate.uploadedOn),
    renewAt: isoMoment(certificate.renewAt),
    hostnames: brief ? undefined : hostnames,
  };
}

/** The `matrix` output, for `fromJSON` in `strategy.matrix`; without jobs `include` is empty. */
export function matrixText({ entries }: MatrixRun): string {
  return asciiJson({ include: entries });
}
