/** A command as the runner takes it from a line. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

export const COMMAND_NAMES = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
] as const;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const DATA = { '%0D': '\r', '%0A': '\n', '%25': '%' };
const PROPERTY = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
const BRACKETED = { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%' };

/**
 * The command in a line, if the runner sees one. It compares text by the rules of a language there,
 * which skip invisible characters, so the line is tried with and without them.
 */
export function commandIn(line: string, names: ReadonlySet<string>): Command | undefined {
  for (const text of new Set([line, line.replaceAll(INVISIBLE, '')])) {
    const command = colonCommand(text, names) ?? bracketCommand(text, names);
    if (command !== undefined) return command;
  }
  return undefined;
}

/** `::name key=value,key=value::data`, after any blanks. */
function colonCommand(line: string, names: ReadonlySet<string>): Command | undefined {
  const text = line.replace(/^[\s\u0085]+/u, '');
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  return parsed(text.slice(2, end), text.slice(end + 2), {
    names,
    separator: ',',
    property: PROPERTY,
    data: DATA,
  });
}

/** `##[name key=value;key=value]data`, anywhere. */
function bracketCommand(line: string, names: ReadonlySet<string>): Command | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const marks = { names, separator: ';', property: BRACKETED, data: BRACKETED };
  return parsed(line.slice(start + 3, end), line.slice(end + 1), marks);
}

interface Marks {
  readonly names: ReadonlySet<string>;
  readonly separator: string;
  readonly property: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

function parsed(info: string, data: string, marks: Marks): Command | undefined {
  const blank = info.indexOf(' ');
  const name = (blank < 0 ? info : info.slice(0, blank)).toLowerCase();
  if (!marks.names.has(name)) return undefined;
  const pairs = (blank < 0 ? '' : info.slice(blank + 1)).trim().split(marks.separator);
  const properties = pairs.flatMap((pair) => {
    const equals = pair.indexOf('=');
    return equals <= 0
      ? []
      : [[pair.slice(0, equals), unescape(pair.slice(equals + 1), marks.property)] as const];
  });
  return { name, properties: Object.fromEntries(properties), data: unescape(data, marks.data) };
}

function unescape(text: string, escapes: Readonly<Record<string, string>>): string {
  let plain = text;
  for (const [escape, character] of Object.entries(escapes)) plain = plain.replaceAll(escape, character);
  return plain;
}
