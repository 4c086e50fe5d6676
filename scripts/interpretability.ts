/**
 * Measures how models explain themselves, and writes docs/studies/interpretability.md from what was measured.
 *
 *   npx tsx scripts/interpretability.ts --corpus DIR --split FILE NAME=MODEL NAME=MODEL ...
 *   npx tsx scripts/interpretability.ts
 *
 * The first explains the same mentions of the test part for every model, those whose words all models give the right
 * type, and keeps a record a model in docs/studies/interpretability. It takes one mention of each document after the
 * other, so that it may be stopped at any moment, and stops by itself after --minutes of processor time; the same command
 * goes on where it was. Both write the page.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSplit } from "../src/cli/readSplit.js";
import { createRandom, type Random, version, writeAtomically } from "../src/core/index.js";
import {
  type Document,
  fingerprint,
  flatten,
  type Mention,
  readCorpus,
} from "../src/corpus/index.js";
import {
  createExplainer,
  type Explanation,
  measureFaithfulness,
  neighbourAgreement,
  type Pool,
  positiveShareInside,
  type ReadDocument,
  topWordInside,
} from "../src/explain/index.js";
import { typeIndexOf, unitsOf } from "../src/labels/index.js";
import { encoderFingerprint, type LoadedModel, loadModel } from "../src/recognizer/index.js";
import { piecesOf } from "../src/tokenizer/index.js";
import { prepareDocuments } from "../src/training/index.js";
import { interpretabilityPage } from "./interpretabilityPage.js";
import type {
  FaithfulnessRecord,
  InterpretabilityRecord,
  MentionRecord,
  StudySettings,
  WordsRecord,
} from "./interpretabilityRecord.js";

const FOLDER = "docs/studies/interpretability";
const PAGE = "docs/studies/interpretability.md";
/** Of the words that are ranked; three of the five of ERASER, for the sake of time. */
const SHARES = [0.01, 0.05, 0.2];

/** A model with what it says of the test documents. */
interface Subject {
  readonly name: string;
  readonly model: LoadedModel;
  readonly reads: readonly ReadDocument[];
  readonly release: () => Promise<void>;
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: "string" },
    split: { type: "string" },
    mentions: { type: "string", default: "2" },
    minutes: { type: "string", default: "25" },
    steps: { type: "string", default: "24" },
    seed: { type: "string", default: "1" },
    threads: { type: "string", default: "1" },
  },
});
async function measure(): Promise<void> {
  const { corpus, split } = flags;
  if (!corpus || !split) throw new Error("--corpus and --split say which documents are explained");
  const { documents } = await readCorpus(corpus, { format: "auto" });
  const test = (await readSplit(documents, { split }, { parts: "test" }))?.test ?? [];
  const seed = Number(flags.seed);
  const subjects: Subject[] = [];
  for (const argument of positionals) subjects.push(await subjectOf(argument, test));
  const settings: StudySettings = {
    ...{ test: fingerprint(test), seed, steps: Number(flags.steps), shares: SHARES },
    models: Object.fromEntries(
      subjects.map(({ name, model }) => [name, encoderFingerprint(model)]),
    ),
  };
  const golds = await Promise.all(subjects.map(({ model }) => goldOf(model, test)));
  const random = createRandom(seed).stream("interpretability");
  const drawn = test.map((document, d) =>
    drawMentions(
      (golds[0]?.mentions[d] ?? []).filter((mention) =>
        subjects.every(({ model, reads }) => isRight(model, reads[d] as ReadDocument, mention)),
      ),
      random.stream("mentions", document.id),
    ),
  );
  const records = await Promise.all(
    subjects.map(async (subject, s) =>
      startRecord(subject, settings, {
        documents: test.map(({ id }, d) => ({
          ...{ id, eligible: (drawn[d] as Mention[]).length, mentions: [] },
          ...wordsOf(subject, d, (golds[s] as Gold).labels[d] as Int32Array),
        })),
      }),
    ),
  );
  const isTime = () => processorSeconds() < Number(flags.minutes) * 60;
  for (let rank = 0; rank < Number(flags.mentions); rank++)
    for (const [d, document] of test.entries())
      for (const [s, subject] of subjects.entries()) {
        const mention = drawn[d]?.[rank];
        const record = records[s] as InterpretabilityRecord;
        const known = record.documents[d]?.mentions.length ?? 0;
        if (mention === undefined || known > rank || !isTime()) continue;
        const before = processorSeconds();
        const measured = await measureMention(subject.reads[d] as ReadDocument, mention, {
          random: random.stream("chance", document.id, rank),
          steps: settings.steps,
        });
        records[s] = await save({
          ...record,
          documents: record.documents.map((one, i) =>
            i === d ? { ...one, mentions: [...one.mentions, measured] } : one,
          ),
          processorSeconds: rounded(record.processorSeconds + processorSeconds() - before),
        });
        process.stderr.write(`mention ${rank + 1} of document ${d + 1}, ${subject.name}\n`);
      }
  for (const { release } of subjects) await release();
}

