/** A loaded model ready to explain itself. */

import type { Span } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import {
  argmaxDecoder,
  collate,
  type DecoderName,
  knnDecoder,
  type Prediction,
} from "../inference/index.js";
import type { DecodedMention } from "../labels/index.js";
import { createRecognizer, type LoadedModel, loadKnn, neighboursOf } from "../recognizer/index.js";
import { type Baseline, blankOf } from "./baseline.js";
import { ExplainError } from "./error.js";
import { type Decision, decisionOf, type Explanation, explanationOf } from "./explanation.js";
import { createIntegrator, type PathResult } from "./integrate.js";
import { probabilitiesWithout } from "./occlude.js";
import { type Reading, readDocument, type ShownDecoder } from "./reading.js";
import { type Question, seedOf, type Target, targetOf } from "./target.js";

/** How to run a model that is explained. Gradients are those of its float32 weights, on the processor. */
export interface ExplainerOptions {
  /** By which mentions are found; the model's own unless given. */
  readonly decoder?: DecoderName | undefined;
  /** Cores; 0 or absent for all. */
  readonly threads?: number | undefined;
}

/** Against what a mention is explained, and how finely the path is summed. */
export interface ExplainRequest extends Pick<Question, "against"> {
  /** Places on the path from blanks to the text; {@link DEFAULT_STEPS} unless given. */
  readonly steps?: number | undefined;
  /** `mask` unless given, or `pad` for a vocabulary without [MASK]. */
  readonly baseline?: Baseline | undefined;
}

/** With so many places the attributions mostly add up to within a hundredth of what they explain, see docs/explain.md. */
export const DEFAULT_STEPS = 24;

const MOST_STEPS = 1000;

/** What to explain: a part of the text, as what the model takes it for or as a type, or every mention that it finds. */
export type Explained = (Span & Pick<Question, "type">) | "all";

/** A document that was read once, for several questions. */
export interface ReadDocument {
  /** Found by {@link Explainer.decoder}. */
  readonly mentions: readonly DecodedMention[];
  /** What `argmax` and `knn` say of the text. */
  readonly predictions: Readonly<Record<ShownDecoder, Prediction>>;
  /** What both decoders say of a word, by its place among the words of the text. */
  decisionOf(word: number): Decision;
  /** As {@link Explainer.explain}. */
  explain(what: Explained, request?: ExplainRequest): AsyncGenerator<Explanation>;
  /** Mean probability of the type at the explained words, by `argmax`, for each list of words that are blanked out. */
  probabilitiesWithout(target: Target, blanked: readonly (readonly number[])[]): Promise<number[]>;
}

/** A model in the engine; `release` frees what it holds there. */
export interface Explainer {
  /** The decoder by which mentions are found. */
  readonly decoder: DecoderName;
  /**
   * Explains one after the other, each when it is asked for: a loop that ends early costs nothing more.
   * @throws ExplainError if there is no word, or no such type, or steps or baseline cannot be
   */
  explain(
    document: Pick<Document, "text" | "words">,
    what: Explained,
    request?: ExplainRequest,
  ): AsyncGenerator<Explanation>;
  /** Reads a document for several questions. */
  read(document: Pick<Document, "text" | "words">): Promise<ReadDocument>;
  release(): Promise<void>;
}

/** Loads a model, its datastore and its gradients into the engine. */
export async function createExplainer(
  model: LoadedModel,
  { decoder: wanted, threads = 0 }: ExplainerOptions = {},
): Promise<Explainer> {
  const { tokenizer, labelSet, description } = model;
  const labels = labelSet.labels.length;
  const { datastore, settings } = await loadKnn(model);
  const recognizer = await createRecognizer(model, { decoder: wanted, threads });
  const { runner, decoder: own, head, windows } = recognizer.options;
  const counts = labelSet.labels.map((label) => description.training.counts[label] ?? 0);
  const prior = { tau: description.prior, counts };
  const argmax = own.name === "argmax" ? own : argmaxDecoder({ classes: labels, head, prior });
  const knn = own.name === "knn" ? own : await knnDecoder(datastore, { settings, threads });
  const others = [argmax, knn].filter((decoder) => decoder !== own);
  const integrator = await createIntegrator(model, { threads });
  const predicting = { runner, tokenizer, labelSet, head, windows, decoders: [own, ...others] };

  const votersIn = (reading: Reading) => (piece: number) =>
    neighboursOf(reading.shown.knn.prediction, { piece, datastore });

  async function explainTarget(
    reading: Reading,
    target: Target,
    path: { readonly steps: number; readonly baseline: Baseline },
  ): Promise<Explanation> {
    const results: { window: Span; result: PathResult }[] = [];
    for (const window of reading.windows) {
      const seed = seedOf(target, { window, labels });
      if (seed === undefined) continue;
      const { inputIds } = collate([window], { encodings: [reading.encoding], tokenizer });
      const result = await integrator.integrate({ inputIds: inputIds.data, seed, ...path });
      results.push({ window, result });
    }
    return explanationOf(reading, {
      ...{ target, decoder: own.name, path, results },
      neighboursOf: votersIn(reading),
    });
  }

  async function read(document: Pick<Document, "text" | "words">): Promise<ReadDocument> {
    const reading = await readDocument(document, predicting);
    const { argmax: byArgmax, knn: byKnn } = reading.shown;
    return {
      mentions: reading.own.prediction.mentions,
      predictions: { argmax: byArgmax.prediction, knn: byKnn.prediction },
      decisionOf: (word) => decisionOf(reading, word, votersIn(reading)),
      async *explain(what, { against, steps = DEFAULT_STEPS, baseline } = {}) {
        checkSteps(steps);
        const path = { steps, baseline: baseline ?? blankOf(tokenizer).name };
        for (const asked of what === "all" ? reading.own.prediction.mentions : [what]) {
          const target = targetOf(reading, asked, { type: asked.type, against });
          yield await explainTarget(reading, target, path);
        }
      },
      probabilitiesWithout: (target, blanked) =>
        probabilitiesWithout(reading, { target, blanked }, { runner, decoder: argmax, tokenizer }),
    };
  }

  return {
    decoder: own.name,
    read,
    async *explain(document, what, request) {
      yield* (await read(document)).explain(what, request);
    },
    async release() {
      await integrator.release();
      for (const decoder of others) await decoder.release();
      await recognizer.release();
    },
  };
}

function checkSteps(steps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > MOST_STEPS)
    throw new ExplainError(
      {},
      `the path has ${steps} steps but must have a whole number from 1 to ${MOST_STEPS}`,
      `${DEFAULT_STEPS} are enough for most texts`,
    );
}
