import type { Dispatcher } from 'undici';
import send from 'undici/lib/api/api-request.js';
import { TransportError } from '../outside.ts';
import type { Http, HttpAnswer, HttpRequest, TransportFault } from '../outside.ts';
import { faultOf, type Progress } from './http-answer.ts';

/**
 * One attempt by undici. `timeoutMs` holds for everything, waiting for a free connection included.
 * Throws TransportError and nothing else; undici's own words never get out.
 */
export function createHttp({ dispatcher }: { readonly dispatcher: Dispatcher }): Http {
  return (request) => new Attempt(request, dispatcher).run();
}

class Attempt {
  readonly #request: HttpRequest;
  readonly #dispatcher: Dispatcher;
  readonly #ending = new AbortController();
  #progress: Progress = 'connecting';

  constructor(request: HttpRequest, dispatcher: Dispatcher) {
    this.#request = request;
    this.#dispatcher = dispatcher;
  }

  async run(): Promise<HttpAnswer> {
    const { signal, timeoutMs } = this.#request;
    if (signal?.aborted === true) throw this.#fault('aborted');
    // Raced, since undici heeds a signal only once a connection is there. It does not write after it either.
    const ended = Promise.withResolvers<never>();
    const end = (reason: TransportFault['reason']): void => {
      ended.reject(this.#fault(reason));
      this.#ending.abort();
    };
    const abort = (): void => end('aborted');
    const timer = setTimeout(() => end('timeout'), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([this.#exchange(), ended.promise]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  async #exchange(): Promise<HttpAnswer> {
    try {
      const { method, url, headers, body } = this.#request;
      const { origin, pathname, search } = new URL(url);
      const watched: Pick<Dispatcher, 'dispatch'> = {
        dispatch: (options, handler) => this.#dispatcher.dispatch(options, this.#watch(handler)),
      };
      const answer = await send.call(watched, {
        origin,
        path: pathname + search,
        method,
        headers,
        body: body ?? null,
        signal: this.#ending.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      this.#progress = 'reading';
      const bytes = await this.#readAll(answer.body);
      return { status: answer.statusCode, headers: flat(answer.headers), body: this.#decode(bytes) };
    } catch (error) {
      throw error instanceof TransportError ? error : new TransportError(faultOf(error, this.#progress));
    }
  }

  /** undici calls `onRequestStart` once a connection is there, just before the first byte goes out. */
  #watch(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
    return {
      onRequestStart: (controller, context: unknown) => {
        this.#progress = 'waiting';
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    };
  }

  /** Leaving the loop early ends the connection with it. */
  async #readAll(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
    const { maxBytes, timeoutMs, lenientBody = false } = this.#request;
    const chunks: Buffer[] = [];
    let size = 0;
    let enough = false;
    // A stream of events never ends, and its beginning tells as much as the whole.
    const end = (): void => {
      enough = true;
      body.destroy();
    };
    const timer = lenientBody ? setTimeout(end, timeoutMs / 5) : undefined;
    body.on('error', () => {});
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxBytes && !lenientBody) throw this.#fault('too-large');
        if (size >= maxBytes && lenientBody) break;
      }
    } catch (error) {
      if (!enough) throw error;
    } finally {
      clearTimeout(timer);
    }
    return Buffer.concat(chunks).subarray(0, maxBytes);
  }

  #decode(bytes: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: this.#request.lenientBody !== true }).decode(bytes);
    } catch {
      throw this.#fault('not-utf8');
    }
  }

  #fault(reason: TransportFault['reason']): TransportError {
    return new TransportError({ reason, sent: this.#progress === 'connecting' ? 'no' : 'perhaps' });
  }
}

function flat(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const present = Object.entries(headers).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(
    present.map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );
}