async function subjectOf(argument: string, test: readonly Document[]): Promise<Subject> {
  const [name = "", folder = ""] = argument.split("=");
  const model = await loadModel(folder);
  const explainer = await createExplainer(model, {
    ...{ decoder: "argmax", threads: Number(flags.threads) },
  });
  const reads: ReadDocument[] = [];
  for (const document of test) reads.push(await explainer.read(document));
  return { name, model, reads, release: explainer.release };
}

/** Flat mentions and the label of every piece, as the model was trained to see them. */
interface Gold {
  readonly mentions: readonly (readonly Mention[])[];
  readonly labels: readonly Int32Array[];
}

async function goldOf(
  { tokenizer, labelSet, description }: LoadedModel,
  test: readonly Document[],
): Promise<Gold> {
  const { windows, policies } = description;
  const known = new Set(labelSet.types);
  const flat = test.map((document) => ({
    ...document,
    mentions: flatten(document, policies).mentions.filter(({ type }) => known.has(type)),
  }));
  const { labels } = await prepareDocuments(flat, { tokenizer, labelSet, windows });
  return { mentions: flat.map(({ mentions }) => mentions), labels };
}

/** Whether argmax gives every word of a mention its type. */
function isRight({ labelSet }: LoadedModel, { predictions }: ReadDocument, mention: Mention) {
  const { encoding, labels } = predictions.argmax;
  const touched = piecesOf(encoding, mention);
  const first = unitsOf(encoding, "words").filter(
    ({ start, end }) => start < touched.end && touched.start < end,
  );
  const wanted = labelSet.types.indexOf(mention.type);
  return (
    first.length > 0 &&
    first.every(({ start }) => typeIndexOf(labelSet, labels[start] as number) === wanted)
  );
}

/** In the order of chance, but every type once before any comes twice. */
function drawMentions(mentions: readonly Mention[], random: Random): Mention[] {
  const seen = new Map<string, number>();
  return random
    .shuffled(mentions)
    .map((mention) => {
      const turn = seen.get(mention.type) ?? 0;
      seen.set(mention.type, turn + 1);
      return { mention, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ mention }) => mention);
}

