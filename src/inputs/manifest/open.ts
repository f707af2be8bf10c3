import type { Environment } from '../environment.ts';
import type { InputProblem } from '../problem.ts';
import type { SecretInput } from '../secrets.ts';

/** Reads text files of the workspace. It must refuse links that lead out of it. */
export interface WorkspaceFiles {
  /** `path` is relative, has forward slashes and no `..`. Never throws. */
  readonly read: (path: string, maxBytes: number) => Promise<FileRead>;
}

export type FileRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'directory' | 'too-large' | 'outside' | 'unreadable' };

/** The manifest, read and parsed but not yet understood. */
export interface OpenManifest {
  readonly kind: 'opened';
  /** Values of the environment variables it names as secrets: to be masked before anything is printed. */
  readonly secrets: readonly SecretInput[];
}

export type ManifestRead =
  | { readonly kind: 'none' }
  | OpenManifest
  | {
      readonly kind: 'refused';
      readonly problems: readonly InputProblem[];
      readonly secrets: readonly SecretInput[];
    };

/** Loads the manifest, if one is given: a path in the workspace, or the YAML itself. Prints nothing. */
export async function openManifest(_env: Environment, _files: WorkspaceFiles): Promise<ManifestRead> {
  return { kind: 'none' };
}
