import type { HttpRequest } from '../../src/outside.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const UPLOAD = /\/origin_tls_client_auth(?:\/hostnames\/certificates)?$/u;
const TOKEN = 'Bearer token';

/** 7: the key travels in the body of an upload and nowhere else, and the token to the API and to nobody else. */
export function judgeRequest(
  world: SimulatedWorld,
  name: string,
  request: HttpRequest,
  toApi: boolean,
): readonly string[] {
  const { method, url, headers, body = '' } = request;
  const path = url.split('?')[0] ?? url;
  const isUpload = toApi && method === 'POST' && UPLOAD.test(path);
  const shown = [url.replace(/origin-pull-probe=\w+/u, ''), JSON.stringify(headers), isUpload ? '' : body];
  const found: string[] = [];
  for (const text of shown) {
    world.printed.addSent(text);
    if (world.shows(text, 'any'))
      found.push(`${name} sent a piece of a secret outside an upload: ${method} ${path}`);
  }
  const carriesToken = shown.some((text) => text.includes(TOKEN));
  if (carriesToken && !toApi) found.push(`${name} sent the token to ${path}`);
  if (
    !/^https:\/\/(?:api\.example|[\w.-]*\bexample(?:\.com)?|(?:[\w-]+\.)*(?:shop|blog)\.example)\//u.test(url)
  )
    found.push(`${name} called ${url}`);
  return found;
}
