import config from './jest.config.mjs';

/** Tests in memory only: what a mutant breaks is seen there, and each runs for every mutant it covers. */
export default {
  ...config,
  testMatch: ['certificate', 'secrecy', 'rotation', 'operations'].map(
    (room) => `<rootDir>/__tests__/${room}/**/*.test.ts`,
  ),
};
