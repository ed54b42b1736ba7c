// The entry of a worker thread; its default export answers Piscina's tasks. A thread opens its trainable
// once and trains one segment after another with it. Nothing of a trainable runs while this module loads,
// and no error of a trainable leaves it but as an answer: what kills a thread is beyond catching.

import { parentPort, workerData } from 'node:worker_threads';
import type { Trainable, Trainer } from '../../trainables/trainable.js';
import type { EpochMetrics } from '../../vocabulary/metric.js';
import { attemptControl } from './attempt-control.js';
import { BestStates } from './best-states.js';
import { type Checkpoint, checkpointTimer } from './checkpoint.js';
import { epochNews } from './epoch-news.js';
import { faultOf } from './fault.js';
import type { Answer, Call, Given, News, ThreadBirth, TrainCall } from './segment-call.js';
import { movableState } from './state-transfer.js';
import { divertOutput } from './thread-output.js';
import { checkedMetrics, checkedState, checkedTrainable } from './trainable-product.js';

const { trainable, checkpointEvery } = workerData as ThreadBirth;
let given: Given | null = null;
let trainer: Promise<Trainer> | null = null;
let piscina: ReturnType<typeof loadPiscina> | null = null;

divertOutput((text) => post({ nightsweep: 'output', text }));

export default async function answer(call: Call): Promise<Answer> {
  const epochs: EpochMetrics[] = [];
  try {
    switch (call.kind) {
      case 'prepare':
        await loadTrainable();
        return { kind: 'ready' };
      case 'open':
        given = call.setup;
        await openTrainer(given);
        return { kind: 'ready' };
      case 'train': {
        given ??= call.setup;
        if (given === null) return { kind: 'unopened' };
        return await train(call, await openTrainer(given), epochs);
      }
    }
  } catch (thrown) {
    // Who threw may have left its memory half written: the next segment opens the trainable anew.
    trainer = null;
    return { kind: 'threw', epochs, fault: faultOf(thrown) };
  } finally {
    // One turn of the event loop: a promise that was rejected unheard shows up here, while it can
    // still be held against the segment that made it, and not against the next one.
    await new Promise((turn) => setImmediate(turn));
  }
}

function post(news: News, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(news, moved);
}

async function loadTrainable(): Promise<Trainable> {
  return checkedTrainable(await import(trainable), trainable);
}

function openTrainer({ value }: Given): Promise<Trainer> {
  trainer ??= loadTrainable().then((loaded) => loaded.open(value));
  return trainer;
}

/** @param epochs filled as they are trained, so that they outlive an exception */
async function train(call: TrainCall, opened: Trainer, epochs: EpochMetrics[]): Promise<Answer> {
  const { configuration, seed, fold, budget, objective, from, to } = call.segment;
  const control = attemptControl(call.control);
  control.markBegun();
  if (control.stopRequested()) {
    return { kind: 'trained', end: 'interrupted', epochs, state: null, best: null };
  }
  const training = await opened.begin({ configuration, seed, fold, budget, state: call.state });
  const news = epochNews((fresh) => post({ nightsweep: 'epochs', call: call.call, epochs: fresh }));
  const bests = new BestStates(objective, call.best);
  const timer = checkpointTimer(checkpointEvery, control);
  let epoch = from;
  let improved = false;
  let isLast = false;
  do {
    // Now, because the next epoch trains on in the same memory; of the last epoch there is a copy anyway.
    if (improved) bests.keep(checkedState(training.state(), epoch), control.heard());
    const metrics = checkedMetrics(await training.epoch(), epoch + 1);
    epoch++;
    improved = bests.note({ epoch, metrics });
    epochs.push({ epoch, metrics });
    isLast = epoch === to || control.stopRequested();
    // The last one goes with the answer, and so does its state.
    if (!isLast) news.tell({ epoch, metrics });
    if (!isLast && timer.due()) {
      timer.sent();
      news.flush();
      sendCheckpoint(call.call, bests.checkpoint(checkedState(training.state(), epoch)));
    }
  } while (!isLast);
  const last = movableState(checkedState(training.state(), epoch));
  const kept = bests.upTo(control.lastCounted(), epoch);
  const best = kept === null ? null : movableState(kept);
  const trained = {
    kind: 'trained',
    end: epoch === to ? 'reached' : 'interrupted',
    epochs,
    state: last.state,
    best: best?.state ?? null,
  } as const;
  return await moving(trained, [...last.buffers, ...(best?.buffers ?? [])]);
}

/** The best state is copied on its way, because the thread has need of it until the end. */
function sendCheckpoint(call: number, { state, best, bestState }: Checkpoint): void {
  const moved = movableState(state);
  const copied = bestState === null ? null : movableState(bestState).state;
  const checkpoint = { state: moved.state, best, bestState: copied };
  post({ nightsweep: 'checkpoint', call, checkpoint }, moved.buffers);
}

async function moving(result: Answer, buffers: readonly ArrayBuffer[]): Promise<Answer> {
  if (buffers.length === 0) return result;
  piscina ??= loadPiscina();
  const { move, transferableSymbol, valueSymbol } = await piscina;
  return move({ [transferableSymbol]: buffers, [valueSymbol]: result } as never) as never;
}

/** Late: loading takes milliseconds that the first epoch should not wait for. */
function loadPiscina() {
  return import('piscina');
}
