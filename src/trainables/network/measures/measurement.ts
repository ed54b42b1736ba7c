// What is measured of a part while its batches come by. Sums run in double precision over rows in the
// order in which they come. Outputs that are NaN or infinite give NaN or the worst figure, never a
// healthy looking one, and never an exception.

/** Takes the batches of one part, then says what they come to. */
export interface Measurement {
  /**
   * @param loss mean loss of the batch
   * @param outputs (rows, columns), logits or standardised predictions @param targets (rows)
   */
  take(loss: number, outputs: Float32Array, targets: Float32Array): void;
  /** Figures by the name of their measure. */
  figures(): Record<string, number>;
}
