import type { EdgeAnswer } from '../../src/probe/edge.ts';

type Answered = Extract<EdgeAnswer, { kind: 'answer' }>;

/** An ordinary answer of the origin through Cloudflare, and what differs from it. */
export function answered(status: number, more: Partial<Answered> = {}): Answered {
  return {
    kind: 'answer',
    at: 1_700_000_000_000,
    status,
    bodyKind: 'plain',
    throughCloudflare: true,
    cacheStatus: 'DYNAMIC',
    redirect: status >= 300 && status < 400,
    echoed: undefined,
    ray: '8f1e2d3c4b5a6978-FRA',
    ...more,
  };
}

export function unreachable(reason: Extract<EdgeAnswer, { kind: 'unreachable' }>['reason']): EdgeAnswer {
  return { kind: 'unreachable', at: 1_700_000_000_000, reason };
}
