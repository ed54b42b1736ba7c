// What keys of a data section mean where they are left out, and so what they say nothing by: a definition
// that writes one of them out is the sweep that it is without.

export const dataDefaults = Object.freeze({
  labels: null,
  inputs: null,
  group: null,
  categorical: 'one_hot',
  missingIndicator: false,
  image: null,
  scaling: 'standard',
  targetScaling: 'standard',
} as const);
