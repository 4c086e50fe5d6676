/** Runs in turn: order, commands, and sides that are missing or fail. Sides here are one-line programs. */

import { describe, expect, test } from "vitest";
import type { Measurement } from "./benchmark.js";
import { fill, jsonLines, measure, orderOf } from "./run.js";
import { type Setup, Unavailable } from "./setup.js";

const setup: Setup = (name) => {
  if (name === "node") return process.execPath;
  if (name === "spaced") return "/a folder/with spaces";
  throw new Unavailable("not given. Give --peers PYTHON");
};
/** Prints a figure; no spaces, as they separate arguments. */
const printing = (value: number) => ({
  label: `prints ${value}`,
  command: `{node} -e console.log("warning");console.log(JSON.stringify({value:${value}}))`,
});

describe("orderOf", () => {
  test("turns round in every second round", () => {
    const orders = [0, 1, 2].map((round) => orderOf(["a", "b", "c"], round).join(""));
    expect(orders).toEqual(["abc", "cba", "abc"]);
  });
});

describe("fill", () => {
  test("puts values into words, which stay one word each", () => {
    expect(fill("{node} {spaced}/x.js 8 {spaced}", setup)).toEqual([
      ...[process.execPath, "/a folder/with spaces/x.js", "8", "/a folder/with spaces"],
    ]);
  });
});

describe("jsonLines", () => {
  test("takes objects and leaves out what else is printed, broken objects too", () => {
    expect(jsonLines('loading\n{"a":1}\n{broken\n[1]\n{"b":2}')).toEqual([{ a: 1 }, { b: 2 }]);
  });
});

describe("measure", () => {
  const logged: string[] = [];
  const take = (sides: Measurement["sides"], extra: Partial<Measurement> = {}) =>
    measure({ rounds: 2, ...extra, sides }, { setup, log: (line) => logged.push(line) });

  test("runs each side once a round, with the wall clock beside its figures", async () => {
    logged.length = 0;
    const samples = await take({ a: printing(1), b: printing(2) });
    expect(samples.get("a")?.records.map(({ value }) => value)).toEqual([1, 1]);
    expect(samples.get("b")?.records.map(({ value }) => value)).toEqual([2, 2]);
    for (const { records } of samples.values())
      for (const { wallSeconds } of records) expect(wallSeconds).toBeGreaterThan(0);
    expect(logged.map((line) => line.split(",")[0])).toEqual([
      ...["prints 1", "prints 2", "prints 2", "prints 1"],
    ]);
  });

  test("leaves out a side that is missing or fails, and goes on with the others", async () => {
    const broken = { label: "broken", command: "{node} -e process.exit(3)" };
    const absent = { label: "absent", command: "{python} torch_step.py" };
    const samples = await take({ a: printing(1), absent, broken });
    expect(samples.get("a")?.records).toHaveLength(2);
    expect(samples.get("absent")).toEqual({
      ...{ records: [], missing: "not given. Give --peers PYTHON" },
    });
    expect(samples.get("broken")).toEqual({ records: [], missing: "its run failed" });
  });

  test("runs once what gives the same figures in every run", async () => {
    const samples = await take({ a: printing(1) }, { exact: true });
    expect(samples.get("a")?.records).toHaveLength(1);
  });

  test("lets a side read all the lines that it printed", async () => {
    const read = (lines: readonly object[]) => ({ lines: lines.length });
    const samples = await take({ a: { ...printing(1), read } }, { exact: true });
    expect(samples.get("a")?.records[0]).toMatchObject({ lines: 1 });
  });
});
