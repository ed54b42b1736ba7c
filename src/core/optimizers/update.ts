// What happens to gradients and weights between the backward pass and the next step, in this order:
// penalties on the weights are added to the gradients, the gradients are clipped, the optimizer takes its
// step (its own weight decay included), and the norms of the weights are bounded. What a configuration
// leaves at 0 writes no instruction.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { ParameterRef } from '../graph/graph.js';
import { elements } from '../graph/tensor.js';
import { Opcode } from '../kernels/opcode.js';
import type { ParameterLayout } from '../plan/parameter-layout.js';
import { floatBits, type TapeWriter } from '../plan/tape.js';
import type { Optimizer, OptimizerBlocks } from './optimizer.js';

export interface Update {
  readonly optimizer: Optimizer;
  /** A canonical configuration. */
  readonly settings: Configuration;
  /** In the layout's order. */
  readonly parameters: readonly ParameterRef[];
  readonly layout: ParameterLayout;
  readonly blocks: OptimizerBlocks;
  /** Address of one float: the norm of all gradients, penalties included, before they are clipped. */
  readonly norm: number;
}

/** 0: not wanted. */
function strength(settings: Configuration, name: string): number {
  return Number(settings[name] ?? 0);
}

/** Whether a step writes the norm of its gradients. */
export function clips(settings: Configuration): boolean {
  return strength(settings, 'clip_norm') > 0 || strength(settings, 'clip_value') > 0;
}

/** The slots of parameters that layers multiply by: biases and gains are spared. */
function weightSlots({ parameters, layout }: Update) {
  return layout.slots.filter((_, i) => parameters[i]!.role === 'weight');
}

/** The gradient of l1 * sum |w| + l2 * sum w² over all weights. */
function emitPenalties(tape: TapeWriter, update: Update): void {
  const { settings, blocks } = update;
  const l1 = strength(settings, 'l1');
  const l2 = strength(settings, 'l2');
  if (l1 === 0 && l2 === 0) return;
  for (const { shape, offset } of weightSlots(update)) {
    tape.instruction(Opcode.Penalty, [
      blocks.weights + offset,
      blocks.gradients + offset,
      elements(shape),
      floatBits(l1),
      floatBits(2 * l2),
    ]);
  }
}

function emitClipping(tape: TapeWriter, { settings, layout, blocks, norm }: Update): void {
  if (!clips(settings)) return;
  const { gradients, count } = blocks;
  const slots = layout.slots.map(({ shape, offset }) => [gradients + offset, elements(shape)]);
  tape.instruction(Opcode.GradientNorm, [norm, ...slots.flat()]);
  const limit = strength(settings, 'clip_norm');
  if (limit > 0) tape.instruction(Opcode.ClipNorm, [gradients, count, norm, floatBits(limit)]);
  const bound = strength(settings, 'clip_value');
  if (bound > 0) tape.instruction(Opcode.ClipValue, [gradients, count, floatBits(bound)]);
}

/** A weight's last axis counts the units that it leads into; the others count their inputs. */
function emitMaxNorm(tape: TapeWriter, update: Update): void {
  const limit = strength(update.settings, 'max_norm');
  if (limit === 0) return;
  for (const { shape, offset } of weightSlots(update)) {
    const units = shape.at(-1)!;
    tape.instruction(Opcode.MaxNorm, [
      update.blocks.weights + offset,
      elements(shape) / units,
      units,
      floatBits(limit),
    ]);
  }
}

/** Writes the instructions that follow a backward pass. */
export function emitUpdate(tape: TapeWriter, update: Update): void {
  emitPenalties(tape, update);
  emitClipping(tape, update);
  update.optimizer.emit(tape, update.blocks);
  emitMaxNorm(tape, update);
}

/** Useful operations of one update. */
export function updateArithmetic({ optimizer, settings, blocks }: Update): number {
  const penalties = [strength(settings, 'l1'), strength(settings, 'l2')].filter((s) => s > 0);
  const clipping = clips(settings) ? 3 : 0;
  const bounding = strength(settings, 'max_norm') > 0 ? 3 : 0;
  const perWeight = optimizer.arithmeticPerWeight + 2 * penalties.length + clipping + bounding;
  return perWeight * blocks.count;
}
