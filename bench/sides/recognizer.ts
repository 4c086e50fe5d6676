/** Loads a model into the engine at a precision, with the labels of the largest logit. */

import type { Precision } from "../../src/encoder/index.js";
import { createRecognizer, type LoadedModel, type Recognizer } from "../../src/recognizer/index.js";
import { THREADS } from "./report.js";

/** The decoder is fixed, as the peers know only this one. */
export function recognizerOf(model: LoadedModel, precision: Precision): Promise<Recognizer> {
  return createRecognizer(model, { decoder: "argmax", threads: THREADS, precision });
}
