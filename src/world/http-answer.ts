/** One HTTP/1 answer read by hand from the bytes of a connection. */
export interface PlainAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated name the last value. */
  readonly headers: Readonly<Record<string, string>>;
  /** As far as it has come; transfer coding is not undone. */
  readonly body: string;
  /** True once nothing more is to come but the end of the connection. */
  readonly complete: boolean;
}

export type Parsed =
  { readonly kind: 'answer'; readonly answer: PlainAnswer } | { readonly kind: 'more' | 'not-http' };

/** Reads what has come so far, one character per byte (latin1). Interim 1xx answers are skipped. Never throws. */
export function parseAnswer(bytes: string): Parsed {
  if (!'HTTP/1.'.startsWith(bytes.slice(0, 7))) return { kind: 'not-http' };
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return { kind: 'more' };
  const [statusLine = '', ...lines] = bytes.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/u.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) return { kind: 'not-http' };
  const rest = bytes.slice(end + 4);
  if (status < 200 && status !== 101) return parseAnswer(rest);
  const headers = Object.fromEntries(lines.flatMap(field));
  return {
    kind: 'answer',
    answer: { status, headers, body: rest, complete: isComplete(status, headers, rest) },
  };
}

function field(line: string): readonly (readonly [string, string])[] {
  const colon = line.indexOf(':');
  return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
}

function isComplete(status: number, headers: Readonly<Record<string, string>>, body: string): boolean {
  if (status === 101 || status === 204 || status === 304) return true;
  if (headers['transfer-encoding'] !== undefined) return /(?:^|\r\n)0\r\n(?:.*\r\n)?\r\n$/u.test(body);
  const length = Number(headers['content-length'] ?? NaN);
  return body.length >= length;
}
