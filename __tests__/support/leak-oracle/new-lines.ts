/** Lines in front of and behind a new one that are looked at with it: a window may go on for some. */
const AROUND = 8;

/** What a text has beyond the known lines, with the lines around it; all its lines are known from then on. */
export function newLines(text: string, known: Set<string>): string {
  const lines = text.split('\n');
  const near = new Uint8Array(lines.length);
  let left = 0;
  for (const [index, line] of lines.entries()) {
    left = known.has(line) ? left - 1 : AROUND + 1;
    if (left > 0) near[index] = 1;
  }
  left = 0;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    left = known.has(lines[index] ?? '') ? left - 1 : AROUND + 1;
    if (left > 0) near[index] = 1;
  }
  for (const line of lines) known.add(line);
  return lines.filter((_, index) => near[index] === 1).join('\n');
}
