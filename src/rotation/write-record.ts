import type { Fate } from '../zone/delete-and-confirm.ts';
import type { Move } from './plan/plan.ts';
import type { Target } from './target.ts';

/**
 * What this run has sent, noted before it is sent: the way back and the final words are made from it.
 * Nothing is decided from it that could be read from Cloudflare instead.
 */
export class WriteRecord {
  /** The successor's id, whoever uploaded it. */
  successor: string | undefined;
  /** The certificate this run itself brought to Cloudflare. */
  uploaded: string | undefined;
  /** The certificate of this run that was last read as active. */
  active: string | undefined;
  /** Somebody else deleted it, or asked for that. */
  vanished = false;
  /** Where the successor was issued a second time, since the first was gone: what the final words are of. */
  reissued: Target | undefined;
  /** The successor that another run had uploaded. */
  adopted: string | undefined;
  /** What the roll-back went back to; per hostname only where nobody knows what they had before. */
  backTo: string | undefined;
  /** Certificates of others that had timed out when this run uploaded: they may still come through. */
  readonly timedOut = new Set<string>();
  /** An upload whose answer was lost and that reading has not settled yet. */
  uploadUnsettled = false;
  /** Monotonic moment from which on visitors may be served with the successor: the call for it was sent. */
  cutOverAt: number | undefined;
  switchedOn = false;
  /** The roll-back switched off again what this run had switched on. */
  switchedBack = false;
  /** Somebody else switched the zone off during the run. */
  offByOthers = false;
  /** The answer to switching on was lost, and it was not seen to be on. */
  switchUnsettled = false;
  /** The answer to switching off again was lost, and it was not seen to be off. */
  offUnsettled = false;
  /** On the successor, as far as is known. */
  moved: readonly Move[] = [];
  /** Every one ever asked for, also where the call was refused: its copy may arrive late, or apply in part. */
  asked: readonly Move[] = [];
  /** Pointed back by the roll-back. */
  back: readonly Move[] = [];
  /** What the roll-back did to the certificate that this run brought. */
  withdrawn: 'no' | 'asked' | 'gone' = 'no';
  /** Hostnames moved whose answer was lost, or pointed back, which were not seen where they were to be since. */
  unseen: ReadonlySet<string> = new Set();
  /** The point of no return: a delete of a predecessor was accepted, or may have been. */
  deleteSent = false;
  /** The last look before a delete found the successor in force wherever it is to be. */
  seenInForce = false;
  /** What was in force before is in force again, as far as was seen. */
  undone = false;
  /** What became of certificates, so far or planned. */
  readonly fates = new Map<string, Fate>();
}

/** True where a write took effect, or may have: one that was refused changed nothing. */
export function hasChanged(writeRecord: WriteRecord): boolean {
  const { uploaded, uploadUnsettled, switchedOn, switchedBack, moved, back, withdrawn } = writeRecord;
  const brought = uploaded !== undefined || uploadUnsettled || withdrawn !== 'no';
  const shown = switchedOn || switchedBack || moved.length + back.length > 0;
  return brought || shown || hasDeleted(writeRecord);
}

/** No roll-back brings back what was deleted: a predecessor, or a copy whose deployment had timed out. */
export function hasDeleted({ fates }: WriteRecord): boolean {
  return [...fates.values()].some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
}

/** How the successor came to be there, for sentences. */
export function byThisRun({ adopted, uploaded }: Pick<WriteRecord, 'adopted' | 'uploaded'>): string {
  return uploaded === undefined && adopted !== undefined ? 'taken over by this run' : 'uploaded by this run';
}

/** What hostnames went back to, by name where nobody knows what some of them had before. */
export function wentBackTo(moves: readonly Move[], { backTo }: WriteRecord): string | undefined {
  if (backTo === undefined) return undefined;
  return [...new Set(moves.map(({ before }) => before?.certificateId ?? 'no certificate'))].join(' and ');
}
