import Sequencer from '@jest/test-sequencer';

/** What takes longest, by what a path holds: begun first, so that no worker is left with it at the end. */
const HEAVY = ['/simulation/planted/', '/simulation/', '/black-box/', '/fuzz', '/corpus/'];

const weight = ({ path }) => {
  const place = HEAVY.findIndex((part) => path.includes(part));
  return place < 0 ? HEAVY.length : place;
};

/** On a fresh machine Jest knows no durations and would go by the size of a file. */
export default class HeavyFirst extends Sequencer {
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own, not an array's
    const sorted = super.sort(tests);
    return sorted.every(({ duration }) => duration !== undefined)
      ? sorted
      : sorted.toSorted((one, other) => weight(one) - weight(other));
  }
}
