// The instruction set of the tape: what the planner writes and the kernels execute. This file is
// compiled twice, by TypeScript and by AssemblyScript, so that the two can never disagree.
// An instruction is [opcode, number of arguments, arguments …] in 32-bit words; addresses are bytes in
// the module's memory, and every tensor starts on 64 bytes and is padded to a multiple of 64.

export enum Opcode {
  /** flags, m, n, k, a, lda, b, ldb, c, ldc, bias, scratch: C(m,n) = bias + op(A)(m,k) · op(B)(k,n) */
  Multiply = 1,
  /** x (rows,columns), y (columns), rows, columns: y = sum of the rows of x */
  SumRows = 2,
  /** a, b, y, n: y = a + b */
  Add = 3,
  /** a, b, y, n: y = a * b */
  Product = 4,
  /** x, y, n: y = max(x, 0) */
  Relu = 5,
  /** dy, y, dx, n: dx = dy where y > 0, else 0 */
  ReluGradient = 6,
  /** x, y, n */
  Tanh = 7,
  /** dy, y, dx, n: dx = dy * (1 - y*y) */
  TanhGradient = 8,
  /** x, y, mask, n, threshold (0..65535), scale (float bits), layer, clock: y = x * mask, mask = scale or 0 */
  Dropout = 9,
  /** logits (rows,classes), labels (rows), probabilities (rows,classes), loss (1), rows, classes */
  SoftmaxCrossEntropy = 10,
  /** probabilities, labels, upstream (1), dlogits, rows, classes */
  SoftmaxCrossEntropyGradient = 11,
  /** predictions, targets, loss (1), rows * columns */
  SquaredError = 12,
  /** predictions, targets, upstream (1), dpredictions, rows * columns */
  SquaredErrorGradient = 13,
  /** weights, gradients, velocity (or 0), n, scalars: [lr, weight_decay, momentum, fresh, nesterov (0 or 1)] */
  Sgd = 14,
  /** weights, gradients, mean, square, largest (or 0), n, scalars: [step size, 1/sqrt(correction 2), eps, 1-beta1, beta2, 1-beta2, weight_decay, shrink] */
  Adam = 15,
  /** weights, gradients, square, mean (or 0), velocity (or 0), n, scalars: [lr, alpha, 1-alpha, eps, weight_decay, momentum] */
  Rmsprop = 16,
  /** weights, gradients, sum, n, scalars: [lr, eps, weight_decay] */
  Adagrad = 30,
  /** weights, gradients, square, delta, n, scalars: [lr, rho, 1-rho, eps, weight_decay] */
  Adadelta = 31,
  /** weights, gradients, mean, infinity, n, scalars: [step size, 1-beta1, beta2, eps, weight_decay] */
  Adamax = 32,
  /** weights, gradients, mean, square, n, scalars: [gradient step, mean step, 1/sqrt(correction 2), eps, 1-beta1, beta2, 1-beta2, weight_decay] */
  Nadam = 33,
  /** weights, gradients, mean, square, n, scalars: [step size, adaptive (0 or 1), eps, 1-beta1, beta2, 1-beta2, weight_decay] */
  Radam = 34,
  /** weights, gradients, mean, n, scalars: [lr, shrink, 1-beta1, 1-beta2] */
  Lion = 35,
  /** norm (1), then of each slot: gradients, n. norm = the root of the sum of all squares */
  GradientNorm = 40,
  /** gradients, n, norm (1), limit (float bits): gradients *= min(1, limit / (norm + 1e-6)) */
  ClipNorm = 41,
  /** gradients, n, bound (float bits): each within -bound..bound */
  ClipValue = 42,
  /** weights, gradients, n, l1, 2 * l2 (float bits): gradients += l1 * sign(weights) + 2 * l2 * weights */
  Penalty = 43,
  /** weights (rows,columns), rows, columns, limit (float bits): no column's L2 norm above the limit */
  MaxNorm = 44,

