import { clean } from './foreign-text.ts';

/** One error of the API: codes are numbers, now and then strings, and may be missing. */
export interface ApiMessage {
  readonly code: number | undefined;
  readonly message: string;
}

export type Envelope =
  | { readonly kind: 'success'; readonly result: unknown; readonly pages: number | undefined }
  | { readonly kind: 'failure'; readonly errors: readonly ApiMessage[] }
  | { readonly kind: 'unreadable' };

const MOST_ERRORS = 20;

/** Parses `{success, errors, result, result_info}`; anything else is unreadable. */
export function readEnvelope(body: string, token: string): Envelope {
  const parsed = parse(body);
  if (!isRecord(parsed) || typeof parsed['success'] !== 'boolean') return { kind: 'unreadable' };
  if (parsed['success']) {
    if (!('result' in parsed)) return { kind: 'unreadable' };
    return { kind: 'success', result: parsed['result'], pages: pagesOf(parsed['result_info']) };
  }
  return { kind: 'failure', errors: readErrors(parsed['errors'], token) };
}

function readErrors(errors: unknown, token: string, depth = 0): readonly ApiMessage[] {
  if (!Array.isArray(errors) || depth > 3) return [];
  return errors
    .slice(0, MOST_ERRORS)
    .filter(isRecord)
    .flatMap((error) => [
      {
        code: codeOf(error['code']),
        message: typeof error['message'] === 'string' ? clean(error['message'], token) : '',
      },
      ...readErrors(error['error_chain'], token, depth + 1),
    ]);
}

function codeOf(code: unknown): number | undefined {
  if (typeof code === 'number' && Number.isSafeInteger(code)) return code;
  return typeof code === 'string' && /^\d{1,9}$/u.test(code) ? Number(code) : undefined;
}

function pagesOf(info: unknown): number | undefined {
  const pages = isRecord(info) ? info['total_pages'] : undefined;
  return typeof pages === 'number' && Number.isSafeInteger(pages) && pages >= 0 ? pages : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
