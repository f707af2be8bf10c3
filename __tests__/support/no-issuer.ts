import type { Issuer } from '../../src/issue/issue.ts';
import type { CommandEnd } from '../../src/issue/signers/command.ts';

const nobody = (): Promise<never> => Promise.reject(new Error('Nothing is issued here.'));

/** For worlds in which every certificate was given. */
export const noIssuer: Issuer = { issue: nobody, check: nobody };

/** For stages on which no program is started. */
export const noCommand = (): Promise<CommandEnd> => nobody();
