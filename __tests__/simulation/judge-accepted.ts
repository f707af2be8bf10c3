import type { Run } from './run-once.ts';
import { sentence } from './sentence.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** What a run says that Cloudflare accepted, and the call that was to be answered with success. */
const ACCEPTED = [
  {
    words: sentence('Cloudflare accepted the change'),
    call: /^PUT /u,
  },
  { words: sentence('Cloudflare accepted the deletion'), call: /^DELETE /u },
] as const;

/** 9: what a run says was accepted was accepted. */
export function judgeAccepted({ calls }: SimulatedWorld, { process, result }: Run): readonly string[] {
  if (result === undefined) return [];
  const said = [result.sentence, result.inForce, ...result.warnings, ...process.said].join('\n');
  const accepted = calls.flatMap(({ by, method, path, answered }) =>
    by === process.name && answered?.startsWith('200 ') === true ? [`${method} ${path}`] : [],
  );
  return ACCEPTED.flatMap(({ words, call }) =>
    words.test(said) && !accepted.some((one) => call.test(one))
      ? [`${process.name} said "${words.source}", but it accepted no such call`]
      : [],
  );
}
