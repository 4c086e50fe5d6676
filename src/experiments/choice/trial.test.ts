/** One trial with the small encoder, against the trainer's own scores of the same fold. */

import { beforeAll, describe, expect, test } from "vitest";
import { ENCODER, notes } from "../../../test/cli/raretag.js";
import { loadAskedConfig } from "../../config/index.js";
import type { Document } from "../../corpus/index.js";
import { type CountsByName, countedScore, type ExactCounts } from "../../evaluation/index.js";
import { createLabelSet } from "../../labels/index.js";
import { type LoadedEncoder, loadEncoder } from "../../recognizer/index.js";
import { train } from "../../training/index.js";
import { planChoice, type Trial } from "./planChoice.js";
import { doTrial, type TrialCounts } from "./trial.js";

const asked = loadAskedConfig({
  sets: [
    ...["objective.name=auto", "labels.scheme=bio", "labels.oneType=allow", "decode.knn.k=3"],
    ...["windows.length=64", "windows.overlap=8", "threads=1"],
    ...["training.epochs=1", "training.batchSize=4", "optimizer.learningRate=.01"],
  ],
});

let encoder: LoadedEncoder;
beforeAll(async () => {
  encoder = await loadEncoder(ENCODER, { labels: [] });
});

/** The first trial of a candidate. */
function trialOf(documents: readonly Document[], name: string): Trial {
  const { trials } = planChoice(documents, { asked, folds: 2, groups: new Map() });
  const found = trials.find(({ candidate }) => candidate.name === name);
  if (!found) throw new Error(`no candidate ${name}`);
  return found;
}

function added(documents: readonly CountsByName[]): ExactCounts[] {
  const names = [...new Set(documents.flatMap(Object.keys))];
  return names.map((name) => {
    const sum = (count: keyof ExactCounts) =>
      documents.reduce((total, document) => total + (document[name]?.[count] ?? 0), 0);
    return { credit: sum("credit"), support: sum("support"), predicted: sum("predicted") };
  });
}

/** The score by which the trainer would choose the epoch, if the fold were its dev part. */
async function ownScore({ config, parts }: Trial, decode: Partial<Trial["config"]["decode"]>) {
  const labelSet = createLabelSet({ scheme: config.labels.scheme, types: parts.types });
  const settings = { ...config, decode: { ...config.decode, ...decode } };
  const events = train({
    ...{ config: settings, encoder, tokenizer: encoder.tokenizer, labelSet },
    ...{ train: parts.train, dev: parts.test },
  });
  let score: number | undefined;
  for await (const event of events) if (event.kind === "epoch") score = event.selection;
  return score;
}

describe("doTrial", () => {
  test.each([
    ["atl, logit-adjusted", "tokens.macroF1"],
    ["btl", "mentions.partial.micro.f1"],
  ])(
    "%s: counts of the fold that make the trainer's own %s, for every decoding",
    async (name, selection) => {
      const trial = trialOf(notes(6), name);
      const { training } = trial.config;
      const chosenBy = {
        ...trial,
        config: { ...trial.config, training: { ...training, selection } },
      };
      const counts = (await doTrial(chosenBy, { encoder })) as TrialCounts;
      const { score } = countedScore(selection);
      const scores = Object.values(counts).map((documents) => score(added(documents)));
      expect(scores).toEqual([
        expect.closeTo((await ownScore(chosenBy, { decoder: "argmax", prior: 0 })) ?? -1, 12),
        expect.closeTo((await ownScore(chosenBy, { decoder: "argmax", prior: 1 })) ?? -1, 12),
        expect.closeTo((await ownScore(chosenBy, { decoder: "knn", prior: 0 })) ?? -1, 12),
      ]);
      expect(Math.max(...scores)).toBeGreaterThan(0);
    },
  );

  test("misses a type that only the fold has, and takes one type alone", async () => {
    const documents = notes(4).map((document, i) => ({
      ...document,
      mentions: document.mentions
        .filter(({ type }) => type === "Age")
        .map((mention) => (i === 0 ? { ...mention, type: "Rare" } : mention)),
    }));
    const rare = documents[0]?.id;
    const { trials } = planChoice(documents, { asked, folds: 2, groups: new Map() });
    const trial = trials.find(({ parts }) => parts.test.some(({ id }) => id === rare)) as Trial;
    expect(trial.parts.types).toEqual(["Age"]);
    const { argmax } = (await doTrial(trial, { encoder })) as TrialCounts;
    const found = argmax[trial.parts.test.findIndex(({ id }) => id === rare)]?.Rare;
    expect(found).toMatchObject({ credit: 0, predicted: 0 });
    expect(found?.support).toBeGreaterThan(0);
  });

  test("is nothing where it was interrupted", async () => {
    const controller = new AbortController();
    const trial = trialOf(notes(4), "atl");
    const interrupted = doTrial(trial, {
      ...{ encoder, signal: controller.signal },
      report: ({ kind }) => kind === "step" && controller.abort(),
    });
    expect(await interrupted).toBeUndefined();
  });
});
