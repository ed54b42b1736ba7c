// A list of numbers whose length is not known in advance, appended one at a time. Capacity doubles,
// so that a large file costs no more than twice its numbers in memory.

export class GrowingNumbers {
  #numbers: Float64Array;
  #length = 0;

  /** @param expected how many there will be, where that is known */
  constructor(expected = 0) {
    this.#numbers = new Float64Array(Math.max(expected, 1024));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = value;
  }

  /** The numbers so far, a view without a copy. */
  values(): Float64Array {
    return this.#numbers.subarray(0, this.#length);
  }
}
