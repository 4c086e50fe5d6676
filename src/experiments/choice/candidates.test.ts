import { describe, expect, test } from "vitest";
import { formatConfig, loadAskedConfig, loadConfig, RECIPE_NAMES } from "../../config/index.js";
import { objectiveOf } from "../../training/settings.js";
import { CANDIDATES, DECODINGS, type DecodingName, SYSTEMS, settledConfig } from "./candidates.js";

const asked = (recipe: string) => loadAskedConfig({ recipe, sets: ["objective.name=auto"] });

describe("CANDIDATES", () => {
  test.each(CANDIDATES)("$name is the same objective under every recipe", (candidate) => {
    const [first, ...others] = RECIPE_NAMES.map((recipe) =>
      objectiveOf(settledConfig(asked(recipe), { candidate, decoding: "argmax" })),
    );
    for (const other of others) expect(other).toEqual(first);
    expect(first).toMatchObject(candidate.objective);
  });
});

describe("SYSTEMS", () => {
  test("are all candidates with all decodings, simple decodings first", () => {
    expect(SYSTEMS).toHaveLength(CANDIDATES.length * Object.keys(DECODINGS).length);
    expect(SYSTEMS[0]).toEqual({ objective: "atl", decoding: "argmax" });
    expect(SYSTEMS[1]).toEqual({ objective: "atl, logit-adjusted", decoding: "argmax" });
    expect(SYSTEMS.at(-1)).toEqual({ objective: "btl", decoding: "knn" });
  });
});

describe("settledConfig", () => {
  const cases = RECIPE_NAMES.flatMap((recipe) =>
    CANDIDATES.flatMap((candidate) =>
      (Object.keys(DECODINGS) as DecodingName[]).map(
        (decoding) => [recipe, candidate.name, decoding, candidate] as const,
      ),
    ),
  );

  test.each(cases)(
    "recipe %s, %s with %s is a configuration that can be read back",
    (recipe, _, decoding, candidate) => {
      const settled = settledConfig(asked(recipe), { candidate, decoding });
      const file = { source: "config.yaml", text: formatConfig(settled) };
      expect(loadConfig({ file })).toEqual(settled);
    },
  );

  test("is what the user would have who had named it", () => {
    const [candidate] = CANDIDATES;
    if (!candidate) throw new Error("no candidate");
    const own = ["training.epochs=3", "decode.knn.k=5", "labels.scheme=bio"];
    const auto = loadAskedConfig({ sets: ["objective.name=auto", ...own] });
    expect(settledConfig(auto, { candidate, decoding: "knn" })).toEqual(
      loadConfig({ sets: ["objective.name=atl", "decode.decoder=knn", ...own] }),
    );
  });
});
