// Whether a definition fits the data that were read, before anything is trained on them.

import type { DataSet } from '../data/data-set.js';
import { refuseMisfits } from '../definition/refuse-misfits.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import { networkSettings } from '../trainables/network/settings.js';

/** @throws Slip for settings that the data's task, or the number of its classes, does not allow */
export function refuseUnfit(definition: SweepDefinition, { task }: DataSet): void {
  const classes = task.kind === 'classification' ? task.classes.length : null;
  refuseMisfits(definition, networkSettings, { kind: task.kind, classes });
}
