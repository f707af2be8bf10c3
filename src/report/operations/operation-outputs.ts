import type { OtherResult } from '../../operations/operation-result.ts';
import { emptyOutputs, scalars } from '../outputs.ts';
import type { Outputs } from '../outputs.ts';
import { operationReport } from './operation-report.ts';
import { matrixText, statusText } from './status-document.ts';
import { firstToExpire } from './zone-section.ts';

/** Every output of an operation that is no rotation, all of them set; of one zone those of what expires first. */
export function operationOutputs(run: OtherResult): Outputs {
  const [only, ...others] = run.operation === 'status' ? run.zones : [];
  return {
    ...emptyOutputs('failed'),
    ...scalars(only === undefined || others.length > 0 ? undefined : firstToExpire(only.certificates)[0]),
    result: run.outcome,
    changed: String(changed(run)),
    report: operationReport(run),
    matrix: run.operation === 'matrix' ? matrixText(run) : '',
    status: run.operation === 'status' ? statusText(run) : '',
  };
}

function changed(run: OtherResult): boolean {
  switch (run.operation) {
    case 'status':
    case 'matrix':
      return false;
    case 'delete':
      return run.certificates.some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
    case 'disable':
      return run.changed;
  }
}
