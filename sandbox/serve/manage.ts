import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sandbox } from '../index.ts';
import type { Random } from '../model/index.ts';
import { readBody } from '../net.ts';
import type { TrafficReport } from '../traffic/index.ts';
import { faultNames, faultsOf, FLAKY_PROBE, parseFaults } from './faults.ts';
import type { ServeOptions } from './options.ts';
import { stateOf } from './state.ts';

/** Looks at a box and steers it, below `/__sandbox/` on the port of the API. */
export interface Management {
  /** False where the request is none of its own. */
  readonly answer: (incoming: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Until then it answers 503. */
  readonly attach: (box: Sandbox, options: ServeOptions, random: Random) => void;
}

const PREFIX = '/__sandbox/';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const wrong = (message: string): Reply => ({ status: 400, body: { error: message } });

export function createManagement(): Management {
  let attached:
    { readonly box: Sandbox; readonly options: ServeOptions; readonly random: Random } | undefined;
  let planned = '';
  const reply = async (incoming: IncomingMessage): Promise<Reply> => {
    // A page in a browser reaches loopback as well, under a name of its own.
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(incoming.headers.host ?? '')) {
      return { status: 403, body: { error: 'Only for this machine.' } };
    }
    if (attached === undefined) return { status: 503, body: { error: 'The sandbox is starting.' } };
    const { box, options, random } = attached;
    const body = (await readBody(incoming)).toString('utf8');
    const asked = `${incoming.method ?? ''} ${(incoming.url ?? '').slice(PREFIX.length)}`;
    switch (asked) {
      case 'GET state':
        return { status: 200, body: stateOf(box, options) };
      case 'GET calls':
        return { status: 200, body: callsOf(box) };
      case 'GET faults':
        return { status: 200, body: { planned, known: faultNames.filter((name) => name !== FLAKY_PROBE) } };
      case 'PUT faults': {
        try {
          const wanted = parseFaults(body);
          if (wanted.some(({ name }) => name === FLAKY_PROBE)) {
            return wrong(`\`${FLAKY_PROBE}\` is for the command line.`);
          }
          box.api.faults.clear();
          box.api.faults.add(...faultsOf(wanted, random));
          planned = body.trim();
          return { status: 200, body: { planned } };
        } catch (error) {
          return wrong(error instanceof RangeError ? error.message : 'That is not a list of faults.');
        }
      }
      case 'DELETE faults':
        box.api.faults.clear();
        planned = '';
        return { status: 200, body: { planned } };
      case 'GET traffic':
        return { status: 200, body: trafficOf(box.traffic.report()) };
      case 'POST traffic/start':
        box.traffic.start();
        return { status: 200, body: { running: true } };
      case 'POST traffic/stop':
        await box.traffic.stop();
        return { status: 200, body: { running: false, ...trafficOf(box.traffic.report()) } };
      default:
        return { status: 404, body: { error: `There is nothing at ${asked}.` } };
    }
  };
  return {
    answer: async (incoming, response) => {
      if (incoming.url?.startsWith(PREFIX) !== true) return false;
      const { status, body } = await reply(incoming);
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(`${JSON.stringify(body, undefined, 2)}\n`);
      return true;
    },
    attach: (box, options, random) => {
      planned = options.faults.map(({ name, amount }) => `${name}=${String(amount)}`).join(',');
      attached = { box, options, random };
    },
  };
}

/** Without headers and bodies: those hold the token and the keys. */
function callsOf(box: Sandbox): readonly unknown[] {
  return box.api.calls.map(({ index, at, method, path, query, trouble, answer }) => ({
    index,
    at: new Date(at).toISOString(),
    method,
    path,
    query,
    status: answer?.status ?? null,
    fault: trouble ?? null,
  }));
}

function trafficOf({ made, failed, failures, served }: TrafficReport): Readonly<Record<string, unknown>> {
  return {
    made,
    failed,
    failures: failures.slice(-100),
    served: Object.fromEntries([...served].map(([host, counts]) => [host, Object.fromEntries(counts)])),
  };
}
