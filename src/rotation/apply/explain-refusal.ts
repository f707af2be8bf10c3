import { ED25519_IN_DOUBT } from '../../certificate/certificate-checks.ts';
import { ApiError } from '../../cloudflare/api-error.ts';
import { ActionError } from '../../errors.ts';
import { LIVE_QUOTA, quotaSentence, quotaUse, roomRemedy } from '../../zone/quota.ts';
import { observeAssociations, observeCertificates } from '../../zone/read-lists.ts';
import type { Context } from './apply-context.ts';

/**
 * Why the API refuses an upload with a code this action does not know. The preflight may have had doubts about
 * the kind of key; and the code of a full quota is not known: where the list shows a full zone, that is why.
 * Otherwise the refusal is reported unchanged.
 */
export async function explainRefusal(context: Context, error: ActionError): Promise<ActionError> {
  const { observation, target, world } = context;
  const unexplained = error instanceof ApiError && error.code === 'API_REFUSED' && !error.explained;
  if (!unexplained) return error;
  if (target.successor.leaf.keyKind === 'ed25519') return error.withExplanation(ED25519_IN_DOUBT);
  if (observation.level === 'zone') return error;
  try {
    const [certificates, associations] = await Promise.all([
      observeCertificates(world.api, observation.zone.id, target.level),
      observeAssociations(world.api, observation.zone.id, observation.hostnames),
    ]);
    const use = quotaUse(certificates, associations, world.api.serverNow());
    if (use.live < LIVE_QUOTA) return error;
    return error.withExplanation({ cause: quotaSentence(use), cure: roomRemedy(use) });
  } catch (trouble) {
    if (trouble instanceof ActionError) return error;
    throw trouble;
  }
}
