import type { Job } from './job.ts';
import type { InputProblem } from './problem.ts';

/** What is sent to hosts that are neither Cloudflare's API nor GitHub, by the name of its input. */
type Outward = Pick<InputProblem, 'input' | 'target'> & { readonly texts: readonly string[] };

/**
 * What a probe or a check of the origin would send to hosts that must not see it, in any encoding: the token, a
 * key or its passphrase. To be checked before anything is sent. Never echoes.
 */
export function secretsSentOutward(
  job: Job,
  holdsSecret: (text: string) => boolean,
): readonly InputProblem[] {
  return outward(job)
    .filter(({ texts }) => texts.some(holdsSecret))
    .map(({ input, target }) => ({
      reason: 'SECRET_SENT_OUTWARD',
      input,
      sentence:
        `\`${input}\` holds a piece of a token, of the private key or of its passphrase, and its value is sent to ` +
        'hosts that must not see it. Remove it. If an earlier run sent it, replace the secret.',
      ...(target === undefined ? {} : { target }),
    }));
}

function outward(job: Job): readonly Outward[] {
  switch (job.operation) {
    case 'rotate': {
      const one = job.requests.length === 1;
      return job.requests.flatMap(({ name, policy }) => ofProbes(policy, one ? undefined : name));
    }
    case 'disable':
      return ofProbes(job.request, undefined);
    case 'status':
    case 'matrix':
    case 'delete':
      return [];
  }
}

function ofProbes(
  { probes, origin }: Pick<Extract<Job, { operation: 'disable' }>['request'], 'probes' | 'origin'>,
  target: string | undefined,
): readonly Outward[] {
  const headers = Object.entries(probes.requestHeaders).map(([name, value]) => `${name}: ${value}`);
  const names = origin.addresses.map(({ hostname, host }) => `${hostname} ${host}`);
  return [
    { input: 'probe-urls', texts: probes.urls, target },
    { input: 'probe-request-headers', texts: headers, target },
    { input: 'origin', texts: names, target },
  ].map(({ target: named, ...one }) => (named === undefined ? one : { ...one, target: named }));
}
