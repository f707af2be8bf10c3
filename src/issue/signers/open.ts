import type { Authority } from '../authority.ts';
import type { Signer } from '../signer.ts';
import { authoritySigner, nameOfAuthority } from './authority.ts';
import { commandSigner, nameOfCommand } from './command.ts';
import type { RunCommand } from './command.ts';

/** Who signs, as it was given. */
export type SignerSettings =
  | { readonly kind: 'authority'; readonly authority: Authority }
  | {
      readonly kind: 'command';
      readonly words: readonly string[];
      /** Names of variables that the command is to have. */
      readonly environment: readonly string[];
    };

/** What signers need of the world. */
export interface SignerWorld {
  readonly runCommand: RunCommand;
}

/** As in "The authority … signed it". */
export function nameOfSigner(settings: SignerSettings): string {
  switch (settings.kind) {
    case 'authority':
      return nameOfAuthority(settings.authority);
    case 'command':
      return nameOfCommand(settings);
  }
}

export function openSigner(settings: SignerSettings, world: SignerWorld): Signer {
  switch (settings.kind) {
    case 'authority':
      return authoritySigner(settings.authority);
    case 'command':
      return commandSigner(settings, world.runCommand);
  }
}
