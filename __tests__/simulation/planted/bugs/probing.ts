import type { PlantedBug } from '../bug.ts';

export const PROBING: readonly PlantedBug[] = [
  {
    name: 'a redirect counts as an answer of the origin',
    patches: [
      { file: 'probe/answer-class.ts', find: 'if (answer.redirect)', replace: 'if (answer.status === 0)' },
    ],
    caughtBy: /although its probes had not passed/u,
    from: 4,
    where: 'an edge that answers itself',
  },
  {
    name: 'redirects are followed',
    patches: [
      {
        file: 'world/undici-http.ts',
        find: "import type { Dispatcher } from 'undici';",
        replace: "import { interceptors } from 'undici'; import type { Dispatcher } from 'undici';",
      },
      {
        file: 'world/undici-http.ts',
        find: 'this.#dispatcher.dispatch(options',
        replace: 'this.#dispatcher.compose(interceptors.redirect({ maxRedirections: 3 })).dispatch(options',
      },
    ],
    caughtBy: /a redirect was followed: .* went to another server/u,
    from: 0,
    where: 'a server that redirects',
  },
];
