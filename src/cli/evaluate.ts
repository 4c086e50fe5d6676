/** `raretag evaluate`: the scores of a model on an annotated corpus. */
import { InternalError } from "../core/index.js";
import type { Io } from "./io.js";

/** Flags of `raretag evaluate`. */
export interface EvaluateOptions {
  readonly model: string;
  readonly corpus: string;
  readonly corpusFormat?: string;
  readonly split?: string;
  readonly decode?: "argmax" | "knn";
  readonly metrics?: "harmonic" | "paper";
  readonly out?: string;
  readonly errors?: string;
  readonly withText?: true;
  readonly overwrite?: true;
}

/** Scores a model. */
export async function runEvaluate(_options: EvaluateOptions, _io: Io): Promise<void> {
  throw new InternalError("evaluate is not wired yet");
}
