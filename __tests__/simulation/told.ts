/** What a run says of itself by its outputs, which are what people and later steps get. */
export interface Told {
  readonly outcome: string;
  readonly reason: string;
  readonly sentence: string;
  readonly remedy: string | undefined;
  readonly inForce: string | undefined;
  readonly inForceId: string | undefined;
  /** What it replaces, and what became of it. */
  readonly predecessors: readonly Replaced[];
  /** Of each hostname what it had when the run looked first. */
  readonly before: ReadonlyMap<string, Had>;
  readonly warnings: readonly string[];
  /** Every output as it was set last. */
  readonly outputs: ReadonlyMap<string, string>;
}

export interface Replaced {
  readonly id: string;
  readonly fate: string;
}

export interface Had {
  readonly certificateId: string | undefined;
  readonly enabled: boolean | undefined;
}

/** Reads the outputs of a run with one target, or of one that ended before it had any. */
export function toldBy(outputs: ReadonlyMap<string, string>): Told {
  const report: unknown = JSON.parse(outputs.get('report') ?? '{}');
  const target = part(list(part(report)['targets'])[0]);
  const failure = part(target['failure'] ?? part(report)['failure']);
  return {
    outcome: outputs.get('result') ?? '',
    reason: text(target['reason'] ?? failure['code']) ?? '',
    sentence: text(target['sentence'] ?? failure['happened']) ?? '',
    remedy: text(failure['remedy']),
    inForce: text(failure['inForce']),
    inForceId: text(part(target['inForce'])['id']),
    predecessors: list(target['predecessors']).map((one) => ({
      id: text(part(one)['id']) ?? '',
      fate: text(part(one)['fate']) ?? '',
    })),
    before: new Map(
      Object.entries(part(target['before'])).map(([hostname, had]) => [hostname, hadBy(part(had))]),
    ),
    warnings: list(target['warnings']).map((one) => text(part(one)['sentence']) ?? ''),
    outputs,
  };
}

function hadBy({ certificateId, enabled }: Readonly<Record<string, unknown>>): Had {
  return {
    certificateId: text(certificateId),
    enabled: typeof enabled === 'boolean' ? enabled : undefined,
  };
}

function part(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
