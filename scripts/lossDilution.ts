/**
 * Study 5, second half: what of the loss and of its gradient each type gets, ATL against BTL: `npx tsx scripts/lossDilution.ts`
 * writes docs/studies/bias/dilution.json and docs/studies/dilution.md. A state that is in the record is not computed again.
 *
 * The loss is a sum over tokens, so that of the tokens of one type is a part of it, and so is its gradient: a step of plain
 * SGD with a rate of 1 on targets that are 0 for all other tokens moves each parameter by just that part.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Config, loadConfig } from "../src/config/index.js";
import { createRandom, type Tensor } from "../src/core/index.js";
import { createPartsReader } from "../src/experiments/parts.js";
import { collate } from "../src/inference/index.js";
import { createLabelSet, type LabelSet } from "../src/labels/index.js";
import { createObjective } from "../src/objectives/index.js";
import { sgd } from "../src/optimizers/index.js";
import { loadEncoder } from "../src/recognizer/index.js";
import { batchLabels } from "../src/training/batchLabels.js";
import { type Parameters, withHead } from "../src/training/classifierHead.js";
import { countLabels, createStepper, prepareDocuments, train } from "../src/training/index.js";
import { batchesOfEpoch } from "../src/training/plan.js";
import { objectiveOf } from "../src/training/settings.js";

const RECORD = "docs/studies/bias/dilution.json";
const PAGE = "docs/studies/dilution.md";
const ENCODER = "../shared/models/minilm-l6-384-uncased";
const CORPUS = { path: "../shared/corpora/maccrobat2020", test: 60, train: 40 };
const SYSTEMS = {
  ATL: ["objective.name=atl"],
  "ATL, data-set weights": ["objective.name=atl", "objective.weights=dataset"],
  BTL: ["objective.others=ignored", "objective.weights=prior"],
  "BTL, others outside": ["objective.others=outside", "objective.weights=prior"],
} as const;
/** Epochs that were trained before looking. */
const STATES = [0, 4] as const;
const BATCHES = 6;
/** Borders of rare and frequent types: pieces in the training part. */
const BORDERS = [100, 1000] as const;

/** What the tokens of one class get of one batch. */
interface Part {
  readonly tokens: number;
  readonly loss: number;
  /** Norm of its gradient in each part of the model. */
  readonly gradient: Readonly<Record<string, number>>;
}

/** Of one system in one state: for each batch its classes. */
type Looks = Readonly<Record<string, Part>>[];

/** Parts of the model, by the beginning of a parameter's name. */
function placeOf(name: string): string {
  const layer = /encoder\.layer\.(\d+)\./.exec(name)?.[1];
  if (layer !== undefined) return `layer ${layer}`;
  return name.startsWith("classifier") ? "output" : "embeddings";
}

function normsOf(before: Parameters, after: Parameters): Record<string, number> {
  const squares: Record<string, number> = {};
  for (const [name, { data }] of after) {
    const old = before.get(name)?.data as Float32Array;
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += ((data[i] as number) - (old[i] as number)) ** 2;
    squares[placeOf(name)] = (squares[placeOf(name)] ?? 0) + sum;
  }
  return Object.fromEntries(Object.entries(squares).map(([place, sum]) => [place, Math.sqrt(sum)]));
}

const copyOf = (tensors: ReadonlyMap<string, Tensor>) =>
  new Map([...tensors].map(([name, t]) => [name, { ...t, data: t.data.slice() } as Tensor]));

