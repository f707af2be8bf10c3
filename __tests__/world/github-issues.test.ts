import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { loadIssueClient } from '../../src/world/github-issues.ts';
import type { IssueClient } from '../../src/github/issue-client.ts';

/** The real Octokit against a server that answers like GitHub and writes down what it was asked. */
const asked: string[] = [];
let server: Server;
let client: IssueClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
      const status = request.url?.includes('/403') === true ? 403 : 200;
      response.writeHead(status, { 'content-type': 'application/json' }).end('[{"number":3}]');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // Octokit takes its address from the environment when it is loaded, as on a runner.
  process.env['GITHUB_API_URL'] = `http://127.0.0.1:${port}`;
  const place = { owner: 'acme', name: 'site' };
  client = await loadIssueClient('t0ken', place, 'api.github.com', new AbortController().signal);
});

afterAll(() => void server.close());

test('each call goes where GitHub expects it, with the token', async () => {
  expect(await client.list('open', 2)).toEqual([{ number: 3 }]);
  await client.list('closed', 1);
  await client.create({ title: 't', body: 'b' });
  await client.update(3, { state: 'closed', state_reason: 'completed' });
  await client.comment(3, 'c');
  await client.self();
  expect(asked).toEqual([
    'GET /repos/acme/site/issues?sort=created&direction=asc&state=open&page=2&per_page=100 token t0ken ',
    'GET /repos/acme/site/issues?sort=updated&direction=desc&state=closed&page=1&per_page=100 token t0ken ',
    'POST /repos/acme/site/issues token t0ken {"title":"t","body":"b"}',
    'PATCH /repos/acme/site/issues/3 token t0ken {"state":"closed","state_reason":"completed"}',
    'POST /repos/acme/site/issues/3/comments token t0ken {"body":"c"}',
    'GET /user token t0ken ',
  ]);
});

test('a refusal carries its status', async () => {
  await expect(client.update(403, {})).rejects.toMatchObject({ status: 403 });
});
