/** `raretag annotate`: the mentions of new text, with their probabilities. */
import { InternalError } from "../core/index.js";
import type { Io } from "./io.js";

/** Flags and arguments of `raretag annotate`. */
export interface AnnotateOptions {
  readonly paths: readonly string[];
  readonly model: string;
  readonly format?: "brat" | "jsonl" | "conll" | "text";
  readonly out?: string;
  readonly minProbability?: number;
  readonly decode?: "argmax" | "knn";
  readonly overwrite?: true;
}

/** Annotates files, folders or standard input. */
export async function runAnnotate(_options: AnnotateOptions, _io: Io): Promise<void> {
  throw new InternalError("annotate is not wired yet");
}
