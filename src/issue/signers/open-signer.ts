import { shown } from '../../certificate/finding.ts';
import type { Authority } from '../authority.ts';
import type { Signer } from '../signer.ts';
import { commandSigner, nameOfCommand, type CommandSettings, type RunCommand } from './command.ts';
import { LATE, type ServerWorld } from './signing-server.ts';
import { stepCaSigner, type StepCaSettings } from './step-ca.ts';
import type { VaultSettings } from './vault-errors.ts';
import { vaultSigner } from './vault.ts';

/** A server that signs for whoever can prove who it is. */
export type ServerSettings =
  | { readonly kind: 'vault'; readonly vault: VaultSettings }
  | { readonly kind: 'step-ca'; readonly stepCa: StepCaSettings };

export type SignerSettings =
  | { readonly kind: 'authority'; readonly authority: Authority }
  | ({ readonly kind: 'command' } & CommandSettings)
  | ServerSettings;

export interface SignerWorld {
  readonly runCommand: RunCommand;
  readonly server: ServerWorld;
}

/** As in "The authority … signed it". */
export function nameOfSigner(settings: SignerSettings): string {
  switch (settings.kind) {
    case 'authority':
      return `The authority ${shown(settings.authority.certificate.leaf.subject)}`;
    case 'command':
      return nameOfCommand(settings);
    case 'vault':
      return `Vault (role ${settings.vault.role})`;
    case 'step-ca': {
      const { provisioner } = settings.stepCa;
      return provisioner === undefined ? 'step-ca' : `step-ca (provisioner ${provisioner})`;
    }
  }
}

export function openSigner(settings: SignerSettings, { runCommand, server }: SignerWorld): Signer {
  switch (settings.kind) {
    case 'authority':
      return authoritySigner(settings.authority);
    case 'command':
      return commandSigner(settings, runCommand);
    case 'vault':
      return withPatience((within) => vaultSigner(settings.vault, within), server);
    case 'step-ca':
      return withPatience((within) => stepCaSigner(settings.stepCa, within), server);
  }
}

/** Signs in process with an authority whose key is at hand, which was judged before. */
export function authoritySigner(authority: Authority): Signer {
  return {
    check: () => Promise.resolve(),
    sign: async (request) => {
      const { certify } = await import('../certify.ts');
      return certify(authority, request);
    },
  };
}

/** Milliseconds for one signing in all: each attempt has its own limit, but a slow server may need many. */
const PATIENCE = 120_000;

export function withPatience(open: (world: ServerWorld) => Signer, world: ServerWorld): Signer {
  const within = async <T>(work: (signer: Signer) => Promise<T>): Promise<T> => {
    const [late, ended] = [new AbortController(), new AbortController()];
    void world.sleep(PATIENCE, ended.signal).then(() => late.abort(LATE));
    try {
      return await work(open({ ...world, stop: AbortSignal.any([world.stop, late.signal]) }));
    } finally {
      ended.abort();
    }
  };
  return {
    check: () => within((signer) => signer.check()),
    sign: (request) => within((signer) => signer.sign(request)),
  };
}
