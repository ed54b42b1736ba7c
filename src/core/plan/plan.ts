// From a graph to a tape: every tensor gets its place in one arena, and every node becomes its
// instruction. A plan is a pure function of the graph and of the addresses it is given.

import type { Graph } from '../graph/graph.js';
import type { GraphNode } from '../graph/operation.js';
import type { TensorRef } from '../graph/tensor.js';
import { paddedBytes } from './parameter-layout.js';
import { type Lifetime, placeLifetimes } from './storage.js';
import { TapeWriter } from './tape.js';

/** Addresses that are fixed before the plan is made, in bytes. */
export interface FixedPlaces {
  /** Parameters, their gradients, buffers and constants, by tensor id. */
  readonly tensors: ReadonlyMap<number, number>;
  readonly clock: number;
  /** Start of the arena that all programs of a training share. */
  readonly arena: number;
}

export interface Program {
  readonly tape: Int32Array;
  /** Where each tensor lies. */
  addressOf(tensor: TensorRef): number;
  /** Arena and scratch. */
  readonly arenaBytes: number;
  /** Useful floating-point operations of one run. */
  readonly arithmetic: number;
}

/**
 * @param results tensors that are read after the run: nothing may take their place
 * @param finish writes instructions behind the graph's (the optimizer's)
 */
export function planProgram(
  graph: Graph,
  results: readonly TensorRef[],
  fixed: FixedPlaces,
  finish: (tape: TapeWriter) => void = () => {},
): Program {
  const { tensors, lifetimes } = liveness(graph, results, fixed.tensors);
  const placement = placeLifetimes(lifetimes);
  const addresses = new Map(fixed.tensors);
  for (const [id, index] of tensors) {
    addresses.set(id, fixed.arena + placement.offsets[index]!);
  }
  const scratch = fixed.arena + placement.bytes;
  const tape = new TapeWriter(addresses, fixed.clock, scratch);
  for (const node of graph.nodes) node.operation.emit(node, tape);
  finish(tape);
  const scratchBytes = Math.max(0, ...graph.nodes.map((n) => n.operation.scratch?.(n) ?? 0));
  return {
    tape: tape.finish(),
    addressOf: (tensor) => tape.address(tensor),
    arenaBytes: placement.bytes + scratchBytes,
    arithmetic: graph.nodes.reduce((sum, node) => sum + node.operation.arithmetic(node), 0),
  };
}

/** Storage of each tensor that has no fixed place: `tensors` maps an id to an index of `lifetimes`. */
function liveness(
  graph: Graph,
  results: readonly TensorRef[],
  fixed: ReadonlyMap<number, number>,
): { tensors: Map<number, number>; lifetimes: Lifetime[] } {
  const lastUse = new Map<number, number>();
  graph.nodes.forEach((node, i) => {
    for (const tensor of [...node.inputs, ...node.outputs]) lastUse.set(tensor.id, i);
  });
  for (const tensor of results) lastUse.set(tensor.id, graph.nodes.length);

  const tensors = new Map<number, number>();
  const lifetimes: Lifetime[] = [];
  const give = (tensor: TensorRef, first: number) => {
    const last = Math.max(first, lastUse.get(tensor.id) ?? first);
    tensors.set(tensor.id, lifetimes.length);
    lifetimes.push({ bytes: paddedBytes(tensor.shape), first, last });
  };
  for (const input of graph.inputs) give(input, -1);
  graph.nodes.forEach((node, i) => {
    const host = hostOf(node, i, tensors, lastUse, fixed);
    node.outputs.forEach((output, index) => {
      if (fixed.has(output.id)) return;
      if (index !== 0 || host === null) {
        give(output, i);
        return;
      }
      const shared = lifetimes[host]!;
      tensors.set(output.id, host);
      lifetimes[host] = { ...shared, last: Math.max(shared.last, lastUse.get(output.id) ?? i) };
    });
  });
  return { tensors, lifetimes };
}

/** The storage that output 0 may take over: that of an input which nobody reads after this node. */
function hostOf(
  node: GraphNode,
  index: number,
  tensors: ReadonlyMap<number, number>,
  lastUse: ReadonlyMap<number, number>,
  fixed: ReadonlyMap<number, number>,
): number | null {
  if (node.operation.inPlace === undefined) return null;
  const input = node.inputs[node.operation.inPlace]!;
  const twice = node.inputs.filter((other) => other.id === input.id).length > 1;
  if (twice || input.role !== 'value' || fixed.has(input.id)) return null;
  return lastUse.get(input.id) === index ? (tensors.get(input.id) ?? null) : null;
}
