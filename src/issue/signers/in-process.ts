import { shown } from '../../certificate/finding.ts';
import type { Authority } from '../authority.ts';
import type { Signer } from '../signer.ts';

export function nameOfAuthority({ certificate }: Authority): string {
  return `The authority ${shown(certificate.leaf.subject)}`;
}

/** Signs in process with an authority whose key is at hand, which was judged before. */
export function authoritySigner(authority: Authority): Signer {
  return {
    name: nameOfAuthority(authority),
    check: () => Promise.resolve(),
    sign: async (request) => {
      const { certify } = await import('../certify.ts');
      return certify(authority, request);
    },
  };
}
