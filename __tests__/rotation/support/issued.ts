import type { Issuing } from '../../../src/issue/issuing.ts';

/** How a target's certificate is issued, where it is. */
export const ISSUING: Issuing = {
  identity: { commonName: 'example.com', authorities: undefined },
  key: 'ec-p256',
  validity: 8_640_000_000,
  minimumValidity: 0,
  rule: { renewBefore: undefined, spreadBy: 'target' },
  always: false,
  signer: { kind: 'command', words: ['sign'], environment: [] },
  clientCa: undefined,
  originGiven: false,
};
