// Whether a definition fits the data that were read, before anything is trained on them.

import type { DataSet } from '../data/data-set.js';
import { refuseMisfits } from '../definition/refuse-misfits.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import { networkSettings } from '../trainables/network/settings.js';
import { refuseUnmeasurable } from './asked-metrics.js';
import { refuseUnfitPictures } from './picture-check.js';

/**
 * @throws Slip for metrics and settings that the data's task, or the number of its classes, does not
 * allow, and for convolutions of what is no picture or of which nothing would be left
 */
export function refuseUnfit(definition: SweepDefinition, data: DataSet): void {
  const { task } = data;
  const classes = task.kind === 'classification' ? task.classes.length : null;
  refuseUnmeasurable(definition, data);
  refuseMisfits(definition, networkSettings, { kind: task.kind, classes });
  refuseUnfitPictures(definition, data);
}
