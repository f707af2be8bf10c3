import type { Random } from '../model/index.ts';
import type { Fault, Matcher, Trouble } from '../server/index.ts';

interface NamedFault {
  readonly name: string;
  readonly what: string;
  readonly at: Matcher;
  readonly trouble: Trouble;
}

const upload: Matcher = { method: 'POST' };
const point: Matcher = { method: 'PUT', path: /\/hostnames$/ };
const deletion: Matcher = { method: 'DELETE' };
const busy = { code: 1000, message: 'Another change of this zone is in progress' };

/** What `--faults` can name. */
export const namedFaults: readonly NamedFault[] = [
  {
    name: 'upload-lost',
    what: 'an upload is applied, but its answer is lost',
    at: upload,
    trouble: { kind: 'reset-after' },
  },
  {
    name: 'upload-late',
    what: 'an upload is not answered, and applied ten seconds later',
    at: upload,
    trouble: { kind: 'applied-late', afterMs: 10_000 },
  },
  {
    name: 'point-lost',
    what: 'hostnames are pointed at a certificate, but the answer is lost',
    at: point,
    trouble: { kind: 'reset-after' },
  },
  {
    name: 'delete-lost',
    what: 'a deletion is applied, but its answer is lost',
    at: deletion,
    trouble: { kind: 'reset-after' },
  },
  {
    name: 'answer-lost',
    what: 'any call is applied, but its answer is lost',
    at: {},
    trouble: { kind: 'reset-after' },
  },
  {
    name: 'call-lost',
    what: 'any call is lost before it arrives',
    at: {},
    trouble: { kind: 'reset-before' },
  },
  {
    name: 'denied',
    what: 'any call is answered 403 with code 10000, although the token is valid',
    at: {},
    trouble: { kind: 'status', status: 403, code: 10_000, message: 'Authentication error' },
  },
  {
    name: 'rate-limited',
    what: 'any call is answered 429, with a retry after two seconds',
    at: {},
    trouble: {
      kind: 'status',
      status: 429,
      code: 971,
      message: 'Please wait and consider throttling your request speed',
      headers: { 'retry-after': '2' },
    },
  },
  {
    name: 'conflict',
    what: 'a deletion is answered 409, as during another change to the zone',
    at: deletion,
    trouble: { kind: 'status', status: 409, ...busy },
  },
  {
    name: 'server-error',
    what: 'any call is answered 503 with an HTML page',
    at: {},
    trouble: { kind: 'html-503' },
  },
  { name: 'cut-json', what: 'only half of an answer arrives', at: {}, trouble: { kind: 'cut-json' } },
];

/** A fault of the edges, not of the API. */
export const FLAKY_PROBE = 'flaky-probe';

export const faultNames: readonly string[] = [...namedFaults.map(({ name }) => name), FLAKY_PROBE];

/** One part of `--faults`: a whole number is how many times, a fraction the chance at each call. */
export interface WantedFault {
  readonly name: string;
  readonly amount: number;
}

/**
 * Reads `upload-lost=1,flaky-probe=0.1`.
 * @throws RangeError that says what is wrong
 */
export function parseFaults(text: string): readonly WantedFault[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', amountText = '1'] = part.split('=').map((word) => word.trim());
      if (!faultNames.includes(name)) {
        throw new RangeError(`There is no fault \`${name}\`. There are: ${faultNames.join(', ')}.`);
      }
      const amount = Number(amountText);
      if (!/^\d*\.?\d+$/.test(amountText) || (amount >= 1 && !Number.isInteger(amount))) {
        throw new RangeError(
          `\`${part}\`: give a whole number (so many times) or a fraction below 1 (the chance at each call).`,
        );
      }
      return { name, amount };
    });
}

/** The faults of the API among those wanted; each one says by `told` when it strikes. */
export function faultsOf(wanted: readonly WantedFault[], random: Random): readonly Fault[] {
  return wanted.flatMap(({ name, amount }) => {
    const named = namedFaults.find((fault) => fault.name === name);
    if (named === undefined) return [];
    const limit = amount >= 1 || amount === 0 ? { times: amount } : { strikes: () => random.next() < amount };
    return [{ at: named.at, trouble: named.trouble, ...limit }];
  });
}

/** Whether an edge answers 503 this time. */
export function edgeFailsBy(wanted: readonly WantedFault[], random: Random): () => boolean {
  const flaky = wanted.find(({ name }) => name === FLAKY_PROBE)?.amount ?? 0;
  if (flaky < 1) return () => random.next() < flaky;
  let left = flaky;
  return () => (left -= 1) >= 0;
}
