// Every slip of a definition, collected while it is read. Nothing is thrown for a slip, so that one
// reading finds them all; they come out in the order of the text, each place and message once.

import type { Complaint } from '../vocabulary/errors.js';
import type { Spot } from './source/source-node.js';

export interface ComplaintBook {
  error(spot: Spot, message: string): void;
  warn(spot: Spot, message: string): void;
  readonly errorCount: number;
  errors(): readonly Complaint[];
  warnings(): readonly Complaint[];
}

/** More than a person reads; a file that is no definition at all would fill the terminal. */
const MOST = 100;

interface Line {
  readonly spot: Spot;
  readonly message: string;
}

function inOrder(lines: ReadonlyMap<string, Line>): readonly Complaint[] {
  const sorted = [...lines.values()].sort((a, b) => a.spot.order - b.spot.order);
  return Object.freeze(
    sorted.map(({ spot, message }) => Object.freeze({ place: spot.place, message })),
  );
}

function add(lines: Map<string, Line>, spot: Spot, message: string): void {
  if (lines.size < MOST) lines.set(`${spot.place}\n${message}`, { spot, message });
}

export function complaintBook(): ComplaintBook {
  const errors = new Map<string, Line>();
  const warnings = new Map<string, Line>();
  return {
    error: (spot, message) => add(errors, spot, message),
    warn: (spot, message) => add(warnings, spot, message),
    get errorCount() {
      return errors.size;
    },
    errors: () => inOrder(errors),
    warnings: () => inOrder(warnings),
  };
}
