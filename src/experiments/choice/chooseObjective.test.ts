/** The choice with trials whose results are made by hand: what is forced, what is kept, what is done again. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ENCODER, notes } from "../../../test/cli/raretag.js";
import { loadAskedConfig } from "../../config/index.js";
import { type LoadedEncoder, loadEncoder } from "../../recognizer/index.js";
import { CANDIDATES, type System } from "./candidates.js";
import { type ChoiceProgress, chooseObjective } from "./chooseObjective.js";
import { nameOf, parseChoice, settledBy } from "./objectiveChoice.js";
import { planChoice, type Trial } from "./planChoice.js";
import type { doTrial, TrialCounts } from "./trial.js";

const FOLDS = 3;
const TRIALS = FOLDS * CANDIDATES.length;
const asked = loadAskedConfig({ sets: ["objective.name=auto"] });
const plan = planChoice(notes(9), { asked, folds: FOLDS, groups: new Map() });

let folder = "";
let encoder: LoadedEncoder;
beforeAll(async () => {
  encoder = await loadEncoder(ENCODER, { labels: [] });
});
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "raretag-choice-")), "choice");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

/** Counts of a trial in which a system finds so many of ten mentions of each document; the others find none. */
function countsOf(trial: Trial, hits: (system: System, document: number) => number): TrialCounts {
  const found = (decoding: System["decoding"]) =>
    trial.parts.test.map(({ id }) => ({
      Sign: {
        credit: hits({ objective: trial.candidate.name, decoding }, Number(id.match(/\d+/)?.[0])),
        ...{ support: 10, predicted: 10 },
      },
    }));
  return {
    argmax: found("argmax"),
    "argmax, prior off": found("argmax, prior off"),
    knn: found("knn"),
  };
}

const isSystem = (system: System, objective: string, decoding: System["decoding"]) =>
  system.objective === objective && system.decoding === decoding;

/** The best is `btl` with `knn`. */
const knnIsBest = (system: System, document: number) =>
  isSystem(system, "btl", "knn") ? 7 + (document % 3) : 2;

interface Attempts {
  readonly attempt: typeof doTrial;
  readonly tried: Trial[];
}

/** Trials that come to `hits`; after so many one is interrupted. */
function attempts(
  hits: Parameters<typeof countsOf>[1],
  until = Number.POSITIVE_INFINITY,
): Attempts {
  const tried: Trial[] = [];
  return {
    tried,
    async attempt(trial) {
      if (tried.length === until) return undefined;
      tried.push(trial);
      return countsOf(trial, hits);
    },
  };
}

const choose = ({ attempt }: Attempts, report: (progress: ChoiceProgress) => void = () => {}) =>
  chooseObjective(plan, { folder, encoder, report, attempt });

