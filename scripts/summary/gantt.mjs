/** Draws the Gantt chart of a summary: how long certificates last, a section each. */

const SECTION = /^ +section (.+)$/u;
const BAR = /^ +(.+) :((?:\w+, )*)(\d{4}-\d\d-\d\d), (\d{4}-\d\d-\d\d)$/u;
const ROW = 24;
const NAMES = 240;
const WIDTH = 860;

/** @param {string} tags */
const look = (tags) => ['crit', 'active', 'done'].find((tag) => tags.includes(tag)) ?? 'good';

/**
 * @param {readonly string[]} lines of the block
 * @returns {string | undefined} an SVG, or undefined where it is another chart
 */
export function drawGantt(lines) {
  if (!lines.includes('gantt')) return undefined;
  /** @type {{ name: string, bars: { label: string, look: string, from: number, to: number }[] }[]} */
  const rows = [];
  for (const line of lines) {
    const [, section] = SECTION.exec(line) ?? [];
    if (section !== undefined) rows.push({ name: section, bars: [] });
    const [, label = '', tags = '', from = '', to = ''] = BAR.exec(line) ?? [];
    if (from === '') continue;
    rows.at(-1)?.bars.push({ label, look: look(tags), from: Date.parse(from), to: Date.parse(to) });
  }
  const bars = rows.flatMap((row) => row.bars);
  const start = Math.min(...bars.map(({ from }) => from));
  const end = Math.max(...bars.map(({ to }) => to));
  const at = (/** @type {number} */ time) => NAMES + ((WIDTH - NAMES) * (time - start)) / (end - start);
  const drawn = rows.map(({ name, bars: own }, index) => {
    const y = index * ROW;
    const shapes = own.map((bar) => {
      const [x, width] = [at(bar.from), Math.max(2, at(bar.to) - at(bar.from))];
      const shape = `<rect class="${bar.look}" x="${x.toFixed(1)}" y="${y + 3}" width="${width.toFixed(1)}" height="${ROW - 6}" rx="3"/>`;
      const fits = width > bar.label.length * 7;
      const place = fits
        ? `x="${(x + width / 2).toFixed(1)}" text-anchor="middle"`
        : `x="${(x + width + 4).toFixed(1)}"`;
      return `${shape}<text ${place} y="${y + 16}"${fits ? ' class="inside"' : ''}>${bar.label}</text>`;
    });
    return `<text x="0" y="${y + 16}">${name}</text>${shapes.join('')}`;
  });
  const height = rows.length * ROW;
  const now = Date.now();
  const today =
    now > start && now < end
      ? `<rect class="today" x="${at(now).toFixed(1)}" y="0" width="2" height="${height}"/>`
      : '';
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img">${drawn.join('')}${today}</svg>`;
}
