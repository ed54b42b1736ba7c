// Every point of a discrete space, each canonical configuration once, in the order of the definition
// with the last parameter fastest. Nothing is listed: a point is computed when it is asked for, so ten
// million points start as fast as ten and take no more memory.

import { lazyGrid } from '../space/grid.js';
import type { Space } from '../space/parameter.js';
import { isRepresentative, representativeCount } from '../space/representative.js';
import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import type { Settings } from '../vocabulary/setting.js';
import type { Sampler } from './sampler.js';

export interface GridSamplerOptions {
  readonly space: Space;
  /** The trainable's catalogue: it says which parameters matter under which others. */
  readonly settings: Settings;
  readonly fixed: Configuration;
}

/** @throws {Slip} where a parameter is continuous, or the points are more than can be counted */
export function gridSampler({ space, settings, fixed }: GridSamplerOptions): Sampler {
  const grid = lazyGrid(space);
  const counted = representativeCount(settings, fixed, space);
  const size = counted?.exact === true ? counted.count : null;
  if (size === grid.size) return denseSampler(grid.size, grid.point);
  const stands = (point: Assignment) => isRepresentative(settings, fixed, space, point);
  return sparseSampler(grid.size, grid.point, stands, size);
}

/** Every point counts: trial n is point n. */
function denseSampler(size: number, point: (index: number) => Assignment): Sampler {
  return { size, observe: null, suggest: (trial) => (trial < size ? point(trial) : null) };
}

/**
 * Some points repeat another's configuration: trial n is the n-th that does not. Found by walking on
 * from the last one asked for, and from the beginning for one before it, so that asking in order costs
 * one walk in all and the answer does not depend on what was asked before.
 */
function sparseSampler(
  points: number,
  point: (index: number) => Assignment,
  stands: (point: Assignment) => boolean,
  size: number | null,
): Sampler {
  let trial = -1;
  let index = -1;
  let current: Assignment | null = null;

  function walkOn(): void {
    current = null;
    while (current === null && ++index < points) {
      const candidate = point(index);
      if (stands(candidate)) current = candidate;
    }
    trial++;
  }

  return {
    size,
    observe: null,
    suggest(asked) {
      if (asked < trial) {
        trial = -1;
        index = -1;
      }
      while (trial < asked && index < points) walkOn();
      return trial === asked ? current : null;
    },
  };
}
