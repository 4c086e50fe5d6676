/** A real run with each remedy on a few invented notes: it must learn, and be the same the second time. */

import { beforeAll, describe, expect, test } from "vitest";
import { ENCODER, notes } from "../../test/cli/raretag.js";
import { loadConfig } from "../config/index.js";
import { createLabelSet } from "../labels/index.js";
import { LOSS_NAMES } from "../objectives/index.js";
import { type LoadedEncoder, loadEncoder } from "../recognizer/index.js";
import type { TrainEvent } from "./events.js";
import { type Trained, train } from "./train.js";

const TYPES = ["Age", "Lab_value", "Sign_symptom"];
const documents = notes(4).map((document) => ({
  ...document,
  mentions: document.mentions.filter(({ type }) => TYPES.includes(type)),
}));
const labelSet = createLabelSet({ scheme: "io", types: TYPES });

let encoder: LoadedEncoder;
beforeAll(async () => {
  encoder = await loadEncoder(ENCODER, labelSet);
});

interface Outcome {
  readonly losses: readonly number[];
  readonly plan: Extract<TrainEvent, { kind: "plan" }>;
  readonly trained: Trained;
}

async function run(...settings: string[]): Promise<Outcome> {
  const common = ["windows.length=64", "windows.overlap=8", "training.epochs=4", "threads=1"];
  const sets = [...common, "training.batchSize=4", "optimizer.learningRate=0.01", ...settings];
  const config = loadConfig({ sets: [...sets, "training.dev=none"] });
  const events = train({
    ...{ config, encoder, tokenizer: encoder.tokenizer, labelSet, train: documents },
  });
  const losses: number[] = [];
  let plan: Outcome["plan"] | undefined;
  for (;;) {
    const { done, value } = await events.next();
    if (done) return { losses, plan: plan as Outcome["plan"], trained: value };
    if (value.kind === "plan") plan = value;
    if (value.kind === "epoch") losses.push(value.loss);
  }
}

/** The loss falls, and both the log and the weights are the same the second time. */
async function checkRun(...settings: string[]): Promise<Outcome> {
  const outcome = await run(...settings);
  expect(outcome.losses.every(Number.isFinite)).toBe(true);
  expect(outcome.losses.at(-1)).toBeLessThan(outcome.losses[0] as number);
  const again = await run(...settings);
  expect(again.losses).toEqual(outcome.losses);
  expect(again.trained.parameters).toEqual(outcome.trained.parameters);
  return outcome;
}

describe("train with a loss of its own", () => {
  test.each(LOSS_NAMES)("atl, %s", async (loss) => {
    const { trained } = await checkRun("objective.name=atl", `objective.loss=${loss}`);
    expect(trained.objective.options).toMatchObject({ loss });
  });

  test.each(["softmax", "binary"])("btl as printed, %s head", async (head) => {
    await checkRun("objective.loss=printed", `objective.head=${head}`);
  });
});

describe("train with class weights", () => {
  test.each(["inverse", "inverse-sqrt", "effective"])("%s, atl and btl", async (weights) => {
    for (const name of ["atl", "btl"])
      await checkRun(`objective.name=${name}`, `objective.weights=${weights}`);
  });
});

describe("train with more of the same", () => {
  const atl = "objective.name=atl";

  test("oversampled windows are in the plan and the steps, and nowhere else", async () => {
    const plain = await run(atl, "windows.length=32");
    const { plan, trained } = await checkRun(atl, "windows.length=32", "training.oversample=1");
    expect(plan.windows).toBeGreaterThan(plain.plan.windows);
    expect(plan.steps).toBeGreaterThan(plain.plan.steps);
    expect(trained.counts).toEqual(plain.trained.counts);
    expect(trained.prepared).toEqual(plain.trained.prepared);
  });

  test.each(["mentions", "words"])(
    "variants by %s are in the plan and the steps",
    async (method) => {
      const plain = await run(atl);
      const augment = [`training.augment.method=${method}`, "training.augment.copies=2"];
      const { plan, trained, losses } = await checkRun(atl, ...augment);
      expect(plan.documents).toBe(3 * documents.length);
      expect(plan.pieces).toBeGreaterThan(2 * plain.plan.pieces);
      expect(plan.steps).toBeGreaterThan(2 * plain.plan.steps);
      expect(losses).not.toEqual(plain.losses);
      expect(trained.counts).toEqual(plain.trained.counts);
      expect(trained.prepared).toEqual(plain.trained.prepared);
      expect(trained.datastore.labels.length).toBe(plain.trained.datastore.labels.length);
    },
  );
});
