/** Fresh parameters, as BERT starts them. */

import { float32, type Random, sizeOf, type Tensor } from "../core/index.js";
import type { BertConfig } from "./bertConfig.js";

/**
 * Weights of linear layers and embeddings are normal with deviation `initializer_range`, biases 0, LayerNorm 1 and 0.
 * @param name decides which; its stream of `random` too, so the order of calls does not matter
 * @see Devlin et al. 2019; their code cuts the normal off at two deviations, Hugging Face does not, nor do we
 */
export function initialParameter(
  name: string,
  shape: readonly number[],
  { config, random }: { config: BertConfig; random: Random },
): Tensor<"float32"> {
  const data = new Float32Array(sizeOf(shape));
  if (name.endsWith("LayerNorm.weight")) data.fill(1);
  else if (name.endsWith("weight")) {
    const stream = random.stream("initialize", name);
    for (let i = 0; i < data.length; i++) data[i] = config.initializerRange * stream.normal();
  }
  return float32(shape, data);
}
