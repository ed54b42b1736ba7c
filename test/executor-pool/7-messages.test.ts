// What crosses between threads, and how often.

import { describe, expect, it } from 'vitest';
import { epochNews } from '../../src/executor/pool/epoch-news.js';
import { movableState } from '../../src/executor/pool/state-transfer.js';

describe('news of epochs', () => {
  it('tell the first at once, then what has gathered in 10 ms, in order', () => {
    const posts: number[][] = [];
    let clock = 1000;
    const news = epochNews(
      (epochs) => posts.push(epochs.map(({ epoch }) => epoch)),
      () => clock,
    );
    for (let epoch = 1; epoch <= 12; epoch++) {
      news.tell({ epoch, metrics: {} });
      clock += 4;
    }
    expect(posts).toEqual([[1], [2, 3, 4], [5, 6, 7], [8, 9, 10]]);
  });

  it('tell each epoch by itself where epochs take longer', () => {
    const posts: number[] = [];
    let clock = 0;
    const news = epochNews(
      (epochs) => posts.push(epochs.length),
      () => clock,
    );
    for (let epoch = 1; epoch <= 3; epoch++) {
      news.tell({ epoch, metrics: {} });
      clock += 11;
    }
    expect(posts).toEqual([1, 1, 1]);
  });
});

describe('news of epochs that are flushed', () => {
  it('tell what has gathered, once, and nothing where nothing has', () => {
    const posts: number[][] = [];
    const news = epochNews(
      (epochs) => posts.push(epochs.map(({ epoch }) => epoch)),
      () => 1000,
    );
    news.flush();
    for (let epoch = 1; epoch <= 3; epoch++) news.tell({ epoch, metrics: {} });
    news.flush();
    news.flush();
    expect(posts).toEqual([[1], [2, 3]]);
  });
});

describe('a state on its way', () => {
  const state = (data: Float32Array) => ({
    epoch: 1,
    step: 1,
    tensors: { w: { shape: [data.length], data } },
  });

  it('is moved, not copied, where a tensor has its memory for itself', () => {
    const data = Float32Array.of(1, 2, 3);
    const { state: sent, buffers } = movableState(state(data));
    expect(sent.tensors.w?.data).toBe(data);
    expect(buffers).toEqual([data.buffer]);
  });

  it.each([
    ['a part of a larger buffer', new Float32Array(8).subarray(2, 5).fill(4)],
    ['shared memory', new Float32Array(new SharedArrayBuffer(12)).fill(4)],
  ])('is copied where a tensor is %s', (_, data) => {
    const { state: sent, buffers } = movableState(state(data));
    expect(sent.tensors.w?.data).toEqual(Float32Array.of(4, 4, 4));
    expect(buffers).not.toContain(data.buffer);
  });
});
