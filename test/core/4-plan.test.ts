// Storage: values whose lives meet never share a byte, and those that do not meet may.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/core/graph/graph.js';
import { dense } from '../../src/core/graph/operations/dense.js';
import { relu } from '../../src/core/graph/operations/relu.js';
import { layOutParameters } from '../../src/core/plan/parameter-layout.js';
import { planProgram } from '../../src/core/plan/plan.js';
import { placeLifetimes } from '../../src/core/plan/storage.js';

const lifetimes = fc
  .array(
    fc.record({
      bytes: fc.integer({ min: 1, max: 40 }),
      first: fc.integer({ min: -1, max: 20 }),
      span: fc.nat(8),
    }),
    { maxLength: 30 },
  )
  .map((list) =>
    list.map(({ bytes, first, span }) => ({ bytes: 64 * bytes, first, last: first + span })),
  );

describe('storage', () => {
  it('never overlaps two values that live at the same time', () => {
    fc.assert(
      fc.property(lifetimes, (lives) => {
        const { offsets } = placeLifetimes(lives);
        lives.forEach((a, i) => {
          lives.slice(i + 1).forEach((b, rest) => {
            const j = i + 1 + rest;
            const together = a.first <= b.last && b.first <= a.last;
            const apart =
              offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!;
            expect(!together || apart).toBe(true);
          });
        });
      }),
    );
  });

  it('is as large as its furthest value, and on 64 bytes', () => {
    fc.assert(
      fc.property(lifetimes, (lives) => {
        const { offsets, bytes } = placeLifetimes(lives);
        expect(bytes).toBe(Math.max(0, ...lives.map((life, i) => offsets[i]! + life.bytes)));
        expect(offsets.every((offset) => offset % 64 === 0)).toBe(true);
      }),
    );
  });

  it('lets values of different times share one place', () => {
    const { bytes } = placeLifetimes([
      { bytes: 640, first: 0, last: 1 },
      { bytes: 640, first: 2, last: 3 },
    ]);
    expect(bytes).toBe(640);
  });
});

describe('a plan', () => {
  it('works in place where nobody reads the input again, and not where somebody does', () => {
    const graph = new Graph();
    const x = graph.input('x', [4, 4]);
    const w = graph.parameter('w', [4, 4], { kind: 'zeros' });
    const linear = graph.apply(dense, [x, w]);
    const once = graph.apply(relu, [linear]);
    const again = graph.apply(relu, [once]);
    const both = graph.apply(dense, [again, w]);
    const places = { tensors: new Map([[w.id, 64]]), clock: 0, arena: 1024 };
    const alone = planProgram(graph, [both], places);
    expect(alone.addressOf(once)).toBe(alone.addressOf(linear));
    const kept = planProgram(graph, [both, once], places);
    expect(kept.addressOf(again)).not.toBe(kept.addressOf(once));
  });

  it('gives every parameter a place of its own, padded to sixteen floats', () => {
    const graph = new Graph();
    graph.parameter('a', [3, 7], { kind: 'zeros' });
    graph.parameter('b', [5], { kind: 'zeros' });
    const layout = layOutParameters(graph.parameters);
    expect(layout.slots.map((slot) => slot.offset)).toEqual([0, 128]);
    expect(layout.bytes).toBe(192);
  });
});
