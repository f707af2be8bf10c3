/**
 * The rooms of src that are mutated one at a time: the files, and the tests that judge them (both without
 * their endings). `delete-guard` is a part of two rooms: what decides whether a certificate may go.
 */
export const ROOMS = {
  // The rows of what people paste are tests of the preflight as well.
  certificate: { mutate: ['certificate/**/*'], tests: ['certificate/**/*', 'corpus/preflight-corpus'] },
  secrecy: {
    mutate: ['secrecy/**/*'],
    tests: ['secrecy/**/*'],
    // Thousands of texts, or dozens of keys in every encoding, for every mutant would take days, as the mutants'
    // switches make the search for secrets many times slower. These tests could only find more.
    without: ['secrecy/{sink-fuzz,decodings-speed,guard-names,guard-kinds,masks}'],
  },
  'delete-guard': {
    mutate: [
      'rotation/apply/{pre-delete-check,remove,discard-orphan}',
      'rotation/plan/{succession,grace}',
      'zone/{delete-and-confirm,quiet,row-watch}',
      'operations/delete/**/*',
    ],
    tests: ['rotation/**/*', 'operations/**/*', 'zone/**/*'],
  },
  // What one target does from its first look to its last word is judged by whole runs in a simulated world as well.
  rotation: {
    mutate: ['rotation/**/*'],
    tests: [
      'rotation/**/*',
      'operations/**/*',
      'simulation/not-presented',
      'simulation/old-date',
      'simulation/roll-back',
      'simulation/roll-back-words',
      'simulation/truthful-words',
    ],
  },
  zone: { mutate: ['zone/**/*'], tests: ['zone/**/*', 'rotation/**/*', 'operations/**/*'] },
  fleet: { mutate: ['fleet/**/*'], tests: ['fleet/**/*'] },
  operations: { mutate: ['operations/**/*'], tests: ['operations/**/*'] },
  cloudflare: { mutate: ['cloudflare/**/*'], tests: ['cloudflare/**/*'] },
  inputs: { mutate: ['inputs/**/*'], tests: ['inputs/**/*'] },
  probe: { mutate: ['probe/**/*'], tests: ['probe/**/*'] },
  github: { mutate: ['github/**/*'], tests: ['github/**/*'] },
  // The test left out needs modules of its own.
  world: { mutate: ['world/**/*'], tests: ['world/**/*'], without: ['world/github-issues'] },
};
