import { ActionError } from '../../errors.ts';
import type { ErrorCode, ErrorText } from '../../errors.ts';

/** Traffic is or may be hurt by the successor: what was in force is to be restored. */
export class BadNews extends ActionError {
  constructor(code: ErrorCode, text: ErrorText, options?: { readonly cause?: unknown }) {
    super(code, text, options);
    this.name = 'BadNews';
  }
}
