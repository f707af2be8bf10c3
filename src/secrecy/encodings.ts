/** Cuts text into pieces of `width` characters. */
export function wrap(text: string, width: number): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / width) }, (_, at) =>
    text.slice(at * width, (at + 1) * width),
  );
}

/** PEM of a document, with the given line end, and with or without one at the very end. */
export function pem(label: string, der: Buffer, lineEnd: '\n' | '\r\n'): string {
  const body = wrap(der.toString('base64'), 64);
  return [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`, ''].join(lineEnd);
}

/** Base64 in the usual and the URL alphabet, with and without padding, in one piece. */
export function base64Forms(bytes: Buffer): readonly string[] {
  const plain = bytes.toString('base64');
  const url = bytes.toString('base64url');
  return [plain, plain.replace(/[=]+$/u, ''), url, `${url}${'='.repeat((4 - (url.length % 4)) % 4)}`];
}

/** The lines that base64 tools print: 64 wide (openssl) and 76 wide (coreutils, MIME). */
export function wrappedForms(base64: string): readonly string[] {
  return [...wrap(base64, 64), ...wrap(base64, 76)];
}

/** Hexadecimal in both cases: in one piece, with colons, with spaces. */
export function hexForms(bytes: Buffer): readonly string[] {
  const lower = bytes.toString('hex');
  const pairs = wrap(lower, 2);
  return [lower, pairs.join(':'), pairs.join(' ')].flatMap((form) => [form, form.toUpperCase()]);
}

/** Bytes as decimal lists, the way JSON and `util.inspect` print them. */
export function decimalForms(bytes: Buffer): readonly string[] {
  return [bytes.join(','), bytes.join(', ')];
}

/** The same text as it stands inside a JSON string, a URI, and a form. */
export function escapedForms(text: string): readonly string[] {
  const uri = encodeURIComponent(text.toWellFormed());
  return [JSON.stringify(text).slice(1, -1), uri, uri.replaceAll('%20', '+')];
}
