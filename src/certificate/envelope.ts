import { hasArmour, readDerBlock } from './pem.ts';
import { unwrap } from './unwrap.ts';

/** Names of the fields of a document in which a certificate and a key were found; empty if a name is not to be shown. */
export interface EnvelopeFields {
  readonly document: 'kubernetes' | 'other';
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** `name: value` of YAML, JSON or a file of variables; the value is encoded, and may continue on further lines. */
const FIELD =
  /(?<![\w.-])([\w.-]{1,40})(?:\\?["'])?\s{0,4}[:=]\s{0,4}(?:[|>][+-]?\s{1,80})?(?:\\?["'])?([\w+/-]{40,}(?:\s{1,80}[\w+/-]{4,}={0,2}(?=\s|$))*={0,2})/g;
/** A plausible field name: anything with digits might be a piece of a secret. */
const NAME = /^[a-z][a-z._-]*$/i;

/** Everything encoded in the fields of a document, by name. Never throws. */
export function encodedFields(
  text: string,
): readonly { readonly name: string; readonly value: string | Uint8Array }[] {
  return [...text.matchAll(FIELD)].map(([, name = '', value = '']) => ({ name, value: unwrap(value) }));
}

/** Where a certificate or a key is in a document; undefined if there is none. */
export function fieldsOf(text: string): EnvelopeFields | undefined {
  const isKubernetes =
    /\bapiVersion\\?["']?\s{0,4}:/.test(text) && /\bkind\\?["']?\s{0,4}:\s{0,4}\\?["']?\w*Secret/.test(text);
  const fields = encodedFields(text);
  const find = (wanted: RegExp): string | undefined =>
    fields.find(({ value }) => wanted.test(contentOf(value)))?.name;
  const [certificate, key] = [find(/^certificate$|CERTIFICATE-/), find(/^(?:pkcs|sec|encrypted)|KEY-/)];
  if (!isKubernetes && certificate === undefined && key === undefined) return undefined;
  return {
    document: isKubernetes ? 'kubernetes' : 'other',
    certificate: certificate && NAME.exec(certificate)?.[0],
    key: key && NAME.exec(key)?.[0],
  };
}

/** The kind of DER, or the text with its armour lines. */
function contentOf(value: string | Uint8Array): string {
  if (typeof value === 'string') return hasArmour(value) ? value : '';
  const block = readDerBlock(value);
  return typeof block === 'string' ? '' : block.kind;
}
