import type { Level } from '../../cloudflare/certificates.ts';
import { ActionError } from '../../errors.ts';
import type { ErrorCode, ErrorText } from '../../errors.ts';

/** The successor hurts traffic, or may: the previous state has to be restored. */
export class BadNews extends ActionError {
  constructor(code: ErrorCode, text: ErrorText, options?: { readonly cause?: unknown }) {
    super(code, text, options);
    this.name = 'BadNews';
  }
}

/** At zone level a certificate that is uploaded again may keep the rank it had: others then stay in force. */
export function askForFresh(level: Level): string {
  return level === 'zone'
    ? ' Issue a fresh certificate for it (a new one for the same key will do): Cloudflare may not use one again that was taken back.'
    : '';
}

/** The bad news of a run that was killed: what it put in force is refused, and what was there before is not known. */
export class RefusedInForce extends BadNews {}
