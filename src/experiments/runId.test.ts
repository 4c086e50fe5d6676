/** The identity of a run: everything that can change its result is in it, and nothing else. */
import { describe, expect, test, vi } from "vitest";
import { loadConfig } from "../config/index.js";
import type { Document } from "../corpus/index.js";
import type { RunDefinition } from "./job.js";
import type { Parts } from "./parts.js";
import { canonical, materialOf, runId } from "./runId.js";

const made = vi.hoisted(() => ({ by: "0.1.0", on: "1.0.0" }));
vi.mock("../core/index.js", async (original) => ({
  ...(await original<object>()),
  version: () => made.by,
}));
vi.mock("../runtime/index.js", async (original) => ({
  ...(await original<object>()),
  engineVersion: () => made.on,
}));

const note = (id: string): Document => ({
  ...{ id, text: `mild fever, ${id}`, words: [{ start: 0, end: 4 }] },
  mentions: [{ id: "T1", type: "Sign", start: 5, end: 10 }],
});
const parts: Parts = {
  ...{ train: [note("a"), note("b")], dev: [note("c")], test: [note("d"), note("e")] },
  types: ["Sign"],
};
const config = loadConfig({});
const run: RunDefinition = {
  ...{ corpus: { path: "/notes", test: 2 }, split: 1, fold: 1, config, encoder: "/encoder" },
  decoders: { argmax: config.decode, knn: { ...config.decode, decoder: "knn" } },
};
const idOf = (
  changed: Partial<RunDefinition> = {},
  { of = parts, encoder = "fingerprint" }: { of?: Parts; encoder?: string } = {},
) => runId({ ...run, ...changed }, materialOf(of, encoder));
const changing = (change: Partial<Document>): Parts => ({
  ...parts,
  train: [{ ...note("a"), ...change }, note("b")],
});

describe("runId", () => {
  const id = idOf();

  test.each<[string, () => string]>([
    ["a setting of training", () => idOf({ config: loadConfig({ sets: ["training.epochs=3"] }) })],
    ["the seed", () => idOf({ config: loadConfig({ sets: ["seed=2"] }) })],
    ["the number of threads", () => idOf({ config: loadConfig({ sets: ["threads=1"] }) })],
    ["the name of a decoder", () => idOf({ decoders: { best: config.decode } })],
    ["a decoder less", () => idOf({ decoders: { argmax: config.decode } })],
    [
      "a setting of a decoder",
      () => idOf({ decoders: { ...run.decoders, argmax: { ...config.decode, prior: 1 } } }),
    ],
    ["a training text", () => idOf({}, { of: changing({ text: "high fever, a" }) })],
    ["the words of a file", () => idOf({}, { of: changing({ words: [] }) })],
    [
      "the type of a mention",
      () => idOf({}, { of: changing({ mentions: [{ id: "T1", type: "X", start: 5, end: 10 }] }) }),
    ],
    [
      "the place of a mention",
      () =>
        idOf({}, { of: changing({ mentions: [{ id: "T1", type: "Sign", start: 0, end: 10 }] }) }),
    ],
    ["a document less to train on", () => idOf({}, { of: { ...parts, train: [note("a")] } })],
    ["no dev part", () => idOf({}, { of: { ...parts, dev: undefined } })],
    ["another test part", () => idOf({}, { of: { ...parts, test: [note("d")] } })],
    [
      "documents in other parts",
      () => idOf({}, { of: { ...parts, train: parts.test, test: parts.train } }),
    ],
    ["another encoder", () => idOf({}, { encoder: "other" })],
  ])("changes with %s", (_, changed) => {
    expect(changed()).toMatch(/^[0-9a-f]{64}$/);
    expect(changed()).not.toBe(id);
  });

  test.each<[string, () => string]>([
    ["where the corpus lies", () => idOf({ corpus: { path: "/elsewhere", test: 2 } })],
    ["how the parts were asked for", () => idOf({ corpus: { path: "/notes", folds: 2 }, fold: 2 })],
    ["the number of the split that made the parts", () => idOf({ split: 9 })],
    ["where the encoder lies", () => idOf({ encoder: "/elsewhere" })],
    [
      "the order of documents",
      () => idOf({}, { of: { ...parts, train: parts.train.toReversed() } }),
    ],
    ["what else files say of a document", () => idOf({}, { of: changing({ meta: { by: "A" } }) })],
    [
      "the order of decoders",
      () => idOf({ decoders: Object.fromEntries(Object.entries(run.decoders).reverse()) }),
    ],
    [
      "the order of settings",
      () =>
        idOf({
          config: Object.fromEntries(Object.entries(config).reverse()) as unknown as typeof config,
        }),
    ],
  ])("does not change with %s", (_, same) => {
    expect(same()).toBe(id);
  });

  test.each(["by", "on"] as const)("changes with the version of what it was made %s", (key) => {
    const before = made[key];
    made[key] = "9.9.9";
    expect(idOf()).not.toBe(id);
    made[key] = before;
    expect(idOf()).toBe(id);
  });
});

describe("canonical", () => {
  test("sorts keys at every depth and keeps the order of lists", () => {
    expect(canonical({ b: [{ d: 1, c: null }, 2], a: 0.1 })).toBe(
      '{"a":0.1,"b":[{"c":null,"d":1},2]}',
    );
  });
});