/** Looks at the same batches in the state after so many epochs. */
async function look(sets: readonly string[], epochs: number): Promise<Looks> {
  const config: Config = loadConfig({
    sets: [...sets, "threads=1", "training.dev=none", `training.epochs=${Math.max(1, epochs)}`],
  });
  const reader = createPartsReader();
  const parts = await reader.parts(CORPUS, { split: 1, fold: 1, seed: 1, dev: "none" });
  const labelSet: LabelSet = createLabelSet({ scheme: "io", types: parts.types });
  const encoder = await loadEncoder(ENCODER, labelSet);
  const { tokenizer } = encoder;
  const { windows, labels: policies } = config;
  const prepared = await prepareDocuments(parts.train, {
    tokenizer,
    labelSet,
    windows,
    ...policies,
  });
  const counts = countLabels(prepared.labels, labelSet);
  const objective = createObjective({ ...objectiveOf(config), labelSet, counts });
  const bert = { ...encoder.config, hiddenDropout: 0, attentionDropout: 0, classifierDropout: 0 };
  let parameters = withHead(encoder.parameters, {
    ...{ head: objective.head, config: bert, random: createRandom(1) },
  });
  if (epochs > 0) {
    const run = train({ config, encoder, tokenizer, labelSet, train: parts.train });
    for (;;) {
      const { done, value } = await run.next();
      if (!done) continue;
      parameters = value.parameters;
      break;
    }
  }
  const stepper = await createStepper({
    ...{ config: bert, head: objective.head, loss: objective.loss, parameters },
    optimizer: sgd({ momentum: 0, weightDecay: 0 }),
    ...{ seed: 1, threads: 1 },
  });
  const start = copyOf(stepper.state());
  const before = copyOf(stepper.parameters()) as Parameters;
  const random = createRandom(1);
  const batches = batchesOfEpoch({ prepared, batchSize: 8, repeats: undefined, random }, 1);
  const looks: Looks = [];
  for (const group of batches.slice(0, BATCHES)) {
    const batch = collate(group, { encodings: prepared.encodings, tokenizer });
    const gold = batchLabels({ windows: group, seqLen: batch.seqLen }, prepared);
    const [whole] = objective.steps(gold, random);
    const outputs = labelSet.labels.length;
    const found: Record<string, Part> = {};
    for (const label of [...new Set(gold.labels)].filter((id) => id >= 0).sort((a, b) => a - b)) {
      const targets = (whole as Float32Array).map((value, i) =>
        gold.labels[Math.floor(i / outputs)] === label ? value : 0,
      );
      const loss = await stepper.step({ batch, targets, step: 1, learningRate: 1 });
      found[labelSet.labels[label] as string] = {
        tokens: gold.labels.filter((id) => id === label).length,
        loss,
        gradient: normsOf(before, stepper.parameters()),
      };
      stepper.restore(start);
    }
    looks.push(found);
  }
  await stepper.release();
  return looks;
}

interface DilutionRecord {
  readonly looks: Record<string, Looks>;
}

const record: DilutionRecord = existsSync(RECORD)
  ? JSON.parse(readFileSync(RECORD, "utf8"))
  : { looks: {} };
const rounded = (_: string, value: unknown) =>
  typeof value === "number" ? Number(value.toPrecision(5)) : value;
for (const epochs of STATES)
  for (const [system, sets] of Object.entries(SYSTEMS)) {
    const name = `${system}, ${epochs === 0 ? "at the start" : `after ${epochs} epochs`}`;
    if (record.looks[name]) continue;
    record.looks[name] = await look(sets, epochs);
    writeFileSync(RECORD, `${JSON.stringify(record, rounded)}\n`);
    process.stdout.write(`${name}\n`);
  }
writeFileSync(PAGE, render(record));

