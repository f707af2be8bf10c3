/** Reads text files of the workspace. It must refuse links that lead out of it. */
export interface WorkspaceFiles {
  /** `path` is relative, has forward slashes and no `..`. Never throws. */
  readonly read: (path: string, maxBytes: number) => Promise<FileRead>;
}

export type FileRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'directory' | 'too-large' | 'outside' | 'unreadable' };
