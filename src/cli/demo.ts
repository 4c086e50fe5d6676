/** `raretag demo`: both objectives on a small synthetic corpus, side by side. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../config/index.js";
import { createRandom } from "../core/index.js";
import { writeBratFolder } from "../corpus/index.js";
import { demoVocabulary, generateCorpus } from "../demo/index.js";
import { bertParameters, initialParameter, parseBertConfig } from "../encoder/index.js";
import type { EvaluationReport } from "../evaluation/index.js";
import { createLabelSet } from "../labels/index.js";
import type { LoadedEncoder } from "../recognizer/index.js";
import { createRecognizer, loadModel } from "../recognizer/index.js";
import { createTokenizer } from "../tokenizer/index.js";
import { scoreDocuments } from "../training/index.js";
import { colourMentions } from "./colourMentions.js";
import type { Io } from "./io.js";
import { openOutput } from "./outputFolder.js";
import { trainAndSave } from "./train.js";

/** Flags of `raretag demo`. */
export interface DemoOptions {
  readonly seed?: number;
  readonly out?: string;
  readonly overwrite?: true;
}

const TRAIN_NOTES = 120;
const TEST_NOTES = 60;

/** An encoder of 2 layers x 128, trained from scratch: small enough for minutes on two cores. */
const ENCODER = {
  model_type: "bert",
  hidden_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 512,
  max_position_embeddings: 256,
  type_vocab_size: 2,
  hidden_dropout_prob: 0.1,
  attention_probs_dropout_prob: 0.1,
};

/** Makes a corpus, trains on it with ATL and with BTL, prints both score tables and one annotated note. */
export async function runDemo(options: DemoOptions, io: Io): Promise<void> {
  const folder = options.out ?? (await mkdtemp(join(tmpdir(), "raretag-demo-")));
  const output = options.out ? await openOutput(options.out, options) : undefined;
  const seed = options.seed ?? 1;
  const random = createRandom(seed).stream("demo");
  const train = generateCorpus({
    documents: TRAIN_NOTES,
    random: random.stream("train"),
    entries: "familiar",
  });
  const test = generateCorpus({ documents: TEST_NOTES, random: random.stream("test") });
  await writeBratFolder(join(folder, "corpus", "train"), train);
  await writeBratFolder(join(folder, "corpus", "test"), test);
  io.stdout(
    `A synthetic corpus: ${TRAIN_NOTES} notes to train on, ${TEST_NOTES} to score, some of their terms never seen.\n`,
  );

  const vocabulary = demoVocabulary(train);
  const tokenizer = createTokenizer({
    vocabulary: `${vocabulary.join("\n")}\n`,
    config: JSON.stringify({ do_lower_case: true }),
  });
  const config = parseBertConfig(
    JSON.stringify({ ...ENCODER, vocab_size: vocabulary.length }),
    "the demo's encoder",
  );
  const types = [
    ...new Set(train.flatMap(({ mentions }) => mentions.map(({ type }) => type))),
  ].sort();
  const parameters = new Map(
    [...bertParameters(config, { outputs: 1 })]
      .filter(([name]) => !name.startsWith("classifier."))
      .map(([name, shape]) => [name, initialParameter(name, shape, { config, random })]),
  );
  const encoder: LoadedEncoder = { config, tokenizer, parameters, notices: [] };

  const reports: Record<string, EvaluationReport> = {};
  for (const objective of ["atl", "btl"]) {
    io.stdout(
      `\nTraining with ${objective === "atl" ? "all" : "binary"} token labels (${objective}).\n`,
    );
    const settings = loadConfig({
      sets: [
        `seed=${seed}`,
        `objective.name=${objective}`,
        "training.dev=none",
        "training.epochs=20",
        "optimizer.learningRate=1e-3",
        "windows.length=128",
        "windows.overlap=16",
      ],
    });
    const model = join(folder, objective);
    const labelSet = createLabelSet({ scheme: "io", types });
    const job = { config: settings, data: { train, types, notices: [] }, encoder, labelSet };
    await trainAndSave(model, job, io);
    const loaded = await loadModel(model);
    const recognizer = await createRecognizer(loaded);
    reports[objective] = await scoreDocuments(test, {
      ...recognizer.options,
      policies: loaded.description.policies,
    });
    if (objective === "btl") {
      const [note] = test;
      const [prediction] = note ? await recognizer.predict([note]) : [];
      const mentions = (prediction?.mentions ?? []).map((mention, i) => ({
        ...mention,
        id: `T${i + 1}`,
        probability: mention.probability ?? 0,
      }));
      io.stdout(`\nOne unseen note, annotated by the model of btl:\n`);
      if (note) io.stdout(colourMentions({ ...note, mentions }));
    }
    await recognizer.release();
  }
  io.stdout(`\n${sideBySide(reports)}\n`);
  if (options.out) io.stderr(`corpus and models are in ${folder}\n`);
  else await rm(folder, { recursive: true });
  await output?.keep();
}

/** Recall and F1 of words by type, the most frequent first, with means below. */
function sideBySide(reports: Record<string, EvaluationReport>): string {
  const [first] = Object.values(reports);
  const figure = (value: number | null | undefined) =>
    (value == null ? "-" : value.toFixed(3)).padStart(9);
  const row = (
    name: string,
    cell: (report: EvaluationReport) => (number | null | undefined)[],
    support = "",
  ) =>
    `${name.padEnd(24)}${support.padStart(8)}  ${Object.values(reports)
      .map((report) => cell(report).map(figure).join(""))
      .join("  ")}`;
  const types = Object.entries(first?.tokens.perType ?? {}).sort(
    ([, a], [, b]) => b.support - a.support,
  );
  const header = Object.keys(reports).map(
    (name) => `${`${name} R`.padStart(9)}${`${name} F1`.padStart(9)}`,
  );
  return [
    `${"words of the test notes".padEnd(24)}${"support".padStart(8)}  ${header.join("  ")}`,
    ...types.map(([type, { support }]) =>
      row(
        type,
        ({ tokens }) => [tokens.perType[type]?.recall, tokens.perType[type]?.f1],
        `${support}`,
      ),
    ),
    row("mean of the types", ({ tokens }) => [tokens.unweightedAccuracy, tokens.macroF1]),
    row("mentions, strict, micro", ({ mentions }) => [
      mentions.strict.micro.recall,
      mentions.strict.micro.f1,
    ]),
  ].join("\n");
}
