/** The harmless ways in which a PEM text arrives. Each gives a text that means the same. */
export interface Spelling {
  readonly name: string;
  readonly spell: (pem: string) => string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const eachLine = (text: string, change: (line: string) => string): string =>
  text.split('\n').map(change).join('\n');

/** A file of PEM taken for one of DER: its base64 between armour lines, all of it CRLF. */
function encodedAgain(pem: string | Uint8Array): string {
  const lines =
    Buffer.from(pem)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\r\n');
}

export const SPELLINGS: readonly Spelling[] = [
  { name: 'as it is', spell: (pem) => pem },
  { name: 'CRLF line ends', spell: (pem) => pem.replaceAll('\n', '\r\n') },
  { name: 'CR line ends', spell: (pem) => pem.replaceAll('\n', '\r') },
  { name: 'a BOM', spell: (pem) => `\uFEFF${pem}` },
  { name: 'no final newline', spell: (pem) => pem.trimEnd() },
  { name: 'trailing blanks', spell: (pem) => eachLine(pem, (line) => `${line} \t `) },
  { name: 'lines indented by YAML', spell: (pem) => eachLine(pem, (line) => `      ${line}`) },
  { name: 'blank lines around and between', spell: (pem) => `\n\n${pem.replaceAll('\n', '\n\n')}\n` },
  { name: 'literal \\n', spell: (pem) => pem.replaceAll('\n', String.raw`\n`) },
  { name: 'literal \\r\\n', spell: (pem) => pem.replaceAll('\n', String.raw`\r\n`) },
  { name: 'literal \\\\n, escaped twice', spell: (pem) => pem.replaceAll('\n', String.raw`\\n`) },
  { name: 'double quotes', spell: (pem) => `"${pem}"` },
  { name: 'single quotes', spell: (pem) => `'${pem.trimEnd()}'` },
  { name: 'a JSON string', spell: (pem) => JSON.stringify(pem) },
  {
    name: 'a JSON string of a library that escapes',
    spell: (pem) =>
      JSON.stringify(pem)
        .replaceAll('+', String.raw`\u002B`)
        .replaceAll('=', String.raw`\u003d`)
        .replaceAll('/', String.raw`\/`),
  },
  {
    name: 'text of a program that escapes',
    spell: (pem) =>
      pem
        .replaceAll('+', String.raw`\x2B`)
        .replaceAll('=', String.raw`\x3d`)
        .replaceAll('\n', String.raw`\x0A`),
  },
  { name: 'certutil -encode of the PEM', spell: encodedAgain },
  {
    name: 'certutil -encode of the PEM in UTF-16',
    spell: (pem) => encodedAgain(Buffer.from(`\uFEFF${pem}`, 'utf16le')),
  },
  {
    name: 'UTF-16 of PowerShell, read as UTF-8',
    spell: (pem) => Buffer.from(`\uFEFF${pem}`, 'utf16le').toString(),
  },
  { name: 'a JSON object of a vault', spell: (pem) => JSON.stringify({ data: { value: pem } }) },
  { name: 'every line quoted, with commas', spell: (pem) => eachLine(pem, (line) => `"${line}",`) },
  { name: 'lines of a diff', spell: (pem) => eachLine(pem, (line) => `+${line}`) },
  {
    name: 'numbered lines',
    spell: (pem) =>
      pem
        .split('\n')
        .map((line, index) => `${String(index + 1).padStart(4)}\t${line}`)
        .join('\n'),
  },
  { name: 'lines of a table', spell: (pem) => eachLine(pem, (line) => `  | ${line}`) },
  { name: 'a comment', spell: (pem) => eachLine(pem, (line) => `# ${line}`) },
  { name: 'quoted in a mail', spell: (pem) => eachLine(pem, (line) => `> ${line}`) },
  { name: 'a shell that continues lines', spell: (pem) => pem.replaceAll('\n', '\\\n') },
  { name: 'a Markdown fence', spell: (pem) => `\`\`\`\n${pem}\`\`\`\n` },
  { name: 'blanks in place of newlines', spell: (pem) => pem.replaceAll('\n', ' ') },
  { name: 'no newlines at all', spell: (pem) => pem.replaceAll('\n', '') },
  { name: 'zero-width characters', spell: (pem) => pem.replaceAll('\n', '\u200B\n') },
  { name: 'no-break spaces', spell: (pem) => eachLine(pem, (line) => `\u00A0${line}`) },
  { name: 'dashes of a word processor', spell: (pem) => pem.replaceAll('-----', '\u2014\u2013') },
  { name: 'a hyphen lost in copying', spell: (pem) => pem.slice(1) },
  { name: 'percent encoding', spell: (pem) => encodeURIComponent(pem) },
  { name: 'a form', spell: (pem) => encodeURIComponent(pem).replaceAll('%20', '+') },
  { name: 'newlines encoded as %0A', spell: (pem) => pem.replaceAll('\n', '%0A') },
  { name: 'base64 of the PEM on one line', spell: (pem) => base64(pem) },
  { name: 'base64 of the PEM, wrapped', spell: (pem) => base64(pem).replaceAll(/.{1,76}/g, '$&\n') },
  { name: 'base64 of the PEM, in quotes', spell: (pem) => `"${base64(pem)}"` },
  { name: 'base64url of the PEM', spell: (pem) => Buffer.from(pem).toString('base64url') },
  { name: 'base64 of base64 of the PEM', spell: (pem) => base64(base64(pem)) },
  {
    name: 'base64 of the PEM in UTF-16',
    spell: (pem) => Buffer.from(`\uFEFF${pem}`, 'utf16le').toString('base64'),
  },
  { name: 'a data URL', spell: (pem) => `data:application/x-pem-file;base64,${base64(pem)}` },
  {
    name: 'base64 of DER without armour',
    spell: (pem) => pem.replaceAll(/-----[A-Z ]+-----|\n/g, ''),
  },
  {
    name: 'bag attributes',
    spell: (pem) =>
      `Bag Attributes\n    friendlyName: client \u00FC\n    localKeyID: 0A 1B\nsubject=/CN=client\nissuer=/CN=CA\n${pem}`,
  },
  {
    name: 'a -text preface',
    spell: (pem) =>
      `Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number: 1 (0x1)\n${pem}`,
  },
];
