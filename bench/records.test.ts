/** Records: what is kept of the runs, and what an incomplete run may not replace. */

import { describe, expect, test } from "vitest";
import type { Row } from "./benchmark.js";
import { merged, recordOf } from "./records.js";
import type { Samples } from "./run.js";

const environment = { date: "2026-01-02", commit: "abc", machine: "two cores", versions: {} };
const side = (label: string) => ({ label, command: label });
const row: Row = {
  name: "step",
  what: "a step",
  measurement: { rounds: 3, sides: { ours: side("raretag"), peer: side("peer") } },
  ours: "ours.seconds",
  theirs: "peer.seconds",
  unit: "s",
  comparison: "theirs / ours",
  goal: { atLeast: 2 },
  beside: [{ label: "memory", field: "peer.memory" }],
};
const ours: Samples = { records: [{ seconds: 1 }, { seconds: 2 }, { seconds: 3 }] };
const peer: Samples = {
  records: [4, 6, 9].map((seconds, i) => ({ seconds, memory: 10 * i })),
};
const absent: Samples = { records: [], missing: "not given" };
const samplesOf = (...entries: [string, Samples][]) => new Map(entries);

describe("recordOf", () => {
  test("has medians, figure, goal and what is beside", () => {
    expect(recordOf(row, samplesOf(["ours", ours], ["peer", peer]), environment)).toEqual({
      ...{ ours: 2, theirs: 6, figure: 3, range: [3, 4], reached: true },
      ...{ beside: { memory: 10 }, rounds: { ours: [1, 2, 3], theirs: [4, 6, 9] }, environment },
    });
  });

  test("has our own median alone where the peer is missing", () => {
    expect(recordOf(row, samplesOf(["ours", ours], ["peer", absent]), environment)).toEqual({
      ...{ ours: 2, beside: {}, rounds: { ours: [1, 2, 3], theirs: [] }, environment },
    });
  });

  test("is none, with the reason, where our own side is missing", () => {
    const samples = samplesOf(["ours", absent], ["peer", peer]);
    expect(recordOf(row, samples, environment)).toBe("not given");
  });

  test("refuses a run that did not print the figure", () => {
    const samples = samplesOf(["ours", { records: [{ second: 1 }] }], ["peer", peer]);
    expect(() => recordOf(row, samples, environment)).toThrow(
      "side ours printed undefined as seconds",
    );
  });
});

describe("merged", () => {
  const record = (figure?: number) => ({
    ...{ ours: 1, beside: {}, rounds: { ours: [1], theirs: [] }, environment },
    ...(figure === undefined ? {} : { figure }),
  });

  test("replaces measured rows and keeps the others", () => {
    const kept = { a: record(1), b: record(2) };
    expect(merged(kept, { b: record(3), c: record(4) })).toEqual({
      ...{ a: record(1), b: record(3), c: record(4) },
    });
  });

  test("does not let a run without the peer replace a comparison", () => {
    expect(merged({ a: record(1) }, { a: record() })).toEqual({ a: record(1) });
    expect(merged({ a: record() }, { a: record() })).toEqual({ a: record() });
  });
});
