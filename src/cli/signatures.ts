/** The failure signatures of a training run: what its parts, its epochs and its model say. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "../core/index.js";
import { countTypes, type Document } from "../corpus/index.js";
import { type CountsByType, countDocuments, type Unit } from "../evaluation/index.js";
import { argmaxDecoder, predictWithDecoders } from "../inference/index.js";
import { type LabelSet, labelsOfType } from "../labels/index.js";
import type { Recognizer } from "../recognizer/index.js";
import {
  allOutside,
  oneSidedTypes,
  outvoted,
  overfitting,
  overweighted,
  reachOf,
  type Signature,
  smallDev,
} from "../signatures/index.js";
import { compared, type Trained, typesOfBoth } from "../training/index.js";
import { RUN_FILES } from "./runFolder.js";
import type { TrainData } from "./trainData.js";
import type { TrainJob } from "./trainJob.js";

/** Share of the training part that is predicted where there is no dev part to go by. */
const SAMPLE = 0.15;

/** What the parts say, before anything is trained. */
export function signaturesOfParts({ train, dev, test }: TrainData): Signature[] {
  return oneSidedTypes({
    train: mentionsByType(train),
    dev: dev && mentionsByType(dev),
    test: test && mentionsByType(test),
  });
}

/**
 * What the epochs and the saved model say. The dev part is predicted once more, for counts by document, and as many
 * documents of the training part, drawn by the seed: together what scoring two epochs costs. All of it follows from the
 * model, the documents and the log, so that an interruption changes nothing.
 */
export async function signaturesOfModel(
  folder: string,
  { job, trained, recognizer }: { job: TrainJob; trained: Trained; recognizer: Recognizer },
): Promise<Signature[]> {
  const { config, data, labelSet } = job;
  const { decode, objective, training } = config;
  const size = data.dev?.length ?? Math.ceil(SAMPLE * data.train.length);
  const drawn = createRandom(config.seed).stream("signatures").shuffled(data.train).slice(0, size);
  const sample = await countsOf(drawn, job, recognizer);
  const dev = data.dev && (await countsOf(data.dev, job, recognizer));
  const { words } = (dev ?? sample).decoded;
  const part = dev ? "dev" : "training";
  const pieces = piecesByType(trained.counts, labelSet, sum);
  const { decoder, knn } = decode;
  return [
    ...(dev
      ? smallDev({
          documents: size,
          selection: training.selection,
          values: await selectionsIn(join(folder, RUN_FILES.log)),
          reach: reachOf(dev.decoded, training.selection),
        })
      : []),
    ...allOutside({ words, part, decoder, objective }),
    ...overweighted({ words, part, pieces, objective }),
    ...(dev
      ? overfitting({ train: sample.argmax.words, dev: dev.argmax.words, pieces, objective })
      : []),
    ...(decoder === "knn"
      ? outvoted({
          knn,
          pieces: piecesByType(trained.counts, labelSet, largest),
          outside: trained.counts[0] as number,
        })
      : []),
  ];
}

type Counts = Readonly<Record<Unit, CountsByType>>;

/**
 * Counts of documents as the model decodes them, and by argmax: among its neighbours a training token finds itself, so that
 * the vote does not tell what is known by heart.
 */
async function countsOf(
  documents: readonly Document[],
  { config: { labels: policies } }: TrainJob,
  { options: { decoder, ...options } }: Recognizer,
): Promise<{ decoded: Counts; argmax: Counts }> {
  const { labelSet, head } = options;
  const plain = argmaxDecoder({ classes: labelSet.labels.length, head });
  const decoders = decoder.name === "argmax" ? [decoder] : [decoder, plain];
  const predictions = await predictWithDecoders(documents, { ...options, decoders });
  const types = typesOfBoth(documents, { labelSet });
  const [decoded, argmax] = predictions.map((ofDecoder) =>
    countDocuments(compared(documents, ofDecoder, { labelSet, policies, types }), types),
  ) as [Counts, Counts?];
  return { decoded, argmax: argmax ?? decoded };
}

/** The score that chooses, after each epoch that the log holds, also those before an interruption. */
async function selectionsIn(log: string): Promise<number[]> {
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
  return lines
    .map((line) => JSON.parse(line) as { kind: string; selection?: number })
    .flatMap(({ kind, selection }) =>
      kind === "epoch" && selection !== undefined ? [selection] : [],
    );
}

function mentionsByType(documents: readonly Document[]): Record<string, number> {
  return Object.fromEntries(countTypes(documents));
}

/** Pieces of each type, from the counts of its labels. */
function piecesByType(
  counts: Float64Array,
  labelSet: LabelSet,
  made: (ofLabels: readonly number[]) => number,
): Record<string, number> {
  return Object.fromEntries(
    labelSet.types.map((type, index) => {
      const { start, end } = labelsOfType(labelSet, index);
      return [type, made([...counts.subarray(start, end)])];
    }),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const largest = (values: readonly number[]) => Math.max(...values);
