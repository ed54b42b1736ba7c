// Arrays become a table: the first axis is rows, the others are features, whose names are their numbers
// from 0. Three axes are grey pictures (rows, height, width), four are pictures with channels last.

import { type DataFormat, dataFormatOf } from '../../vocabulary/data-format.js';
import { Slip } from '../../vocabulary/errors.js';
import { columnsOf, MAX_COLUMNS } from '../columns/header.js';
import type { Cell } from '../columns/number-cell.js';
import { rowSource } from '../columns/source.js';
import { tableBuilder } from '../columns/table-builder.js';
import { readDataFile, slip } from '../files/data-file.js';
import { shapeOf } from '../picture-shape.js';
import type { FileSpec, Table } from '../table.js';
import { type DataArray, shapeText } from './data-array.js';
import { parseIdx } from './idx.js';
import { parseNpy } from './npy.js';
import { openNpz } from './npz.js';

type ArrayFormat = Extract<DataFormat, 'npy' | 'npz' | 'idx'>;

/** @throws Slip for whatever a person can mend in the files or in the definition's data section */
export async function readArrayTable(spec: FileSpec, format: ArrayFormat): Promise<Table> {
  const { inputs, labels } = await arraysOf(spec, format);
  const rows = inputs.shape[0] ?? 0;
  checkShapes(spec, inputs, labels);
  const width = widthOf(inputs);
  const names = Array.from({ length: width }, (_, column) => String(column));
  if (labels !== null) names.push(LABEL);
  const wishes = { ...spec, target: labels === null ? spec.target! : LABEL };
  const columns = columnsOf(names, wishes, spec.file);
  const builder = tableBuilder(rowSource(spec.file), columns, spec, rows);
  const cells: Cell[] = names.map(() => 0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      cells[column] = inputs.values[row * width + column]!;
    }
    if (labels !== null) cells[width] = labels.values[row]!;
    builder.push(cells, row + 1);
  }
  const table = builder.table('found an array of no rows');
  const isPictures = inputs.shape.length > 2 && table.features.length === width;
  return isPictures ? Object.freeze({ ...table, image: shapeOf(inputs.shape.slice(1)) }) : table;
}

/** Numbers in a row. */
function widthOf({ shape }: DataArray): number {
  return shape.slice(1).reduce((product, length) => product * length, 1);
}

/** What messages call the column of a target that has an array of its own. */
const LABEL = 'label';

interface Arrays {
  readonly inputs: DataArray;
  /** null: the target is a column of the inputs. */
  readonly labels: DataArray | null;
}

async function arraysOf(spec: FileSpec, format: ArrayFormat): Promise<Arrays> {
  const bytes = await readDataFile(spec.file, format.toUpperCase());
  if (format === 'npz') {
    const archive = openNpz(spec.file, bytes);
    const named = spec.inputs === null ? ['x', 'X'] : [spec.inputs];
    return { inputs: archive.array(...named), labels: archive.array(spec.target ?? 'y') };
  }
  const inputs = (format === 'npy' ? parseNpy : parseIdx)(spec.file, bytes);
  if (spec.labels === null) return { inputs, labels: null };
  const parse = dataFormatOf(spec.labels) === 'npy' ? parseNpy : parseIdx;
  const labels = parse(spec.labels, await readDataFile(spec.labels, 'labels'));
  return { inputs, labels };
}

function checkShapes(spec: FileSpec, inputs: DataArray, labels: DataArray | null): void {
  const { shape } = inputs;
  if (shape.length < 2 || shape.length > 4) {
    const wanted = '(rows, features), (rows, height, width) or (rows, height, width, channels)';
    slip(spec.file, `expected an array of ${wanted}, found ${shapeText(shape)}: reshape it`);
  }
  if (widthOf(inputs) > MAX_COLUMNS) {
    slip(
      spec.file,
      `expected at most ${MAX_COLUMNS} numbers in a row, found an array of ${shapeText(shape)}: take smaller pictures`,
    );
  }
  if (labels === null && shape.length > 2) {
    slip(
      spec.file,
      `expected labels beside pictures of ${shapeText(shape)}, found a target column: name their file under data.labels`,
    );
  }
  if (spec.image === null && isChannelsFirst(shape)) {
    const remedy = 'move the axis to the end, or confirm the shape with data.image';
    slip(
      spec.file,
      `expected channels last, found ${shapeText(shape)}, which looks like channels first: ${remedy}`,
    );
  }
  if (labels === null) return;
  const place = spec.labels ?? spec.file;
  const [rows = 0, ...rest] = labels.shape;
  if (rest.some((length) => length !== 1)) {
    const found = `expected one label per row, found an array of ${shapeText(labels.shape)}`;
    throw new Slip([{ place, message: `${found}: for one-hot labels, take their argmax` }]);
  }
  if (labels.shape.length === 0 || rows !== shape[0]) {
    const message = `expected ${shape[0]} labels, as many as there are rows, found ${labels.shape.length === 0 ? 1 : rows}: check that the files belong together`;
    throw new Slip([{ place, message }]);
  }
}

/** (rows, 3, 32, 32): what PyTorch has, and a convolution here would read as 32 channels. */
function isChannelsFirst([
  ,
  first = 0,
  height = 0,
  width = 0,
  ...rest
]: readonly number[]): boolean {
  return rest.length === 0 && first <= 4 && width > 4 && height === width;
}