/** Mean share of rare, middling and frequent types, and how a type's loss varies between batches. */
function render({ looks }: DilutionRecord): string {
  const support = new Map<string, number>();
  for (const found of Object.values(looks)[0] ?? [])
    for (const [type, { tokens }] of Object.entries(found))
      support.set(type, (support.get(type) ?? 0) + tokens);
  const classOf = (type: string) => {
    if (type === "O") return "O";
    const n = support.get(type) as number;
    return n < BORDERS[0] ? "rare" : n < BORDERS[1] ? "middling" : "frequent";
  };
  const CLASSES = ["O", "frequent", "middling", "rare"];
  const total = (part: Part) => Math.hypot(...Object.values(part.gradient));
  const shares = (found: Looks[number], value: (part: Part) => number) => {
    const sums = new Map<string, number>();
    let all = 0;
    for (const [type, part] of Object.entries(found)) {
      sums.set(classOf(type), (sums.get(classOf(type)) ?? 0) + value(part));
      all += value(part);
    }
    return CLASSES.map((name) => (sums.get(name) ?? 0) / all);
  };
  const mean = (rows: readonly (readonly number[])[]) =>
    CLASSES.map((_, c) => rows.reduce((sum, row) => sum + (row[c] as number), 0) / rows.length);
  const percent = (values: readonly number[]) =>
    values.map((v) => (100 * v).toFixed(1)).join(" | ");
  const rows = (value: (part: Part) => number) =>
    Object.entries(looks)
      .map(
        ([name, found]) => `| ${name} | ${percent(mean(found.map((one) => shares(one, value))))} |`,
      )
      .join("\n");
  const variation = Object.entries(looks)
    .map(([name, found]) => {
      const byClass = CLASSES.map((wanted) => {
        const types = [...support.keys()].filter((type) => classOf(type) === wanted);
        const spreads = types.flatMap((type) => {
          const losses = found.flatMap((one) => (one[type] ? [one[type].loss] : [0]));
          const m = losses.reduce((a, b) => a + b, 0) / losses.length;
          const v = losses.reduce((a, b) => a + (b - m) ** 2, 0) / (losses.length - 1);
          return m > 0 ? [Math.sqrt(v) / m] : [];
        });
        return spreads.reduce((a, b) => a + b, 0) / Math.max(1, spreads.length);
      });
      const sums = found.map((one) => Object.values(one).reduce((a, { loss }) => a + loss, 0));
      const m = sums.reduce((a, b) => a + b, 0) / sums.length;
      const sd = Math.sqrt(sums.reduce((a, b) => a + (b - m) ** 2, 0) / (sums.length - 1));
      return `| ${name} | ${(sd / m).toFixed(2)} | ${byClass.map((v) => v.toFixed(2)).join(" | ")} |`;
    })
    .join("\n");
  const places = [
    "embeddings",
    "layer 0",
    "layer 1",
    "layer 2",
    "layer 3",
    "layer 4",
    "layer 5",
    "output",
  ];
  const layers = Object.entries(looks)
    .map(([name, found]) => {
      const ratio = places.map((place) => {
        const norms = (wanted: string) => {
          const parts = found.flatMap((one) =>
            Object.entries(one).flatMap(([type, part]) =>
              classOf(type) === wanted ? [part.gradient[place] as number] : [],
            ),
          );
          return parts.reduce((a, b) => a + b, 0) / Math.max(1, parts.length);
        };
        return (norms("rare") / norms("frequent")).toFixed(2);
      });
      return `| ${name} | ${ratio.join(" | ")} |`;
    })
    .join("\n");
  const head = (first: string) =>
    `| ${first} | ${CLASSES.join(" | ")} |\n| --- | ---: | ---: | ---: | ---: |`;
  const tokens = percent(
    mean((Object.values(looks)[0] ?? []).map((one) => shares(one, (p) => p.tokens))),
  );
  return `# Loss dilution: what each type gets of the loss and of its gradient

Written by \`npx tsx scripts/lossDilution.ts\` from docs/studies/bias/dilution.json. ${BATCHES} batches of 8 windows of 40
documents of MACCROBAT, MiniLM, one seed, no dropout; classes by their pieces in these batches: rare below ${BORDERS[0]},
frequent from ${BORDERS[1]} on. The loss is cut into the parts of the tokens of each type; so is its gradient. One seed and one corpus:
these are descriptions, without a test.

## Share of the loss, in % (mean over batches)

${head("state")}
| tokens | ${tokens} |
${rows((part) => part.loss)}

## Share of the gradient: norm of each type's part, of the sum of all norms, in %

${head("state")}
${rows(total)}

## Variation between batches: standard deviation of the loss over its mean (a type that is absent has loss 0)

| state | whole loss | ${CLASSES.join(" | ")} |
| --- | ---: | ---: | ---: | ---: | ---: |
${variation}

## Gradient by layer: mean norm of a rare type's part over that of a frequent type's

| state | ${places.join(" | ")} |
| --- |${" ---: |".repeat(places.length)}
${layers}
`;
}
