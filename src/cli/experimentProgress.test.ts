/** What is told of an experiment while it goes on. */
import { describe, expect, test } from "vitest";
import { type Experiment, ExperimentError, JobError, type JobEvent } from "../experiments/index.js";
import { showExperiment } from "./experimentProgress.js";

const run = (id: string, system: string, seed: number) => ({
  ...{ id, cell: { corpus: "notes", system }, seed, split: 1, fold: 1 },
});
const experiment = {
  axes: { corpus: ["notes"], system: ["atl", "btl"] },
  runs: [run("a", "atl", 1), run("b", "btl", 1), run("c", "atl", 2)],
} as unknown as Experiment;
const event = (kind: JobEvent["kind"], id: string, more: object = {}) =>
  ({ kind, job: { id, run: {} }, ...more }) as JobEvent;
const done = (id: string, macroF1: Readonly<Record<string, number | null>>) => {
  const scored = Object.entries(macroF1).map(([name, score]) => [
    name,
    { scores: { macroF1: score } },
  ]);
  return event("done", id, { finished: { record: { decoders: Object.fromEntries(scored) } } });
};

function shown(events: readonly JobEvent[], { stderr = false, before = 1, total = 4 } = {}) {
  let text = "";
  const io = {
    stderr: (more: string) => {
      text += more;
    },
    terminals: { stderr },
  };
  const show = showExperiment(io, { experiment, before, total, workers: 2 });
  for (const one of events) show(one);
  return text;
}
const withoutTime = (text: string) => text.replace(/\d+ s left/g, "N s left");

describe("showExperiment", () => {
  test("tells after each run how far it is, and which system and seed is the best so far", () => {
    const lines = shown([
      event("started", "a"),
      event("started", "b"),
      done("b", { argmax: 0.4, knn: 0.5 }),
      event("started", "c"),
      done("a", { argmax: 0.45, knn: null }),
      done("c", { argmax: 0.61, knn: 0.6 }),
    ]);
    expect(withoutTime(lines)).toBe(
      [
        "2 of 4 done, 2 of 2 workers busy, N s left; best macro-F1 0.500, system=btl seed=1 knn",
        "3 of 4 done, 1 of 2 workers busy, N s left; best macro-F1 0.500, system=btl seed=1 knn",
        "4 of 4 done, 0 of 2 workers busy, N s left; best macro-F1 0.610, system=atl seed=2 argmax",
        "",
      ].join("\n"),
    );
  });

  test("names runs that fail, with the reason", () => {
    const refused = new ExperimentError(
      { source: "notes" },
      "has 3 documents, not 4",
      "Put one in",
    );
    const lines = shown([
      event("started", "a"),
      event("failed", "a", { error: refused }),
      event("started", "b"),
      event("failed", "b", { error: new JobError("the loss is NaN at step 1. Use less.") }),
    ]);
    expect(withoutTime(lines)).toMatch(
      /^system=atl seed=1 failed: notes: has 3 documents, not 4\. Put one in\.\n1 of 4 done, 2 of 2 workers busy, N s left\nsystem=btl seed=1 failed: the loss is NaN at step 1\. Use less\. /,
    );
  });

  test("quotes no message of a fault, which may hold a document's words", () => {
    const stack = "TypeError: cannot read 'Mrs. Marker'\n    at execute (file.ts:1:2)";
    const lines = shown([
      event("started", "a"),
      event("failed", "a", { error: new JobError(stack, "fault") }),
    ]);
    expect(lines).toContain(
      "system=atl seed=1 failed: unexpected TypeError at execute (file.ts:1:2)",
    );
    expect(lines).not.toContain("Marker");
  });

  test("rewrites its line on a terminal, and ends it with the last run", () => {
    const first = [event("started", "a"), event("started", "b"), done("a", { argmax: 0.5 })];
    const text = shown(first, { stderr: true, before: 0, total: 2 });
    expect(text.split("\r\u001b[K")).toHaveLength(4);
    expect(text).not.toContain("\n");
    const all = shown([...first, event("failed", "b", { error: new JobError("no. No.") })], {
      ...{ stderr: true, before: 0, total: 2 },
    });
    expect(all).toMatch(/\n$/);
  });
});