  // Losses, 50 to 69. Each also writes its slopes: the gradient of the loss before upstream.
  /** x, factor (1), y, n: y = x * factor */
  Scale = 50,
  /** logits (rows,classes), labels (rows), weights (classes), slopes, loss (1), rows, classes, label smoothing (float bits) */
  WeightedCrossEntropy = 51,
  /** logits (rows,classes), labels (rows), weights (classes), slopes, loss (1), rows, classes, gamma (float bits) */
  Focal = 52,
  /** logits (rows,classes), labels (rows), weights (classes), slopes, loss (1), rows, classes */
  MultiMargin = 53,
  /** logits (rows,columns), labels (rows), weights (classes), slopes, loss (1), rows, columns */
  BinaryCrossEntropy = 54,
  /** predictions, targets, slopes, loss (1), n */
  AbsoluteError = 55,
  /** predictions, targets, slopes, loss (1), n, delta (float bits), factor (float bits) */
  Huber = 56,

  // Activations, norms, noise and columns, 70 to 89.
  /** x, y, n, slope (float bits): y = x where x > 0, else slope * x */
  LeakyRelu = 70,
  /** dy, y, dx, n, slope (float bits): dx = dy where y > 0, else slope * dy */
  LeakyReluGradient = 71,
  /** x, y, n, alpha (float bits): y = x where x > 0, else alpha * (e^x - 1) */
  Elu = 72,
  /** dy, y, dx, n, alpha (float bits): dx = dy where y > 0, else dy * (y + alpha) */
  EluGradient = 73,
  /** x, y, n: y = x * (1 + erf(x / sqrt 2)) / 2 */
  Gelu = 74,
  /** dy, x, dx, n */
  GeluGradient = 75,
  /** x, y, n: y = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2 */
  GeluTanh = 76,
  /** dy, x, dx, n */
  GeluTanhGradient = 77,
  /** x, y, n: y = x / (1 + e^-x) */
  Silu = 78,
  /** dy, x, dx, n */
  SiluGradient = 79,
  /** x, y, n: y = 1 / (1 + e^-x) */
  Sigmoid = 80,
  /** dy, y, dx, n: dx = dy * y * (1 - y) */
  SigmoidGradient = 81,
  /** x, gain, bias, running mean, running variance, y, mean, inverse deviation, rows, columns, training (0 or 1) */
  BatchNorm = 82,
  /** dy, x, gain, mean, inverse deviation, dx, dgain, dbias, rows, columns, whether mean and deviation are of x (0 or 1) */
  BatchNormGradient = 83,
  /** x, gain, bias, y, mean, inverse deviation, rows, columns */
  LayerNorm = 84,
  /** dy, x, gain, mean, inverse deviation, dx, dgain, dbias, rows, columns */
  LayerNormGradient = 85,
  /** x, y, n, deviation (float bits), clock: y = x + deviation * normal */
  GaussianNoise = 86,
  /** from, columns of from, to, columns of to, rows, count: count columns of every row; addresses are those of the first */
  CopyColumns = 87,
  /** indices (n), weights (levels, width), y (n, width), n, levels, width */
  Embedding = 88,
  /** dy (n, width), indices (n), dweights (levels, width), n, levels, width */
  EmbeddingGradient = 89,
  /** see kernels/assembly/convolution.ts: y = bias + pictures * weights, also turned round and at intervals */
  Correlate = 90,
  /** see kernels/assembly/convolution.ts: the gradient of the weights */
  CorrelateWeightsGradient = 91,
  /** rows, height, width, channels, size, x, y */
  MaxPool = 92,
  /** rows, height, width, channels, size, x, y, dy, dx */
  MaxPoolGradient = 93,
  /** rows, height, width, channels, size, x, y */
  AveragePool = 94,
  /** rows, height, width, channels, size, 0, 0, dy, dx */
  AveragePoolGradient = 95,
}

/** Flags of Multiply: A is stored (k,m), B is stored (n,k). */
export const TRANSPOSE_A = 1;
export const TRANSPOSE_B = 2;
