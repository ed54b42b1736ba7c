// What programs call the settings that the built-in network has. Only names of which there is no doubt:
// everything else is said to be unknown, so that nothing is searched that was not meant.

import { type Settings, settingNamed } from '../../vocabulary/setting.js';

/** Without capitals, underscores and hyphens. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  lr: ['learningrate', 'baselr', 'baselearningrate', 'initiallr', 'initlr', 'initiallearningrate'],
  batch_size: ['batch', 'trainbatchsize', 'minibatchsize', 'perdevicetrainbatchsize'],
  optimizer: ['optimiser', 'optim', 'opt', 'optimizername', 'optimizertype'],
  dropout: ['dropoutrate', 'dropoutprob', 'dropoutprobability', 'dropoutp', 'droprate', 'dropprob'],
  weight_decay: ['wd'],
  beta1: ['adambeta1'],
  beta2: ['adambeta2'],
  eps: ['epsilon', 'adamepsilon', 'adameps'],
  activation: ['activationfunction', 'activationfn', 'act', 'actfn', 'nonlinearity'],
  label_smoothing: ['labelsmoothingfactor'],
  clip_norm: ['maxgradnorm', 'gradclipnorm', 'clipgradnorm', 'gradnormclip', 'gradientclipnorm'],
  lr_schedule: ['scheduler', 'lrscheduler', 'lrschedulertype', 'schedulertype'],
};

const UNITS = [
  ...['hidden', 'hiddensize', 'hiddendim', 'hiddenunits', 'nhidden', 'hiddenlayersize', 'units'],
  ...['nunits', 'numunits', 'fclayersize', 'fcsize', 'layersize', 'denseunits', 'densesize'],
  ...['layerwidth', 'width', 'hiddensizes', 'hiddenlayersizes', 'layersizes'],
];

const COUNTS = [
  ...[
    'layers',
    'numlayers',
    'nlayers',
    'hiddenlayers',
    'numhiddenlayers',
    'nhiddenlayers',
    'depth',
  ],
];

const EPOCHS = ['epochs', 'epoch', 'numepochs', 'nepochs', 'maxepochs', 'numtrainepochs'];
const SEEDS = ['seed', 'randomseed', 'randomstate', 'rngseed', 'manualseed'];

/** Groups of a nested space that say nothing which the names in them do not. */
const NEUTRAL = new Set([
  ...['model', 'net', 'network', 'mlp', 'classifier', 'training', 'train', 'trainer', 'optimizer'],
  ...['optim', 'opt', 'adam', 'sgd', 'hyperparameters', 'hparams', 'params', 'config', 'args'],
]);

/** optimizer: {parameters: {name: …}} is the optimizer. */
const SELF = new Set(['name', 'type', 'kind']);

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

const bySynonym = new Map(
  Object.entries(SYNONYMS).flatMap(([name, others]) => others.map((other) => [other, name])),
);

/** One name. @param isList its values are lists */
function meantBy(name: string, isList: boolean, settings: Settings): string | null {
  const word = folded(name);
  if (EPOCHS.includes(word)) return 'epochs';
  if (SEEDS.includes(word)) return 'seed';
  if (UNITS.includes(word)) return isList ? 'hidden' : 'width';
  if (COUNTS.includes(word)) return isList ? 'hidden' : 'layers';
  const same = settings.find((setting) => folded(setting.name) === word)?.name;
  const other = bySynonym.get(word);
  return same ?? (other !== undefined && settingNamed(settings, other) ? other : null);
}

/**
 * The setting that a parameter is, or `epochs` or `seed`; null: none is meant for sure.
 * @param path names of the groups around it, and its own
 * @param isList whether its values are lists
 */
export function settingMeant(
  path: readonly string[],
  isList: boolean,
  settings: Settings,
): string | null {
  const name = path.at(-1)!;
  const group = path.at(-2);
  if (group === undefined) return meantBy(name, isList, settings);
  if (SELF.has(folded(name))) return meantBy(group, isList, settings);
  const both = meantBy(`${group}_${name}`, isList, settings);
  if (both !== null || !path.slice(0, -1).every((step) => NEUTRAL.has(folded(step)))) return both;
  return meantBy(name, isList, settings);
}
