// The sweep that is written while the power goes: the driver begins it, and so does who looks for it.

export const powerSweep = Object.freeze({
  id: 'abc123def456',
  name: 'power',
  definition: {},
  parameters: ['lr'],
  seed: 1,
  seeds: 1,
  folds: null,
  objective: { name: 'val_loss', goal: 'minimize' },
  epochs: 6,
  dataHash: 'data',
  coreBuild: 'core',
});
