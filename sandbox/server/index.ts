import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { requestTo, type ApiAnswer, type ApiRequest, type Model } from '../model/index.ts';
import { listen, plainHeaders, readBody, type Listener } from '../net.ts';
import { deliver, deliverWith } from './deliver.ts';
import {
  createFaultPlan,
  isApplied,
  madeUpAnswer,
  type BadDelivery,
  type Fault,
  type FaultPlan,
  type Trouble,
} from './faults.ts';

export type { Fault, FaultPlan, Matcher, Trouble } from './faults.ts';

/** One call as it came in, and what became of it. */
export interface RecordedCall extends ApiRequest {
  readonly index: number;
  /** Model time, epoch ms. */
  readonly at: number;
  readonly trouble: Trouble['kind'] | undefined;
  /** The true answer; undefined where the call was never applied. */
  readonly answer: ApiAnswer | undefined;
}

export interface ApiServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>/client/v4`. */
  readonly baseUrl: string;
  readonly calls: readonly RecordedCall[];
  readonly faults: FaultPlan;
  readonly close: () => Promise<void>;
}

export interface ApiServerOptions {
  readonly faults?: readonly Fault[];
  /** Model milliseconds that pass in one real millisecond; 1 by default. */
  readonly speed?: number;
  /** Any free one by default. */
  readonly port?: number;
  /** Answers what is no call to Cloudflare; false leaves the request to the API. */
  readonly aside?: (incoming: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Told of each call. */
  readonly onCall?: (call: RecordedCall) => void;
}

/** Serves a model on loopback, with the real paths and with whatever faults are asked for. */
export async function startApiServer(model: Model, options: ApiServerOptions = {}): Promise<ApiServer> {
  const calls: RecordedCall[] = [];
  const faults = createFaultPlan(options.faults);
  const speed = options.speed ?? 1;
  let counted = 0;
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    if ((await options.aside?.(incoming, response)) === true) return;
    const index = counted;
    counted += 1;
    const request = await readRequest(incoming);
    const trouble = faults.take(index, request.method, request.path);
    const at = model.now();
    const record = (answer: ApiAnswer | undefined): void => {
      const call = { ...request, index, at, trouble: trouble?.kind, answer };
      calls.push(call);
      options.onCall?.(call);
    };
    await answerCall(model, request, trouble, response, record, speed);
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  const listener: Listener = await listen(server, options.port);
  return {
    baseUrl: `http://127.0.0.1:${String(listener.port)}/client/v4`,
    calls,
    faults,
    close: listener.close,
    [Symbol.asyncDispose]: listener.close,
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const body = (await readBody(incoming)).toString('utf8');
  const headers = plainHeaders(incoming);
  const url = `http://127.0.0.1${incoming.url ?? '/'}`;
  return requestTo(incoming.method ?? 'GET', url, headers, body === '' ? undefined : body);
}

async function answerCall(
  model: Model,
  request: ApiRequest,
  trouble: Trouble | undefined,
  response: ServerResponse,
  record: (answer: ApiAnswer | undefined) => void,
  speed: number,
): Promise<void> {
  const apply = (): ApiAnswer => {
    const answer = model.handle(request);
    record(answer);
    return answer;
  };
  const send = async (answer: ApiAnswer, badly?: BadDelivery): Promise<void> => {
    if (answer.takesMs > 0) await wait(answer.takesMs / speed, undefined, { ref: false });
    if (badly === undefined) deliver(response, answer);
    else await deliverWith(badly, response, answer);
  };
  switch (trouble?.kind) {
    case 'reset-before':
    case 'timeout-before':
      record(undefined);
      if (trouble.kind === 'reset-before') response.destroy();
      return;
    case 'reset-after':
    case 'timeout-after':
      apply();
      if (trouble.kind === 'reset-after') response.destroy();
      return;
    case 'applied-late':
      await wait(trouble.afterMs / speed, undefined, { ref: false });
      apply();
      return;
    case 'changed':
      await send(trouble.change(apply()));
      return;
    case 'meanwhile': {
      await trouble.before?.();
      const answer = apply();
      await trouble.after?.();
      await send(answer);
      return;
    }
    case 'status':
    case 'body':
    case 'empty-200':
    case 'html-200':
    case 'html-403-challenge':
    case 'html-503':
    case 'redirect':
      if (isApplied(trouble)) apply();
      else record(undefined);
      deliver(response, madeUpAnswer(trouble));
      return;
    case 'cut-off':
    case 'cut-json':
    case 'slow':
    case 'huge':
      await send(apply(), trouble);
      return;
    case undefined:
      await send(apply());
  }
}