describe("chooseObjective", () => {
  test("chooses what is clearly better than all that is simpler", async () => {
    const choice = await choose(attempts(knnIsBest));
    expect(choice).toMatchObject({
      chosen: { objective: "btl", decoding: "knn" },
      best: { objective: "btl", decoding: "knn" },
      ...{ selection: "tokens.macroF1", documents: 9, folds: FOLDS, trainings: TRIALS },
    });
    // Nine documents with 7, 8 and 9 hits: mean .8, and the standard error of a mean is the root of .06 / (9 * 8).
    expect(choice?.reason).toBe(
      "chose btl with knn because it has the highest tokens.macroF1, 0.800, and nothing simpler is within one standard error (0.029) of it",
    );
    expect(choice?.systems.map(nameOf)[0]).toBe("atl with argmax");
    expect(choice?.systems[0]?.difference).toMatchObject({ n: 9, differing: 9 });
    expect(choice?.systems[0]?.difference?.difference).toBeCloseTo(-0.6, 12);
  });

  test("chooses something simpler that is nearly as good", async () => {
    const choice = await choose(
      attempts((system, document) =>
        isSystem(system, "btl, unweighted", "argmax") ? 7.8 : knnIsBest(system, document),
      ),
    );
    expect(choice).toMatchObject({
      chosen: { objective: "btl, unweighted", decoding: "argmax" },
      best: { objective: "btl", decoding: "knn" },
      reason:
        "chose btl, unweighted with argmax because it is the simplest within one standard error (0.029) of the highest tokens.macroF1, 0.800 of btl with knn",
    });
  });

  test("says when nothing was learned", async () => {
    expect(await choose(attempts(() => 0))).toMatchObject({
      chosen: { objective: "atl", decoding: "argmax" },
      reason:
        "chose atl with argmax because it is the simplest and tokens.macroF1 is 0 of all of them, which says nothing of them: train longer",
    });
  });

  test("counts a type that one fold only has against every system alike", async () => {
    const once = attempts(knnIsBest);
    const choice = await choose({
      ...once,
      async attempt(trial, options) {
        const counts = (await once.attempt(trial, options)) as TrialCounts;
        if (trial.fold > 1) return counts;
        const [first, ...others] = counts.knn;
        const rare = { Rare: { credit: 0, support: 1, predicted: 0 } };
        return { ...counts, knn: [{ ...first, ...rare }, ...others] };
      },
    });
    expect(choice?.systems.at(-1)?.score).toBeCloseTo((0.8 + 0) / 2, 12);
  });

  test("goes on where it was interrupted, and comes to the same", async () => {
    const whole = JSON.stringify(await choose(attempts(knnIsBest)));
    rmSync(folder, { recursive: true });
    expect(await choose(attempts(knnIsBest, 5))).toBeUndefined();
    expect(readdirSync(folder)).toHaveLength(5);
    const rest = attempts(knnIsBest);
    const seen: ChoiceProgress[] = [];
    expect(JSON.stringify(await choose(rest, (progress) => seen.push(progress)))).toBe(whole);
    expect(rest.tried).toEqual(plan.trials.slice(5));
    expect(seen.map(({ done, before, trials }) => [done, before, trials])).toEqual(
      plan.trials.slice(5).map((_, i) => [6 + i, 5, TRIALS]),
    );
    const none = attempts(knnIsBest);
    expect(JSON.stringify(await choose(none))).toBe(whole);
    expect(none.tried).toEqual([]);
  });

  test("does a trial again whose file is damaged, or that was of other settings", async () => {
    await choose(attempts(knnIsBest));
    const [file = ""] = readdirSync(folder);
    const text = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(folder, file), text.slice(0, -10));
    const again = attempts(knnIsBest);
    await choose(again);
    expect(again.tried).toHaveLength(1);
    expect(readFileSync(join(folder, file), "utf8")).toBe(text);
    const other = attempts(knnIsBest);
    const longer = loadAskedConfig({ sets: ["objective.name=auto", "training.epochs=13"] });
    await chooseObjective(
      planChoice(notes(9), { asked: longer, folds: FOLDS, groups: new Map() }),
      {
        ...{ folder, encoder, report: () => {}, attempt: other.attempt },
      },
    );
    expect(other.tried).toHaveLength(TRIALS);
  });
});

describe("parseChoice", () => {
  test("reads what was chosen, and settles the configuration", async () => {
    const text = JSON.stringify(await choose(attempts(knnIsBest)));
    const { objective, decode } = settledBy(parseChoice(text, "choice.json"), asked);
    expect(objective).toMatchObject({ name: "btl", others: "ignored", weights: "prior" });
    expect(decode).toMatchObject({ decoder: "knn", prior: 0 });
  });

  test.each(["{", "{}", '{"format":1,"chosen":{"objective":"x","decoding":"knn"},"reason":""}'])(
    "refuses %s",
    (text) => {
      expect(() => parseChoice(text, "m/choice.json")).toThrow(
        "m/choice.json: does not hold the choice of an objective. Put it back as it was, or remove it to have the choice made again.",
      );
    },
  );
});
