import { cleanSentence } from './foreign-text.ts';
import { asObject, parseJson } from './json.ts';
import type { Json } from './json.ts';

/** What every answer of the API is wrapped in. */
export type Envelope =
  | { readonly kind: 'success'; readonly result: unknown; readonly info: unknown }
  | {
      readonly kind: 'failure';
      readonly codes: readonly number[];
      readonly messages: readonly string[];
      /** `success` is really `false`; without it only the status tells that the API said no. */
      readonly explicit: boolean;
    }
  | { readonly kind: 'unreadable' };

/** A few errors say it all; a chain is seldom deeper than two. */
const MOST_ERRORS = 10;
const DEEPEST_CHAIN = 4;

/** Reads the body strictly: only `success: true` is a success, whatever the status was. */
export function readEnvelope(body: string, secrets: readonly string[]): Envelope {
  const json = asObject(parseJson(body)?.value);
  if (json === undefined) return { kind: 'unreadable' };
  if (json['success'] === true) return { kind: 'success', result: json['result'], info: json['result_info'] };
  const explicit = json['success'] === false;
  if (!explicit && !Array.isArray(json['errors'])) return { kind: 'unreadable' };
  const errors = flatten(json['errors'], 0);
  const codes = errors.map((error) => codeOf(error)).filter((code) => code !== undefined);
  const messages = errors.map((error) => messageOf(error, secrets)).filter((text) => text !== '');
  return {
    kind: 'failure',
    codes: [...new Set(codes)].slice(0, MOST_ERRORS),
    messages: [...new Set(messages)].slice(0, MOST_ERRORS),
    explicit,
  };
}

/** Errors with those of their chains; a lone error and a bare text are taken for a list of one. */
function flatten(errors: unknown, depth: number): readonly Json[] {
  if (depth > DEEPEST_CHAIN || errors === undefined || errors === null) return [];
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [errors];
  return list.slice(0, MOST_ERRORS).flatMap((item) => {
    if (typeof item === 'string') return [{ message: item }];
    const error = asObject(item);
    return error === undefined ? [] : [error, ...flatten(error['error_chain'], depth + 1)];
  });
}

function codeOf(error: Json): number | undefined {
  const code = error['code'];
  if (typeof code === 'string' && /^\s*\d{1,9}\s*$/.test(code)) return Number(code);
  return typeof code === 'number' && Number.isSafeInteger(code) && code >= 0 ? code : undefined;
}

function messageOf(error: Json, secrets: readonly string[]): string {
  const message = error['message'];
  return typeof message === 'string' ? cleanSentence(message, secrets) : '';
}
