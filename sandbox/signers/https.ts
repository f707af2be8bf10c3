import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Authority } from '../authority/index.ts';
import { listen, plainHeaders, readBody } from '../net.ts';

export interface SignerCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** An empty object where the body is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SignerReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** The connection breaks in place of an answer. */
  readonly lost?: boolean;
}

export interface SignerServer extends AsyncDisposable {
  readonly address: string;
  /** Calls so far, with their statuses. */
  readonly calls: readonly (Pick<SignerCall, 'method' | 'path'> & { readonly status: number })[];
  /** The next call that matches is applied, and its answer lost. */
  readonly loseAnswer: (path: RegExp) => void;
  readonly close: () => Promise<void>;
}

/** An HTTPS server on loopback with a certificate of its own authority. */
export async function startSignerServer(
  tls: Authority,
  answer: (call: SignerCall) => Promise<SignerReply>,
): Promise<SignerServer> {
  const own = await tls.issueServer(['localhost', '127.0.0.1']);
  const calls: (Pick<SignerCall, 'method' | 'path'> & { readonly status: number })[] = [];
  let lost: RegExp | undefined;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await readBody(request)).toString('utf8');
    const path = request.url ?? '/';
    const method = request.method ?? 'GET';
    const reply = await answer({ method, path, headers: plainHeaders(request), body: parse(body) });
    calls.push({ method, path, status: reply.status });
    if (lost?.test(path) === true) {
      lost = undefined;
      response.destroy();
      return;
    }
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.json === undefined ? '' : JSON.stringify(reply.json));
  };
  const server = createServer({ cert: own.certificate, key: own.privateKey }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const { port, close } = await listen(server);
  return {
    address: `https://127.0.0.1:${String(port)}`,
    calls,
    loseAnswer: (path) => {
      lost = path;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export const textIn = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};
