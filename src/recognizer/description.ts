/** `raretag.json`: what a model folder holds beyond Hugging Face's files. */

import { z } from "zod";
import { ModelError } from "./error.js";

/** Version of the model folder that this raretag writes, and the newest it reads. */
export const MODEL_FORMAT = 1;

const count = z.int().min(0);

const schema = z.object({
  format: z.literal(MODEL_FORMAT),
  labels: z.object({
    scheme: z.enum(["io", "bio", "bioes"]),
    types: z.array(z.string()).min(1).readonly(),
  }),
  /** How the output layer was trained; the saved one has a row for each label. */
  head: z.enum(["softmax", "binary"]),
  windows: z.object({ length: count, overlap: count }),
  policies: z.object({
    overlaps: z.enum(["shortest", "longest", "first", "error"]),
    discontinuous: z.enum(["hull", "fragments"]),
  }),
  decoder: z.enum(["argmax", "knn", "viterbi"]),
  /** Share of the log prior that argmax takes off the logits; models from before there was one take off none. */
  prior: z.number().min(0).default(0),
  /** Of the decoder viterbi; absent in models of other schemes than io, and from before there was one. */
  viterbi: z
    .object({
      prior: z.number(),
      outside: z.number(),
      transitions: z.number(),
      votes: z.number().min(0).max(1),
      /** Words of the training part by class, and how often one class follows another. */
      words: z.array(count).readonly(),
      pairs: z.array(z.tuple([count, count, count]).readonly()).readonly(),
    })
    .optional(),
  objective: z.object({
    name: z.string(),
    options: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** The complete configuration of the run. */
  config: z.record(z.string(), z.unknown()),
  training: z.object({
    documents: count,
    pieces: count,
    /** Pieces by label. */
    counts: z.record(z.string(), count),
    /** Of the training part, see `fingerprint` of the room `corpus`. */
    fingerprint: z.string(),
    epoch: count,
    interrupted: z.boolean(),
  }),
});

/** Content of `raretag.json`. */
export type ModelDescription = z.infer<typeof schema>;

/** @throws ModelError if the text is no description, or one of a newer raretag */
export function parseDescription(text: string, source: string): ModelDescription {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ModelError({ source }, "not valid JSON", "Copy the model folder again", { cause });
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (typeof format === "number" && format > MODEL_FORMAT)
    throw new ModelError(
      { source },
      `model format ${format} is newer than ${MODEL_FORMAT}, the newest that this raretag reads`,
      "Update raretag",
    );
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ModelError(
    { source },
    `${issue?.path.join(".") || "the file"} does not fit: ${issue?.message}`,
    "Copy the model folder again",
  );
}
