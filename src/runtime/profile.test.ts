/** Profiles: what counts as a run, and what is said of text that is no profile. */

import { describe, expect, test } from "vitest";
import { RuntimeError } from "./error.js";
import { readProfile } from "./profile.js";

const run = (ts: number, dur: number) => ({ cat: "Session", name: "model_run", ts, dur, args: {} });
const node = (name: string, ts: number, dur: number) => ({
  cat: "Node",
  name: `${name}_kernel_time`,
  ts,
  dur,
  args: { op_name: name.replace(/_.*/, "") },
});

/** Two runs of Gemm_0 and Add_1; the engine lists a run after the nodes in it. */
const TRACE = [
  { cat: "Session", name: "session_initialization", ts: 0, dur: 50, args: {} },
  node("Gemm_0", 110, 400),
  node("Add_1", 520, 40),
  run(100, 500),
  { cat: "Node", name: "Gemm_0_fence_before", ts: 1000, dur: 7, args: { op_name: "Gemm" } },
  node("Gemm_0", 1010, 200),
  node("Add_1", 1220, 30),
  { cat: "Session", name: "SequentialExecutor::Execute", ts: 1005, dur: 260, args: {} },
  run(1000, 300),
];

describe("readProfile", () => {
  test("adds up the time of each node over the runs", () => {
    const profile = readProfile(JSON.stringify(TRACE));
    expect(profile.runs).toBe(2);
    expect(profile.runSeconds).toBeCloseTo(800e-6, 12);
    expect(profile.nodes.map(({ node, opType }) => [node, opType])).toEqual([
      ["Gemm_0", "Gemm"],
      ["Add_1", "Add"],
    ]);
    expect(profile.nodes[0]?.seconds).toBeCloseTo(600e-6, 12);
    expect(profile.nodes[1]?.seconds).toBeCloseTo(70e-6, 12);
  });

  test("leaves out the first runs, in whatever order the events stand", () => {
    const profile = readProfile(JSON.stringify([...TRACE].reverse()), { skip: 1 });
    expect(profile.runs).toBe(1);
    expect(profile.runSeconds).toBeCloseTo(300e-6, 12);
    const times = Object.fromEntries(profile.nodes.map(({ node, seconds }) => [node, seconds]));
    expect(times.Gemm_0).toBeCloseTo(200e-6, 12);
    expect(times.Add_1).toBeCloseTo(30e-6, 12);
  });

  test.each([
    [
      "[{",
      {},
      "the engine's profile of 2 characters is not valid JSON. Profile fewer steps: the engine cuts long profiles off.",
    ],
    [
      '{"traceEvents": []}',
      {},
      "the engine's profile is not a list of events. This is a defect of raretag, please report it.",
    ],
    [
      "[null]",
      {},
      "the engine's profile is not a list of events. This is a defect of raretag, please report it.",
    ],
    [
      JSON.stringify(TRACE),
      { skip: 2 },
      "the engine's profile has 2 runs and 2 are left out. Profile more runs.",
    ],
  ])("refuses %j with %j", (text, options, message) => {
    expect(() => readProfile(text, options)).toThrow(RuntimeError);
    expect(() => readProfile(text, options)).toThrow(expect.objectContaining({ message }));
  });
});
