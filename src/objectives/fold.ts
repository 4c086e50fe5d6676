/** Folds the two rows a type of a binary head into the one row a class of a saved model. */

import { float32, InternalError, type Tensor } from "../core/index.js";

/** Weight `[outputs, hidden]` and bias `[outputs]` of an output layer. */
export interface OutputLayer {
  readonly weight: Tensor<"float32">;
  readonly bias: Tensor<"float32">;
}

/**
 * Row c becomes the positive minus the negative row, the logit z_c of class c; row `O` is 0. Argmax over the rows
 * is then "the strongest type if its probability sigmoid(z_c) is above one half, else `O`".
 * @param layer weight `[2 * types, hidden]`, bias `[2 * types]`; rows 2(c - 1) for `O`, 2(c - 1) + 1 for class c
 * @returns weight `[types + 1, hidden]`, bias `[types + 1]`
 * @throws InternalError if the shapes are not those
 */
export function foldBinaryHead({ weight, bias }: OutputLayer): OutputLayer {
  const [rows = 0, hidden = 0] = weight.shape;
  if (weight.shape.length !== 2 || rows % 2 !== 0 || bias.shape.join() !== String(rows))
    throw new InternalError(
      `a binary head has weight [${weight.shape.join(", ")}] and bias [${bias.shape.join(", ")}]`,
    );
  const classes = rows / 2 + 1;
  return {
    weight: float32([classes, hidden], foldRows(weight.data, hidden)),
    bias: float32([classes], foldRows(bias.data, 1)),
  };
}

/** `[2 * types, width]` to `[types + 1, width]`. */
function foldRows(data: Float32Array, width: number): Float32Array {
  const types = width === 0 ? 0 : data.length / width / 2;
  const folded = new Float32Array((types + 1) * width);
  for (let c = 1; c <= types; c++)
    for (let i = 0; i < width; i++)
      folded[c * width + i] =
        (data[(2 * c - 1) * width + i] as number) - (data[(2 * c - 2) * width + i] as number);
  return folded;
}
