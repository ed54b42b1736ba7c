// What a configuration is trained on: the whole training part, or so many rows of it as it says.

import type { DataSet } from '../../data/data-set.js';
import { trainedOn } from '../../data/training-rows.js';
import { type Configuration, rowsIn } from '../../vocabulary/configuration.js';

export function trainingSet(data: DataSet, settings: Configuration): DataSet {
  const rows = rowsIn(settings);
  return rows === null ? data : trainedOn(data, rows);
}
