/** Draws the Gantt chart of a summary, whose Mermaid has one bar a line and nothing else. */

const BAR = /^ +(.+) :(crit, )?(\d{4}-\d\d-\d\d [\d:.]+), (\d{4}-\d\d-\d\d [\d:.]+)$/u;
const ROW = 24;
const NAMES = 190;
const WIDTH = 860;

/** @param {string} text as it stands in the summary, so without anything that HTML would read */
const moment = (text) => Date.parse(`${text.replace(' ', 'T')}Z`);

/**
 * @param {readonly string[]} lines of the block
 * @returns {string | undefined} an SVG, or undefined where it is another chart
 */
export function drawGantt(lines) {
  if (lines[0] !== 'gantt') return undefined;
  const bars = lines.flatMap((line) => {
    const [, name = '', bad, from = '', to = ''] = BAR.exec(line) ?? [];
    return from === '' ? [] : [{ name, bad: bad !== undefined, from: moment(from), to: moment(to) }];
  });
  const end = Math.max(...bars.map(({ to }) => to));
  const start = Math.min(...bars.map(({ from }) => from));
  const at = (/** @type {number} */ time) => NAMES + ((WIDTH - NAMES) * (time - start)) / (end - start);
  const rows = bars.map(({ name, bad, from, to }, index) => {
    const y = index * ROW;
    const bar = `<rect class="${bad ? 'bad' : 'good'}" x="${at(from).toFixed(1)}" y="${y + 4}" width="${Math.max(2, at(to) - at(from)).toFixed(1)}" height="${ROW - 8}" rx="3"/>`;
    return `<text x="0" y="${y + 16}">${name}</text>${bar}`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${bars.length * ROW}" role="img">${rows.join('')}</svg>`;
}
