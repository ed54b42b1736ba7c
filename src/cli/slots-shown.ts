// What a person should know of the logical slots of an adaptive sweep: they bound how many workers it can
// keep at work, on any machine.

import type { Order } from '../orchestrator/sweep-parts.js';
import { plural } from './terminal/quantities.js';

/** With as many slots as workers a sixth of the time is spent waiting for turns, with twice as many little. */
const ENOUGH = 2;
const PLENTY = 4;

/** '' where nothing is learned on the way, and slots bind nothing. */
export function slotsShown(order: Order): string {
  if (order.kind === 'free') return '';
  return `${plural(order.slots, 'slot')}${order.kind === 'arrival' ? ', in order of arrival' : ''}`;
}

/** What to do where there are few for so many workers; '' where there are enough. */
export function slotsAdvice(order: Order, workers: number): string {
  if (order.kind === 'free' || order.slots >= workers * ENOUGH) return '';
  const better = `parallelism: ${workers * PLENTY}, another sweep, has plenty`;
  const idle = workers - order.slots;
  if (idle <= 0) return `few for ${plural(workers, 'worker')}; ${better}`;
  return `too few for ${workers} workers, ${idle} stay idle; ${better}`;
}
