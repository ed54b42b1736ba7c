// What is said of the logical slots of an adaptive sweep.

import { describe, expect, it } from 'vitest';
import { slotsAdvice, slotsShown } from '../../src/cli/slots-shown.js';

describe('slots', () => {
  it('are no matter where nothing is learned on the way', () => {
    expect([slotsShown({ kind: 'free' }), slotsAdvice({ kind: 'free' }, 64)]).toEqual(['', '']);
  });

  it('are told, with an order that cannot be repeated', () => {
    expect(slotsShown({ kind: 'logical', slots: 16 })).toBe('16 slots');
    expect(slotsShown({ kind: 'arrival', slots: 1 })).toBe('1 slot, in order of arrival');
  });

  it.each([
    [16, 8, ''],
    [16, 9, 'few for 9 workers; parallelism: 36'],
    [4, 4, 'few for 4 workers; parallelism: 16'],
    [4, 6, 'too few for 6 workers, 2 stay idle; parallelism: 24'],
  ])('%i for %i workers', (slots, workers, advice) => {
    const said = slotsAdvice({ kind: 'logical', slots }, workers);
    expect(said.startsWith(advice) && (said === '') === (advice === '')).toBe(true);
  });
});
