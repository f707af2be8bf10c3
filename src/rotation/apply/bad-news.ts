import { ActionError } from '../../errors.ts';
import type { ErrorCode, ErrorText } from '../../errors.ts';

/** The successor hurts traffic, or may: the previous state has to be restored. */
export class BadNews extends ActionError {
  constructor(code: ErrorCode, text: ErrorText, options?: { readonly cause?: unknown }) {
    super(code, text, options);
    this.name = 'BadNews';
  }
}
