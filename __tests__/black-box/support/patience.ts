import { jest } from '@jest/globals';

// Whole runs with real sockets, several at a time, on machines that have other things to do.
jest.setTimeout(90_000);
