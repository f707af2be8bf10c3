import type { Sandbox } from '../index.ts';
import { startGithubOidc } from '../signers/github-oidc.ts';
import { startStepCa } from '../signers/step-ca.ts';
import { startVault } from '../signers/vault.ts';
import type { ServeOptions } from './options.ts';

export type SignerKind = NonNullable<ServeOptions['signer']>;

/** A signer beside the box, and how to reach it. */
export interface ServedSigner {
  readonly address: string;
  /** A block for the input `issue`. */
  readonly issue: string;
  /** Variables with which a job asks for an ID token. */
  readonly env: Readonly<Record<string, string>>;
  /** Tokens that Vault gave and nobody revoked. */
  readonly openTokens: () => number;
}

const JOB = {
  repository: 'acme/site',
  repository_id: '4711',
  ref: 'refs/heads/main',
  environment: 'production',
} as const;
const DAYS = 100;

/** Starts the signer that was asked for; what it signs, the box's origin trusts. */
export async function startSigner(
  kind: SignerKind,
  box: Sandbox,
  zones: readonly string[],
  stack: AsyncDisposableStack,
): Promise<ServedSigner> {
  const github = stack.use(await startGithubOidc(JOB));
  const { clientAuthority: authority, webAuthority: tls } = box;
  const audience = 'https://signer.example';
  const claims = { repository_id: JOB.repository_id, environment: JOB.environment };
  switch (kind) {
    case 'vault': {
      const vault = stack.use(
        await startVault({
          authority,
          tls,
          issuer: github.issuer,
          loginRoles: {
            rotation: {
              roleType: 'jwt',
              boundAudiences: [audience],
              boundClaims: claims,
              update: ['pki/sign/origin-pulls'],
            },
          },
          signRoles: {
            'origin-pulls': {
              keyType: 'ec',
              keyBits: 256,
              maxTtlSeconds: DAYS * 86_400,
              // The demo's certificates live for half a minute.
              notBeforeSeconds: 0,
              allowedNames: [...zones, ...box.hosts],
            },
          },
        }),
      );
      const issue = block('vault', {
        address: vault.address,
        role: 'origin-pulls',
        'login-role': 'rotation',
        audience,
      });
      return { address: vault.address, issue, env: github.env, openTokens: vault.openTokens };
    }
    case 'step-ca': {
      const ca = stack.use(
        await startStepCa({
          authority,
          tls,
          provisioners: [
            {
              name: 'github',
              clientId: audience,
              issuer: github.issuer,
              template: claims,
              maxDurationMs: DAYS * 86_400_000,
              minDurationMs: 0,
            },
          ],
        }),
      );
      const issue = block('step-ca', {
        address: ca.address,
        provisioner: 'github',
        fingerprint: ca.fingerprint,
      });
      return { address: ca.address, issue, env: github.env, openTokens: () => 0 };
    }
  }
}

function block(name: string, values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([key, value]) => `  ${key}: ${value}\n`);
  return `${name}:\n${lines.join('')}`;
}
