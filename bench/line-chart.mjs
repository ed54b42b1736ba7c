// A picture of curves as SVG, for docs: text in the colour of the page's own text, in light and dark alike.

const WIDTH = 720;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 172;
const TOP = 40;
const BOTTOM = 48;
const COLOURS = ['#3b82c4', '#d9822b', '#3d9a50', '#c23b52', '#8e5bb5', '#7a7a7a'];

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const rounded = (n) => Number(n.toFixed(2));

function ticksOf([low, high], log) {
  if (log) {
    const ticks = [];
    for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high * 1.0001; power++) {
      ticks.push(10 ** power);
    }
    if (ticks.length > 1) return ticks;
  }
  const raw = (high - low) / 5;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * unit).find((n) => n >= raw);
  const ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
  }
  return ticks;
}

function rangeOf(values) {
  return [Math.min(...values), Math.max(...values)];
}

/**
 * @param {{ title: string, x: { name: string, log?: boolean }, y: { name: string, log?: boolean,
 *   range?: [number, number] }, lines: { name: string, points: [number, number][] }[] }} chart
 * @returns {string} the SVG document
 */
export function lineChart({ title, x, y, lines }) {
  const all = lines.flatMap(({ points }) => points);
  const xRange = rangeOf(all.map(([at]) => at));
  const yRange = y.range ?? rangeOf(all.map(([, value]) => value));
  const share = (value, [low, high], log) =>
    log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  const across = (value) => LEFT + share(value, xRange, x.log) * (WIDTH - LEFT - RIGHT);
  const down = (value) => HEIGHT - BOTTOM - share(value, yRange, y.log) * (HEIGHT - TOP - BOTTOM);
  const parts = [
    `<text x="${LEFT}" y="22" font-weight="600">${escaped(title)}</text>`,
    ...ticksOf(xRange, x.log).flatMap((tick) => {
      const at = rounded(across(tick));
      return [
        `<line x1="${at}" y1="${TOP}" x2="${at}" y2="${HEIGHT - BOTTOM}" class="grid"/>`,
        `<text x="${at}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${tick}</text>`,
      ];
    }),
    ...ticksOf(yRange, y.log).flatMap((tick) => {
      const at = rounded(down(tick));
      return [
        `<line x1="${LEFT}" y1="${at}" x2="${WIDTH - RIGHT}" y2="${at}" class="grid"/>`,
        `<text x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${tick}</text>`,
      ];
    }),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(x.name)}</text>`,
    `<text x="${LEFT}" y="${TOP - 4}" text-anchor="end" font-size="11">${escaped(y.name)}</text>`,
    ...lines.flatMap(({ name, points }, i) => {
      const colour = COLOURS[i % COLOURS.length];
      const path = points
        .filter(([, value]) => value >= yRange[0] && value <= yRange[1])
        .map(([at, value]) => `${rounded(across(at))},${rounded(down(value))}`)
        .join(' ');
      const row = TOP + 10 + i * 20;
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        `<line x1="${WIDTH - RIGHT + 14}" y1="${row}" x2="${WIDTH - RIGHT + 34}" y2="${row}" stroke="${colour}" stroke-width="3"/>`,
        `<text x="${WIDTH - RIGHT + 40}" y="${row + 4}">${escaped(name)}</text>`,
      ];
    }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    '<style>text{fill:#57606a}.grid{stroke:#8b949e;stroke-opacity:.25}@media(prefers-color-scheme:dark){text{fill:#c9d1d9}}</style>',
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
