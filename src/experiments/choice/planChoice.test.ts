import { describe, expect, test } from "vitest";
import { loadAskedConfig } from "../../config/index.js";
import type { Document } from "../../corpus/index.js";
import { CANDIDATES } from "./candidates.js";
import { planChoice } from "./planChoice.js";

const asked = loadAskedConfig({
  sets: ["objective.name=auto", "training.epochs=5", "training.dev=.3", "labels.scheme=bio"],
});

/** A document with a mention of each type. */
function note(id: string, ...types: string[]): Document {
  const mentions = types.map((type, i) => ({ id: `T${i}`, type, start: 0, end: 4 }));
  return { id, text: `note ${id}`, mentions };
}

const notes = ["a", "b", "c", "d", "e", "f", "g"].map((id) => note(id, "Sign", "Drug"));
const plan = (documents: readonly Document[], folds = 3, groups: Record<string, string> = {}) =>
  planChoice(documents, { asked, folds, groups: new Map(Object.entries(groups)) });

const ids = (documents: readonly Document[]) => documents.map(({ id }) => id);

describe("planChoice", () => {
  test("tries every candidate on every fold, and scores every document once by each", () => {
    const { trials, documents, folds } = plan(notes);
    expect({ documents, folds, trials: trials.length }).toEqual({
      ...{ documents: 7, folds: 3, trials: 3 * CANDIDATES.length },
    });
    for (const { name } of CANDIDATES) {
      const own = trials.filter(({ candidate }) => candidate.name === name);
      expect(own.map(({ fold }) => fold)).toEqual([1, 2, 3]);
      expect(own.flatMap(({ parts }) => ids(parts.test)).sort()).toEqual(ids(notes));
      for (const { parts } of own)
        expect(ids([...parts.train, ...parts.test]).sort()).toEqual(ids(notes));
    }
  });

  test("trains as the run does, but without a dev part", () => {
    for (const { config, candidate, parts } of plan(notes).trials) {
      expect(config.training).toEqual({ ...asked.training, dev: "none" });
      expect(config.labels).toEqual(asked.labels);
      expect(config.objective.name).toBe(candidate.objective.name);
      expect(parts.dev).toBeUndefined();
    }
  });

  test("does not depend on the order of the documents", () => {
    expect(plan([...notes].reverse())).toEqual(plan(notes));
  });

  test("keeps together what belongs together", () => {
    const groups = { a: "a", d: "a", g: "a" };
    for (const { parts } of plan(notes, 3, groups).trials) {
      const held = ids(parts.test).filter((id) => id in groups);
      expect([0, 3]).toContain(held.length);
    }
  });

  test("learns only the types that the other folds have", () => {
    const { trials } = plan([note("x", "Sign", "Rare"), ...notes]);
    for (const { parts } of trials)
      expect(parts.types).toEqual(
        ids(parts.test).includes("x") ? ["Drug", "Sign"] : ["Drug", "Rare", "Sign"],
      );
    expect(trials.some(({ parts }) => !parts.types.includes("Rare"))).toBe(true);
  });

  test("takes documents of one type", () => {
    const { trials } = plan(notes.map(({ id }) => note(id, "Sign")));
    expect(trials.map(({ parts }) => parts.types)).toEqual(trials.map(() => ["Sign"]));
  });

  test.each<[string, readonly Document[], Record<string, string>, string]>([
    [
      "fewer documents than folds",
      notes.slice(0, 2),
      {},
      "needs a document for each of 3 folds and the training part has 2. Name an objective, or give more documents or fewer --inner-folds.",
    ],
    [
      "a single document",
      notes.slice(0, 1),
      {},
      "needs a document for each of 3 folds and the training part has 1. Name an objective, or give more documents.",
    ],
    [
      "fewer groups than folds",
      notes.slice(0, 4),
      { a: "a", b: "a", c: "c", d: "c" },
      "needs a group of documents for each of 3 folds and the training part has 2, as near duplicates and what the split keeps together are one. Name an objective, or give more documents or fewer --inner-folds.",
    ],
    [
      "mentions in one document only",
      [note("a", "Sign"), note("b"), note("c")],
      {},
      " of 3 holds all annotated mentions of the training part, and the others hold 0. Name an objective, or give more documents.",
    ],
  ])("refuses %s", (_, documents, groups, message) => {
    expect(() => plan(documents, 3, groups)).toThrow(message);
  });
});
