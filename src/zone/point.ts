import type { AssociationRequest } from '../cloudflare/associations.ts';
import type { Api } from '../cloudflare/api.ts';
import { ActionError } from '../errors.ts';
import { untilShown, type Changing, type Showing, type Unseen } from './change.ts';
import { associationOf, isInPlace, type ObservedAssociations } from './observed.ts';
import { observeOneByOne } from './read-lists.ts';

/** A lost call may be applied a minute later, and the list lags by another minute. */
const SETTLE = 150_000;

/** True where a hostname has what it is to have, in force. */
export function isPointed(seen: ObservedAssociations, wanted: AssociationRequest): boolean {
  const { hostname, certificateId, enabled } = wanted;
  return enabled === null ? isOnItsWay(seen, wanted) : isInPlace(seen, hostname, certificateId, enabled);
}

/** The same, whether in force or not. */
function isOnItsWay(
  seen: ObservedAssociations,
  { hostname, certificateId, enabled }: AssociationRequest,
): boolean {
  const row = associationOf(seen, hostname);
  if (enabled === null) return row === undefined;
  return row?.certificateId === certificateId && row.enabled === enabled;
}

/** Waits until hostnames have what they were pointed at. */
export async function untilPointed(
  wanted: readonly AssociationRequest[],
  pointing: Pick<Showing, 'what' | 'sent' | 'justSent'> & {
    readonly look: () => Promise<ObservedAssociations>;
  },
  changing: Changing,
): Promise<Unseen | undefined> {
  const look = async (): ReturnType<Showing['look']> => {
    const seen = await pointing.look();
    const begun = wanted.filter((one) => isOnItsWay(seen, one)).length;
    const done = wanted.filter((one) => isPointed(seen, one)).length;
    return { done, begun, of: wanted.length, status: `${done} of ${wanted.length} done` };
  };
  return await untilShown({ ...pointing, settle: SETTLE, look }, changing);
}

/**
 * A refusal should mean that nothing was applied; whether all rows of a call are checked before the first is
 * applied is not documented. Asked hostname by hostname, since this comes right after the call and a list may lag.
 *
 * @returns the hostnames to which it was applied nevertheless; undefined if that cannot be read
 */
export async function appliedInPart(
  api: Api,
  zoneId: string,
  wanted: readonly AssociationRequest[],
): Promise<readonly string[] | undefined> {
  if (wanted.length === 1) return [];
  const hostnames = wanted.map(({ hostname }) => hostname);
  try {
    const rows = await observeOneByOne(api, zoneId, hostnames);
    const seen = { complete: true, rows };
    return wanted.filter((one) => isOnItsWay(seen, one)).map(({ hostname }) => hostname);
  } catch (error) {
    if (error instanceof ActionError) return undefined;
    throw error;
  }
}
