export interface FileValues {
  readonly values: Readonly<Record<string, string>>;
  /** Why the runner would fail the step. */
  readonly fault: string | undefined;
}

/** Reads a file of outputs or of state as the runner does: `name=value`, or `name<<mark`, lines, `mark`. */
export function readFileCommands(content: string): FileValues {
  const values: Record<string, string> = {};
  const lines = content.split(/\r\n|\r|\n/u);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const [name, mark] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
      const end = lines.indexOf(mark, at + 1);
      if (name === '' || mark === '') return { values, fault: 'a name or a delimiter is empty' };
      if (end < 0) return { values, fault: 'the closing delimiter is missing' };
      values[name] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (equals > 0) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
    } else return { values, fault: 'a line is neither name=value nor name<<delimiter' };
  }
  return { values, fault: undefined };
}
