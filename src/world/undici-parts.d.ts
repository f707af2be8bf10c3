// Two parts of undici, each by its own path: the whole of it, with fetch, WebSocket, caches and mocks, is three
// times as much code next to the key, and takes a fifth of the start. Its version is pinned by the lock file.

declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';

  function request(
    this: Pick<Dispatcher, 'dispatch'>,
    options: Dispatcher.RequestOptions,
  ): Promise<Dispatcher.ResponseData>;
  export default request;
}

declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';

  export default Agent;
}
