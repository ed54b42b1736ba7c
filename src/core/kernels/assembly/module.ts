// The kernels' only door: `run` executes a tape, a whole training step in one call.

import { Opcode } from '../opcode';
import {
  elu, eluGradient, gelu, geluGradient, geluTanh, geluTanhGradient, leakyRelu, leakyReluGradient, relu, reluGradient,
  sigmoid, sigmoidGradient, silu, siluGradient, tanh, tanhGradient,
} from './activations';
import { adadelta } from './adadelta';
import { adagrad } from './adagrad';
import { adam } from './adam';
import { adamax } from './adamax';
import { clipNorm, clipValue, gradientNorm } from './clipping';
import { binaryCrossEntropy, focal, multiMargin, weightedCrossEntropy } from './class-losses';
import { batchNorm, batchNormGradient } from './batch-norm';
import { copyColumns, embedding, embeddingGradient } from './columns';
import { correlate, correlateWeightsGradient } from './convolution';
import { dropout } from './dropout';
import { add, product, sumRows } from './elementwise';
import { gaussianNoise } from './gaussian-noise';
import { layerNorm, layerNormGradient } from './layer-norm';
import { lion } from './lion';
import { softmaxCrossEntropy, softmaxCrossEntropyGradient, squaredError, squaredErrorGradient } from './losses';
import { multiply } from './multiply';
import { nadam } from './nadam';
import { maxNorm, penalty } from './penalties';
import { radam } from './radam';
import { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';
import { absoluteError, huber, scale } from './value-losses';

export {
  divisionAndRootPeak,
  divisionPeak,
  mapStream,
  multiplyAddPeakChains,
  multiplyAddPeakTile,
  rootPeak,
  updateStream,
  wideProductPeak,
} from './peak';

/** The lowest address that is not the module's own data. */
export const heapStart: usize = __heap_base;

@inline
function arg(at: usize, index: usize): i32 {
  return load<i32>(at + 8 + (index << 2));
}

/** Executes the instructions from `at` up to `end` (addresses in bytes). Returns 0, or the opcode it does not know. */
export function run(at: usize, end: usize): i32 {
  while (at < end) {
    const opcode = load<i32>(at);
    switch (opcode) {
      case Opcode.Multiply:
        multiply(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), arg(at, 7), arg(at, 8), arg(at, 9), arg(at, 10), arg(at, 11));
        break;
      case Opcode.SumRows:
        sumRows(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.Add:
        add(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.Product:
        product(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.Relu:
        relu(arg(at, 0), arg(at, 1), arg(at, 2));
        break;
      case Opcode.ReluGradient:
        reluGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.Tanh:
        tanh(arg(at, 0), arg(at, 1), arg(at, 2));
        break;
      case Opcode.TanhGradient:
        tanhGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.Dropout:
        dropout(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), arg(at, 7));
        break;
      case Opcode.SoftmaxCrossEntropy:
        softmaxCrossEntropy(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.SoftmaxCrossEntropyGradient:
        softmaxCrossEntropyGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.SquaredError:
        squaredError(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.SquaredErrorGradient:
        squaredErrorGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.Sgd:
        sgd(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.Adam:
        adam(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6));
        break;
      case Opcode.Rmsprop:
        rmsprop(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6));
        break;
      case Opcode.Adagrad:
        adagrad(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.Adadelta:
        adadelta(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.Adamax:
        adamax(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.Nadam:
        nadam(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.Radam:
        radam(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.Lion:
        lion(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.GradientNorm:
        gradientNorm(arg(at, 0), at + 12, (load<i32>(at, 4) - 1) >> 1);
        break;
      case Opcode.ClipNorm:
        clipNorm(arg(at, 0), arg(at, 1), arg(at, 2), reinterpret<f32>(arg(at, 3)));
        break;
      case Opcode.ClipValue:
        clipValue(arg(at, 0), arg(at, 1), reinterpret<f32>(arg(at, 2)));
        break;
      case Opcode.Penalty:
        penalty(arg(at, 0), arg(at, 1), arg(at, 2), reinterpret<f32>(arg(at, 3)), reinterpret<f32>(arg(at, 4)));
        break;
      case Opcode.MaxNorm:
        maxNorm(arg(at, 0), arg(at, 1), arg(at, 2), reinterpret<f32>(arg(at, 3)));
        break;
      case Opcode.Scale:
        scale(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.WeightedCrossEntropy:
        weightedCrossEntropy(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), reinterpret<f32>(arg(at, 7)));
        break;
      case Opcode.Focal:
        focal(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), reinterpret<f32>(arg(at, 7)));
        break;
      case Opcode.MultiMargin:
        multiMargin(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6));
        break;
      case Opcode.BinaryCrossEntropy:
        binaryCrossEntropy(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6));
        break;
      case Opcode.AbsoluteError:
        absoluteError(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.Huber:
        huber(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), reinterpret<f32>(arg(at, 5)), reinterpret<f32>(arg(at, 6)));
        break;
      case Opcode.LeakyRelu:
        leakyRelu(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.LeakyReluGradient:
        leakyReluGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.Elu:
        elu(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.EluGradient:
        eluGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.Gelu:
        gelu(arg(at, 0), arg(at, 1), arg(at, 2));
        break;
      case Opcode.GeluGradient:
        geluGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.GeluTanh:
        geluTanh(arg(at, 0), arg(at, 1), arg(at, 2));
        break;
      case Opcode.GeluTanhGradient:
        geluTanhGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.Silu:
        silu(arg(at, 0), arg(at, 1), arg(at, 2));
        break;
      case Opcode.SiluGradient:
        siluGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.Sigmoid:
        sigmoid(arg(at, 0), arg(at, 1), arg(at, 2));
        break;
      case Opcode.SigmoidGradient:
        sigmoidGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3));
        break;
      case Opcode.BatchNorm:
        batchNorm(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), arg(at, 7), arg(at, 8), arg(at, 9), arg(at, 10));
        break;
      case Opcode.BatchNormGradient:
        batchNormGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), arg(at, 7), arg(at, 8), arg(at, 9), arg(at, 10));
        break;
      case Opcode.LayerNorm:
        layerNorm(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), arg(at, 7));
        break;
      case Opcode.LayerNormGradient:
        layerNormGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5), arg(at, 6), arg(at, 7), arg(at, 8), arg(at, 9));
        break;
      case Opcode.GaussianNoise:
        gaussianNoise(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4));
        break;
      case Opcode.CopyColumns:
        copyColumns(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.Embedding:
        embedding(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.EmbeddingGradient:
        embeddingGradient(arg(at, 0), arg(at, 1), arg(at, 2), arg(at, 3), arg(at, 4), arg(at, 5));
        break;
      case Opcode.Correlate:
        correlate(at + 8);
        break;
      case Opcode.CorrelateWeightsGradient:
        correlateWeightsGradient(at + 8);
        break;
      case Opcode.MaxPool:
        maxPool(at + 8);
        break;
      case Opcode.MaxPoolGradient:
        maxPoolGradient(at + 8);
        break;
      case Opcode.AveragePool:
        averagePool(at + 8);
        break;
      case Opcode.AveragePoolGradient:
        averagePoolGradient(at + 8);
        break;
      default:
        return opcode;
    }
    at += 8 + (<usize>load<i32>(at, 4) << 2);
  }
  return 0;
}
