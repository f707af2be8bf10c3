import { createModel, requestTo } from '../../../sandbox/model/index.ts';
import type { ModelOptions, Model, Zone } from '../../../sandbox/model/index.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../../src/outside.ts';
import type { VirtualTime } from '../../simulation/virtual-time.ts';

/** Cloudflare in memory on virtual time, with one zone and nothing in it. */
export interface Box {
  readonly model: Model;
  readonly zone: Zone;
  readonly http: Http;
}

/** What a site answers a probe; `api` requests never get here. */
export type Site = (request: HttpRequest) => HttpAnswer;

/** What tells that an answer came through Cloudflare. */
export const EDGE = { server: 'cloudflare', 'cf-ray': '8f00000000000abc-FRA' };

const welcome: Site = () => ({
  status: 200,
  headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' },
  body: 'hello',
});

/** A box that takes `token`. Everything happens at once there, but for what `options` make slow. */
export function createBox(
  time: VirtualTime,
  token: string,
  options: Partial<ModelOptions> & { readonly zoneId?: string; readonly site?: Site } = {},
): Box {
  const { zoneId, site = welcome, ...rest } = options;
  const model = createModel({
    now: () => time.now,
    timings: {
      deployment: 10,
      deletion: 10,
      association: 10,
      release: 0,
      voidLinger: 0,
      listLag: 0,
      byIdLag: 0,
    },
    tokens: { [token]: {} },
    ...rest,
  });
  const zone = model.addZone({ name: 'example.com', ...(zoneId === undefined ? {} : { id: zoneId }) });
  return {
    model,
    zone,
    http: async (request) => {
      await time.sleep(5);
      if (!request.url.includes('/client/v4/')) return site(request);
      const { method, url, headers, body } = request;
      const answer = model.handle(requestTo(method, url, headers, body));
      await time.sleep(answer.takesMs);
      return {
        status: answer.status,
        headers: {
          date: new Date(time.now).toUTCString(),
          'cf-ray': '8f00000000000abc-FRA',
          ...answer.headers,
        },
        body: answer.body,
      };
    },
  };
}
