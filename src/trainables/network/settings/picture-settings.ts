// What a convolutional network does with pictures before its dense layers.

import { poolings } from '../../../core/models/cnn.js';
import { POOL, paddings } from '../../../core/models/picture-layers.js';
import type { Settings } from '../../../vocabulary/setting.js';
import { share, where } from './setting-forms.js';

const appliesWhen = [where('kind', 'cnn')];

export const pictureSettings: Settings = [
  {
    name: 'convolutions',
    group: 'model',
    kind: { type: 'integers', min: 1, max: 4096, maxLength: 64, words: [POOL] },
    default: [16, POOL, 32, POOL],
    appliesWhen,
    about:
      'The layers before the dense ones, in order: a number is a convolution with so many output channels, pool is a pooling. [] has none.',
  },
  {
    name: 'kernel_size',
    group: 'model',
    kind: { type: 'integer', min: 1, max: 31 },
    default: 3,
    appliesWhen,
    about: 'Pixels on each side of every convolution’s kernel.',
  },
  {
    name: 'conv_stride',
    group: 'model',
    kind: { type: 'integer', min: 1, max: 16 },
    default: 1,
    appliesWhen,
    about:
      'Pixels from one position of a kernel to the next, in every convolution; 2 halves a picture’s sides.',
  },
  {
    name: 'padding',
    group: 'model',
    kind: { type: 'choice', values: paddings },
    default: 'same',
    appliesWhen,
    about:
      'What convolutions see beyond a picture’s edge: same puts zeros there, so that stride 1 keeps the picture’s sides; valid has kernels stay inside, and pictures shrink by kernel_size - 1.',
  },
  {
    name: 'pooling',
    group: 'model',
    kind: { type: 'choice', values: Object.keys(poolings) },
    default: 'max',
    appliesWhen,
    about: 'What a pool makes of a window: its largest value or its mean.',
  },
  {
    name: 'pool_size',
    group: 'model',
    kind: { type: 'integer', min: 1, max: 32 },
    default: 2,
    appliesWhen,
    about:
      'Pixels on each side of a pool’s window, and from one window to the next; lines and columns that fill no window are dropped.',
  },
  {
    name: 'conv_dropout',
    group: 'model',
    kind: share,
    default: 0,
    appliesWhen,
    about:
      'Probability that a value behind a convolution’s activation is dropped for one training step; dropout is for the dense layers.',
  },
];
