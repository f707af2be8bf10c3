/** What one line of an action's output is to the runner. */
export type OutputLine =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mask'; readonly value: string }
  | {
      readonly kind: 'annotation';
      readonly level: 'notice' | 'warning' | 'error';
      readonly title: string;
      readonly text: string;
    }
  | { readonly kind: 'debug'; readonly text: string }
  | { readonly kind: 'group'; readonly title: string }
  | { readonly kind: 'end-group' }
  | { readonly kind: 'other'; readonly name: string };

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string =>
  unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));

/** Reads a line as the runner does: `::name key=value,…::data`, leading spaces allowed. */
export function readLine(line: string): OutputLine {
  const match = /^\s*::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s.exec(line);
  if (match === null) return { kind: 'text', text: line };
  const [, name = '', properties = '', data = ''] = match;
  const text = unescapeData(data);
  switch (name) {
    case 'add-mask':
      return { kind: 'mask', value: text };
    case 'notice':
    case 'warning':
    case 'error': {
      const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1] ?? '';
      return { kind: 'annotation', level: name, title: unescapeProperty(title), text };
    }
    case 'debug':
      return { kind: 'debug', text };
    case 'group':
      return { kind: 'group', title: text };
    case 'endgroup':
      return { kind: 'end-group' };
    default:
      return { kind: 'other', name };
  }
}

/** Replaces secrets, longest first, as the runner does: per line, exactly. */
export function createMasker(secrets: readonly string[]): {
  readonly add: (secret: string) => void;
  readonly hide: (text: string) => string;
} {
  const known = new Set<string>();
  const add = (secret: string): void => {
    for (const part of [secret, ...secret.split(/\r?\n/)]) if (part.trim() !== '') known.add(part);
  };
  for (const secret of secrets) add(secret);
  return {
    add,
    hide: (text) => {
      let hidden = text;
      for (const secret of [...known].toSorted((a, b) => b.length - a.length)) {
        hidden = hidden.replaceAll(secret, '***');
      }
      return hidden;
    },
  };
}

/**
 * Reads a file of GITHUB_OUTPUT: `name=value` or `name<<delimiter`.
 * @throws Error on a malformed line, which fails the step on a runner
 */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line);
    const plain = /^([^=]+)=(.*)$/.exec(line);
    if (heredoc !== null) {
      const [, name = '', delimiter = ''] = heredoc;
      const end = lines.indexOf(delimiter, index + 1);
      if (end === -1) throw new Error(`The output ${name} has no end.`);
      outputs[name] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (plain === null) throw new Error('A line of the outputs is malformed.');
    else outputs[plain[1] ?? ''] = plain[2] ?? '';
  }
  return outputs;
}