/** What the neighbours say of every word that argmax gives a type, by whether that is right. */
function wordsOf(
  { model: { labelSet }, reads }: Subject,
  document: number,
  gold: Int32Array,
): { right: WordsRecord; wrong: WordsRecord } {
  const { argmax, knn } = (reads[document] as ReadDocument).predictions;
  const counts = {
    right: { words: 0, neighbours: 0, sameVote: 0 },
    wrong: { words: 0, neighbours: 0, sameVote: 0 },
  };
  for (const [word, { start }] of unitsOf(argmax.encoding, "words").entries()) {
    const type = typeIndexOf(labelSet, argmax.labels[start] as number);
    if (type < 0) continue;
    const of = counts[typeIndexOf(labelSet, gold[start] as number) === type ? "right" : "wrong"];
    of.words++;
    of.neighbours += neighbourAgreement({
      type: labelSet.types[type] as string,
      decisions: [(reads[document] as ReadDocument).decisionOf(word)],
    });
    if (typeIndexOf(labelSet, knn.labels[start] as number) === type) of.sameVote++;
  }
  const { right, wrong } = counts;
  return {
    right: { ...right, neighbours: rounded(right.neighbours) },
    wrong: { ...wrong, neighbours: rounded(wrong.neighbours) },
  };
}

async function measureMention(
  read: ReadDocument,
  { start, end, type }: Mention,
  { random, steps }: { random: Random; steps: number },
): Promise<MentionRecord> {
  const { value: explanation } = await read.explain({ start, end, type }, { steps }).next();
  if (!explanation) throw new Error("a mention was not explained");
  const { words, context, probability, completeness } = explanation as Explanation;
  const gain = completeness.value - completeness.baselineValue;
  const blank = async (pool: Pool): Promise<FaithfulnessRecord | null> => {
    const options = { pool, shares: SHARES, random: random.stream(pool) };
    const found = await measureFaithfulness(read, explanation, options);
    if (!found) return null;
    return {
      comprehensiveness: rounded(found.comprehensiveness),
      sufficiency: rounded(found.sufficiency),
      chanceComprehensiveness: rounded(found.chance.comprehensiveness),
      chanceSufficiency: rounded(found.chance.sufficiency),
    };
  };
  const inside = positiveShareInside(explanation);
  return {
    ...{ start, end, type, words: words.length, context: context.length },
    probability: rounded(probability),
    gap: rounded(Math.abs(completeness.gap / gain)),
    inside: inside === null ? null : rounded(inside),
    top: topWordInside(explanation),
    neighbours: rounded(neighbourAgreement(explanation)),
    all: await blank("all"),
    outside: await blank("outside"),
  };
}

const rounded = (value: number) => Math.round(value * 1e5) / 1e5;

/** Of this process, so far. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const fileOf = (name: string) => join(FOLDER, `${name}.json`);

/** The record that is there, or a new one. @throws Error if it is of other models, documents or settings */
async function startRecord(
  { name, model }: Subject,
  settings: StudySettings,
  { documents }: Pick<InterpretabilityRecord, "documents">,
): Promise<InterpretabilityRecord> {
  const { objective } = model.description;
  const words = `${objective.name} ${JSON.stringify(objective.options)}`;
  if (!existsSync(fileOf(name)))
    return save({
      ...{ name, raretag: version(), objective: words, settings, documents, processorSeconds: 0 },
    });
  const record = readRecord(name);
  if (JSON.stringify(record.settings) !== JSON.stringify(settings))
    throw new Error(`${fileOf(name)} is of other models, documents or settings: move it away`);
  return record;
}

const readRecord = (name: string) =>
  JSON.parse(readFileSync(fileOf(name), "utf8")) as InterpretabilityRecord;

/** One line a document. */
async function save(record: InterpretabilityRecord): Promise<InterpretabilityRecord> {
  const { documents, ...rest } = record;
  const head = JSON.stringify(rest, null, 2).replace(/\n}$/, ",");
  const lines = documents.map((document) => `    ${JSON.stringify(document)}`);
  await writeAtomically(
    fileOf(record.name),
    `${head}\n  "documents": [\n${lines.join(",\n")}\n  ]\n}\n`,
  );
  return record;
}

async function writePage(): Promise<void> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  const records = names.sort().map((name) => readRecord(name.replace(/\.json$/, "")));
  await writeAtomically(PAGE, interpretabilityPage(records));
}

if (positionals.length > 0) await measure();
await writePage();
