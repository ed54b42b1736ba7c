// Functions whose least value is known, for search algorithms to find. Each is minimised over a space of its
// own; bench/peers/optuna-search.py has the same ones, and `probe` shows that they are.

const real = (name, min, max) => ({ name, domain: { kind: 'uniform', min, max } });
const reals = (count, min, max) => Array.from({ length: count }, (_, i) => real(`x${i}`, min, max));
const whole = (name, min, max) => ({ name, domain: { kind: 'int_uniform', min, max } });
const choice = (name, values) => ({ name, domain: { kind: 'categorical', values } });
const list = (point, count) => Array.from({ length: count }, (_, i) => point[`x${i}`]);

// Its least value is not in the middle, where a prior would find it by itself.
const sphere = (point) => list(point, 5).reduce((sum, x) => sum + (x - 1.3) ** 2, 0);

function branin({ x0, x1 }) {
  const bent = x1 - (5.1 / (4 * Math.PI ** 2)) * x0 ** 2 + (5 / Math.PI) * x0 - 6;
  return bent ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x0) + 10;
}

const HEIGHTS = [1, 1.2, 3, 3.2];
const STEEPNESS = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const CENTRES = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

function hartmann(point) {
  const x = list(point, 6);
  const depths = HEIGHTS.map((height, i) => {
    const far = x.reduce((sum, xj, j) => sum + STEEPNESS[i][j] * (xj - CENTRES[i][j]) ** 2, 0);
    return height * Math.exp(-far);
  });
  return -depths.reduce((sum, depth) => sum + depth, 0);
}

function rosenbrock(point) {
  const x = list(point, 4);
  return x
    .slice(1)
    .reduce((sum, next, i) => sum + 100 * (next - x[i] ** 2) ** 2 + (1 - x[i]) ** 2, 0);
}

// What a sweep over kinds of models looks like: a choice says which other parameters there are.
const KINDS = {
  linear: ({ lr }) => 0.4 + 0.05 * (Math.log10(lr) + 2) ** 2,
  tree: ({ lr, depth }) => 0.2 + 0.01 * (depth - 7) ** 2 + 0.05 * (Math.log10(lr) + 1) ** 2,
  network: ({ lr, layers, dropout, activation }) =>
    0.1 * (Math.log10(lr) + 3) ** 2 +
    0.05 * (layers - 3) ** 2 +
    2 * (dropout - 0.2) ** 2 +
    { relu: 0, tanh: 0.1, sigmoid: 0.3 }[activation],
};
const BELONGS_TO = { depth: 'tree', layers: 'network', dropout: 'network', activation: 'network' };

const conditionalParameters = [
  choice('kind', ['linear', 'tree', 'network']),
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-6, max: 1 } },
  whole('depth', 1, 20),
  whole('layers', 1, 8),
  real('dropout', 0, 0.8),
  choice('activation', ['relu', 'tanh', 'sigmoid']),
];

/** A space in which every point is allowed. @param {(name: string, point: object) => boolean} [has] */
function spaceOf(parameters, has = () => true) {
  const admit = (point) =>
    Object.freeze(Object.fromEntries(Object.entries(point).filter(([name]) => has(name, point))));
  return { parameters, admit, keyOf: (point) => JSON.stringify(admit(point)), gridCount: null };
}

export const standardFunctions = [
  { name: 'sphere, 5', space: spaceOf(reals(5, -5, 5)), least: 0, value: sphere },
  {
    name: 'Branin',
    space: spaceOf([real('x0', -5, 10), real('x1', 0, 15)]),
    least: 0.39788735772973816,
    value: branin,
  },
  {
    name: 'Hartmann, 6',
    space: spaceOf(reals(6, 0, 1)),
    least: -3.322368011391339,
    value: hartmann,
  },
  { name: 'Rosenbrock, 4', space: spaceOf(reals(4, -2, 2)), least: 0, value: rosenbrock },
  {
    name: 'conditional',
    space: spaceOf(conditionalParameters, (name, { kind }) => (BELONGS_TO[name] ?? kind) === kind),
    least: 0,
    value: (point) => KINDS[point.kind](point),
  },
];

/** The value at one point: what two programs must agree on before they are compared. */
export function probe({ space, value }) {
  const at = ({ kind, min, max, values }) => {
    if (kind === 'categorical') return values.at(-1);
    if (kind === 'int_uniform') return min + 1;
    return kind === 'uniform' ? min + 0.3 * (max - min) : 0.01;
  };
  return value(Object.fromEntries(space.parameters.map(({ name, domain }) => [name, at(domain)])));
}
