/** One training from documents in memory, and what each decoder makes of the test part: what runs and choices share. */

import type { Config } from "../config/index.js";
import type { ScoredDocument } from "../evaluation/index.js";
import {
  createDecoder,
  createForwardRunner,
  type PieceShares,
  type Prediction,
  predictWithDecoders,
} from "../inference/index.js";
import type { LabelSet } from "../labels/index.js";
import type { LoadedEncoder } from "../recognizer/index.js";
import type { Device } from "../runtime/index.js";
import {
  compared,
  type PlanEvent,
  type TrainEvent,
  type Trained,
  train,
  typesOfBoth,
} from "../training/index.js";
import type { DecodeSettings } from "./job.js";
import type { Parts } from "./parts.js";
import type { EpochRecord } from "./record.js";

/** What a training works with. */
export interface Setting {
  readonly config: Config;
  readonly parts: Parts;
  readonly labelSet: LabelSet;
  readonly encoder: LoadedEncoder;
  /** Where graphs run; the processor unless given. */
  readonly device?: Device | undefined;
}

/** What came of a training. */
export interface Learned {
  readonly trained: Trained;
  readonly plan: PlanEvent;
  readonly epochs: readonly EpochRecord[];
}

/** Trains. @param options `signal` ends it after the step in progress; `report` is told all that happens */
export async function learn(
  { config, parts: { train: documents, dev }, labelSet, encoder, device }: Setting,
  {
    signal,
    report,
  }: { signal?: AbortSignal | undefined; report?: ((event: TrainEvent) => void) | undefined } = {},
): Promise<Learned> {
  const events = train({
    ...{ config, encoder, tokenizer: encoder.tokenizer, labelSet, train: documents, device },
    ...(dev ? { dev } : {}),
    ...(signal ? { signal } : {}),
  });
  const epochs: EpochRecord[] = [];
  let plan: PlanEvent | undefined;
  for (;;) {
    const { done, value } = await events.next();
    if (done) return { trained: value, plan: plan as PlanEvent, epochs };
    report?.(value);
    if (value.kind === "plan") plan = value;
    if (value.kind === "epoch")
      epochs.push({ epoch: value.epoch, loss: value.loss, selection: value.selection ?? null });
  }
}

/** The test part as one decoder has it. */
export interface Decoded {
  readonly predictions: readonly Prediction[];
  readonly scored: readonly ScoredDocument[];
}

/**
 * Predicts the test part with every decoder, from one pass through the encoder.
 * @param options `decoders`: settings in the order of the result; `observe` sees the class shares of every piece once
 */
export async function predictTest(
  { config, parts: { test }, labelSet, encoder, device }: Setting,
  {
    trained,
    decoders: asked,
    observe,
  }: {
    readonly trained: Trained;
    readonly decoders: readonly DecodeSettings[];
    readonly observe?: (shares: PieceShares) => void;
  },
): Promise<Decoded[]> {
  const { tokenizer } = encoder;
  const { windows, threads, labels: policies } = config;
  const { counts, datastore, transitions } = trained;
  const head = trained.objective.head.kind;
  const sources = { datastore: () => datastore, transitions: () => transitions };
  const decoders = await Promise.all(
    asked.map((settings) => createDecoder(settings, { head, counts, threads, ...sources })),
  );
  const runner = await createForwardRunner({
    config: encoder.config,
    outputs: labelSet.labels.length,
    parameters: () => trained.parameters,
    ...{ threads, device },
  });
  const predictions = await predictWithDecoders(test, {
    ...{ runner, decoders, tokenizer, labelSet, head, windows, observe },
  });
  await Promise.all([runner.release(), ...decoders.map((decoder) => decoder.release())]);
  const types = typesOfBoth(test, { labelSet });
  return predictions.map((ofDecoder) => ({
    predictions: ofDecoder,
    scored: compared(test, ofDecoder, { labelSet, policies, types }),
  }));
}
