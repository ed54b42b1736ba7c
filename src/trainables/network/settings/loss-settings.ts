// What training makes small, and what each loss can be told.

import { losses } from '../../../core/losses/loss-registry.js';
import type { TaskKind } from '../../../vocabulary/measure.js';
import type { Setting, Settings } from '../../../vocabulary/setting.js';
import { share, where } from './setting-forms.js';

function lossesOf(task: TaskKind): readonly string[] {
  return losses.filter((loss) => loss.task === task).map(({ name }) => name);
}

const classLosses = lossesOf('classification');
const valueLosses = lossesOf('regression');

/** A length in the unit of what is compared, well within single precision. */
const bend = { type: 'number', min: 1e-6, max: 1e6 } as const;

const loss: Setting = {
  name: 'loss',
  group: 'training',
  kind: { type: 'choice', values: [...classLosses, ...valueLosses] },
  default: classLosses[0]!,
  byTask: { classification: classLosses, regression: valueLosses },
  about:
    'What training makes small, measured on all parts (val_loss, test_loss). Classification: cross_entropy, bce (sigmoids: one for two classes, else one for each against the rest), multi_margin (hinge), focal (rows that are right already count little). Regression, in standardised units: mse, mae, huber, smooth_l1.',
};

export const lossSettings: Settings = [
  loss,
  {
    name: 'label_smoothing',
    group: 'training',
    kind: share,
    default: 0,
    appliesWhen: [where('loss', 'cross_entropy')],
    about: 'Share of every target that is spread over all classes (Szegedy et al. 2016).',
  },
  {
    name: 'class_weights',
    group: 'training',
    kind: {
      type: 'numbers',
      maxLength: 10_000,
      words: ['none', 'balanced'],
      perClass: true,
      min: 1e-6,
      max: 1e6,
    },
    default: 'none',
    appliesWhen: [where('loss', ...classLosses)],
    about:
      'How much a row counts by its class: balanced is rows / (classes × rows of the class) over the training part, a list has one weight per class in the order of the classes. Under cross_entropy the mean is divided by the rows’ weights, under the others by the rows.',
  },
  {
    name: 'focal_gamma',
    group: 'training',
    kind: { type: 'number', min: 0, max: 100 },
    default: 2,
    appliesWhen: [where('loss', 'focal')],
    about: 'Exponent of (1 - p): 0 is cross_entropy, more looks harder at what is still wrong.',
  },
  {
    name: 'huber_delta',
    group: 'training',
    kind: bend,
    default: 1,
    appliesWhen: [where('loss', 'huber')],
    about: 'Error, in standard deviations of the target, beyond which the loss grows in a line.',
  },
  {
    name: 'smooth_l1_beta',
    group: 'training',
    kind: bend,
    default: 1,
    appliesWhen: [where('loss', 'smooth_l1')],
    about: 'As huber_delta; the loss is also divided by it, so that its slope far off stays 1.',
  },
];
