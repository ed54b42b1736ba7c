import { describe, expect, it } from 'vitest';
import { type Script, scriptedExecutor } from '../../src/executor/scripted/scripted-executor.js';
import type { EpochMetrics } from '../../src/vocabulary/metric.js';
import type { Failure, Segment, SegmentListener } from '../../src/vocabulary/segment.js';

const usual: Script = { capacity: 2, curve: (_, epoch) => ({ train_loss: 1 / epoch }) };
const objective = { name: 'train_loss', goal: 'minimize' } as const;
const hearing = (onEpoch: (epoch: EpochMetrics) => void): SegmentListener => ({
  onEpoch,
  onState: () => null,
});
const ignore = hearing(() => {});

function segment(trial: number, from: number, to: number): Segment {
  const training = String(trial);
  return {
    trial,
    training,
    configuration: { trial },
    seed: 7,
    fold: 0,
    from,
    to,
    budget: 27,
    objective,
  };
}

/** The order in which eight segments end. */
async function completions(shuffle: number | null): Promise<number[]> {
  const executor = scriptedExecutor({ ...usual, capacity: 4, shuffle });
  const order: number[] = [];
  const ends = [0, 1, 2, 3, 4, 5, 6, 7].map((trial) =>
    executor.start(segment(trial, 0, 5), null, ignore).end.then(() => order.push(trial)),
  );
  await Promise.all(ends);
  return order;
}

describe('the scripted executor', () => {
  it('refuses a segment without the state that it goes on from', () => {
    const executor = scriptedExecutor(usual);
    const state = { epoch: 2, step: 2, tensors: {} };
    expect(() => executor.start(segment(0, 3, 9), null, ignore)).toThrow(/epoch 3, found none/);
    expect(() => executor.start(segment(0, 3, 9), state, ignore)).toThrow(/epoch 3, found 2/);
    expect(() => executor.start(segment(0, 0, 9), state, ignore)).toThrow(/epoch 0, found 2/);
  });

  it('plays the curve of the configuration, from the epoch it is given', async () => {
    const heard: unknown[] = [];
    const executor = scriptedExecutor({
      ...usual,
      curve: (configuration, epoch) => ({ loss: Number(configuration.trial) * 100 + epoch }),
    });
    const state = { epoch: 3, step: 3, tensors: {} };
    const { end } = executor.start(
      segment(4, 3, 5),
      state,
      hearing((epoch) => heard.push(epoch)),
    );
    expect(await end).toEqual({
      kind: 'reached',
      state: { epoch: 5, step: 5, tensors: {} },
      best: null,
    });
    expect(heard).toEqual([
      { epoch: 4, metrics: { loss: 404 } },
      { epoch: 5, metrics: { loss: 405 } },
    ]);
  });

  it('plays a failure where the script has one', async () => {
    const failure: Failure = {
      kind: 'trap',
      message: 'unreachable',
      detail: 'at step 3',
      attempts: 2,
    };
    const executor = scriptedExecutor({
      ...usual,
      failure: (_, epoch) => (epoch === 3 ? failure : null),
    });
    const heard: number[] = [];
    const running = executor.start(
      segment(0, 0, 5),
      null,
      hearing(({ epoch }) => heard.push(epoch)),
    );
    expect(await running.end).toEqual({ kind: 'failed', failure });
    expect(heard).toEqual([1, 2]);
  });

  it('ends segments in order, or in an order that the seed decides and nothing else', async () => {
    expect(await completions(null)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await completions(5)).toEqual(await completions(5));
    const orders = await Promise.all([1, 2, 3, 4].map(completions));
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
  });

  it('hears a stop late where it is shuffled, as a worker does', async () => {
    const late = new Set<number>();
    for (let shuffle = 0; shuffle < 20; shuffle++) {
      const executor = scriptedExecutor({ ...usual, shuffle });
      let last = 0;
      const running = executor.start(
        segment(0, 0, 100),
        null,
        hearing(({ epoch }) => {
          last = epoch;
          if (epoch === 10) running.stop();
        }),
      );
      await running.end;
      late.add(last - 10);
    }
    expect([...late].sort()).toEqual([0, 1, 2]);
  });

  it('lets other work of the process in while it plays', async () => {
    const executor = scriptedExecutor(usual);
    let epochs = 0;
    const running = executor.start(
      segment(0, 0, 1_000_000_000),
      null,
      hearing(() => {
        epochs++;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 1));
    running.stop();
    expect((await running.end).kind).toBe('interrupted');
    expect(epochs).toBeGreaterThan(0);
  });
});
