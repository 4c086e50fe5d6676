/** `raretag demo`: both objectives on a small synthetic corpus, side by side. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../config/index.js";
import { createRandom } from "../core/index.js";
import { type Document, typesOf, writeCorpus } from "../corpus/index.js";
import { generateCorpus } from "../demo/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import { createLabelSet } from "../labels/index.js";
import { createRecognizer, loadModel } from "../recognizer/index.js";
import { scorePredictions } from "../training/index.js";
import { annotate } from "./annotation.js";
import { colourMentions } from "./colourMentions.js";
import { createDemoEncoder } from "./demoEncoder.js";
import type { Io } from "./io.js";
import { openOutput } from "./outputFolder.js";
import { sideBySide } from "./sideBySide.js";
import { trainAndSave } from "./trainAndSave.js";

/** Flags of `raretag demo`. */
export interface DemoOptions {
  readonly seed?: number;
  readonly out?: string;
  readonly overwrite?: true;
}

const TRAIN_NOTES = 120;
const TEST_NOTES = 60;
const OBJECTIVES = { atl: "all token labels", btl: "binary token labels" } as const;
const SETTINGS = [
  "training.dev=none",
  "training.epochs=20",
  "windows.length=128",
  "windows.overlap=16",
];

/** Makes a corpus, trains on it with ATL and with BTL, prints both score tables and one annotated note. */
export async function runDemo(options: DemoOptions, io: Io): Promise<void> {
  const out = options.out ?? (await mkdtemp(join(tmpdir(), "raretag-demo-")));
  const output = await openOutput(out, options);
  try {
    const ended = await demonstrate(output.folder, { seed: options.seed ?? 1 }, io);
    if (ended === "interrupted" || options.out === undefined) return await output.discard();
  } catch (error) {
    await output.discard();
    throw error;
  } finally {
    if (options.out === undefined) await rm(out, { recursive: true, force: true });
  }
  await output.keep();
  io.stderr(`corpus and models are in ${out}\n`);
}

async function demonstrate(
  folder: string,
  { seed }: { seed: number },
  io: Io,
): Promise<"complete" | "interrupted"> {
  const random = createRandom(seed).stream("demo");
  const train = generateCorpus({
    documents: TRAIN_NOTES,
    random: random.stream("train"),
    entries: "familiar",
  });
  const test = generateCorpus({ documents: TEST_NOTES, random: random.stream("test") });
  await writeCorpus(join(folder, "corpus", "train"), train, { format: "brat" });
  await writeCorpus(join(folder, "corpus", "test"), test, { format: "brat" });
  io.stdout(
    `A synthetic corpus: ${TRAIN_NOTES} notes to train on, ${TEST_NOTES} to score, some of their terms never seen.\n`,
  );
  const encoder = createDemoEncoder(train, random);
  const types = typesOf(train);
  const labelSet = createLabelSet({ scheme: "io", types });
  const reports: Record<string, EvaluationReport> = {};
  let annotated = "";
  for (const [objective, meaning] of Object.entries(OBJECTIVES)) {
    io.stdout(`\nTraining with ${meaning} (${objective}).\n`);
    const sets = [`seed=${seed}`, `objective.name=${objective}`, ...SETTINGS];
    const data = { train, undivided: train, types, notices: [] };
    const job = { config: loadConfig({ sets }), data, encoder, labelSet };
    const model = join(folder, objective);
    const { trained } = await trainAndSave(await openOutput(model, {}), { job }, io);
    if (trained.interrupted) return "interrupted";
    ({ report: reports[objective], annotated } = await tryModel(model, test));
  }
  io.stdout(`\nOne unseen note, annotated by the model of btl:\n${annotated}`);
  io.stdout(`\nScores on the ${TEST_NOTES} test notes:\n${sideBySide(reports)}\n`);
  return "complete";
}

/** Scores a saved model, and shows what it finds in the first document. */
async function tryModel(folder: string, documents: readonly Document[]) {
  const model = await loadModel(folder);
  const recognizer = await createRecognizer(model);
  const predictions = await recognizer.predict(documents);
  await recognizer.release();
  const report = scorePredictions(documents, predictions, {
    labelSet: model.labelSet,
    policies: model.description.policies,
    decode: recognizer.decoder,
  });
  const [note, prediction] = [documents[0], predictions[0]];
  return {
    report,
    annotated: note && prediction ? colourMentions(annotate(note, prediction)) : "",
  };
}
