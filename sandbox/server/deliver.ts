import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { BadDelivery, Delivery } from './faults.ts';

/** Sends an answer in one piece. */
export function deliver(response: ServerResponse, { status, headers, body }: Delivery): void {
  response.writeHead(status, headers).end(body);
}

/** Sends an answer as badly as asked for. */
export async function deliverWith(
  trouble: BadDelivery,
  response: ServerResponse,
  answer: Delivery,
): Promise<void> {
  const { status, headers } = answer;
  const bytes = Buffer.from(answer.body);
  switch (trouble.kind) {
    case 'cut-off':
      response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, bytes.length / 2), () => {
        response.destroy();
      });
      return;
    case 'cut-json':
      deliver(response, { status, headers, body: bytes.subarray(0, bytes.length / 2) });
      return;
    case 'huge':
      response.writeHead(status, headers);
      for (let left = trouble.bytes; left > 0 && !response.destroyed; left -= 65_536) {
        if (!response.write(Buffer.alloc(Math.min(left, 65_536), 32))) await drained(response);
      }
      response.end(bytes);
      return;
    case 'slow': {
      response.writeHead(status, headers);
      const step = 1000 / trouble.bytesPerSecond;
      for (let index = 0; index < bytes.length && !response.destroyed; index += 1) {
        response.write(bytes.subarray(index, index + 1));
        await wait(step, undefined, { ref: false });
      }
      response.end();
    }
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
