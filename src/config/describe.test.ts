import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { describeConfig, formatConfig, loadConfig, RECIPE_NAMES } from "./index.js";

function pathsOf(node: object, prefix = ""): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? pathsOf(value, `${prefix}${key}.`)
      : [prefix + key],
  );
}

describe("describeConfig", () => {
  test("names every key of a configuration, once, in its order", () => {
    expect(describeConfig().map(({ path }) => path)).toEqual(pathsOf(loadConfig()));
  });

  test("says what every key means and takes", () => {
    for (const key of describeConfig()) {
      expect(key.meaning, key.path).not.toBe("");
      expect(key.allowed, key.path).not.toBe("");
    }
  });
});

describe("formatConfig", () => {
  test.each(RECIPE_NAMES)("writes recipe %s so that it reads back equal", (recipe) => {
    const config = loadConfig({ recipe, sets: ["encoder=a: b # c", "training.dev=0.5"] });
    const text = formatConfig(config);
    expect(parse(text)).toEqual(config);
    expect(loadConfig({ file: { source: "run.yaml", text } })).toEqual(config);
  });
});
