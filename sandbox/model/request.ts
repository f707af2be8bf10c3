/** A call as it reaches the API: names of headers in lower case, the path below `/client/v4`. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What the API answers. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long the call ran, in milliseconds; the caller waits so long before it has the answer. */
  readonly takesMs: number;
}

/** Builds a request from a full URL, wherever the base of the API is mounted. */
export function requestTo(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): ApiRequest {
  const { pathname, searchParams } = new URL(url);
  return {
    method,
    path: pathname.replace(/^.*\/client\/v4/, ''),
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
  };
}

/** The JSON object of a body; undefined if it is anything else. */
export function objectBody(body: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body ?? '');
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
