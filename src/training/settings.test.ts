/** Every objective that the configuration can name is one that the room of objectives makes. */

import { describe, expect, test } from "vitest";
import { loadConfig } from "../config/index.js";
import { createObjective, LOSS_NAMES } from "../objectives/index.js";
import { objectiveOf } from "./settings.js";

const labelSet = { scheme: "io", types: ["A", "B"], labels: ["O", "A", "B"] } as const;
const counts = [70, 20, 10];
const WEIGHTS = ["none", "dataset", "inverse", "inverse-sqrt", "effective"];
const make = (...sets: string[]) =>
  createObjective({
    ...objectiveOf(loadConfig({ sets: sets.map((set) => `objective.${set}`) })),
    labelSet,
    counts,
  });

describe("objectiveOf", () => {
  test.each(LOSS_NAMES)("atl with the loss %s and all weights", (loss) => {
    for (const weights of WEIGHTS)
      expect(make("name=atl", `loss=${loss}`, `weights=${weights}`).options).toMatchObject({
        loss,
        weights,
      });
  });

  test("btl with its losses, weights, schedules and heads", () => {
    for (const loss of ["cross-entropy", "printed"])
      for (const weights of [...WEIGHTS, "copy", "prior"])
        for (const schedule of ["fused", "sequential"])
          for (const head of ["softmax", "binary"])
            expect(
              make(`loss=${loss}`, `weights=${weights}`, `schedule=${schedule}`, `head=${head}`)
                .options,
            ).toMatchObject({ loss, weights, schedule, head });
  });

  test.each([
    ["loss=focal", "gamma=10"],
    ["loss=focal", "gamma=0"],
    ["loss=dice", "alpha=10"],
    ["loss=dice", "smoothing=1e-6"],
    ["loss=logit-adjusted", "tau=10"],
    ["loss=ldam", "margin=100"],
    ["loss=ldam", "scale=.01"],
    ["loss=majority-or-minority", "lambda=1"],
    ["weights=effective", "beta=.9999999"],
    ["weights=inverse", "strength=10"],
    ["weights=inverse", "weightsFrom=.8"],
  ])("passes on what is at the bounds of both: %s, %s", (choice, number) => {
    const [name, value] = number.split("=") as [string, string];
    expect(make("name=atl", choice, number).options[name]).toBe(Number(value));
  });

  test("by default gives the numbers that the room of objectives has by default", () => {
    for (const loss of LOSS_NAMES) {
      const own = createObjective({ name: "atl", loss, weights: "effective", labelSet, counts });
      expect(make("name=atl", `loss=${loss}`, "weights=effective").options).toEqual(own.options);
    }
  });
});
