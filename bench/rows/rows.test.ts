/** The table of rows holds together: names, sides, goals. */

import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { splitPath } from "../benchmark.js";
import { byMeasurement, selectRows } from "../select.js";
import { ROWS } from "./index.js";

describe("ROWS", () => {
  test("have names of their own", () => {
    const names = ROWS.map(({ name }) => name);
    expect([...new Set(names)]).toEqual(names);
  });

  test.each(ROWS.map((row) => [row.name, row] as const))("%s names sides that it has", (_, row) => {
    const paths = [row.ours, ...(row.theirs ? [row.theirs] : [])];
    for (const path of [...paths, ...(row.beside ?? []).map(({ field }) => field)])
      expect(Object.keys(row.measurement.sides)).toContain(splitPath(path).side);
    expect(row.theirs === undefined).toBe(row.comparison === "ours");
  });

  test("run scripts that exist", () => {
    const commands = ROWS.flatMap(({ measurement }) =>
      Object.values(measurement.sides).map(({ command }) => command),
    );
    const scripts = commands.flatMap((command) => /\{sides\}\/(\w+)\.js/.exec(command)?.[1] ?? []);
    expect(scripts.length).toBeGreaterThan(10);
    for (const script of scripts) expect(existsSync(`bench/sides/${script}.ts`), script).toBe(true);
  });
});

describe("selectRows", () => {
  const names = (...only: string[]) => selectRows(ROWS, only).map(({ name }) => name);

  test("takes a name, the first words of names, or several with commas", () => {
    expect(names("annotate-fp32")).toEqual(["annotate-fp32"]); // not annotate-fp32-pipeline
    expect(names("step-tiny")).toEqual(["step-tiny-adamw", "step-tiny-sgd"]);
    expect(names("memory-tiny,start-help", "btl-fused").sort()).toEqual([
      ...["btl-fused", "memory-tiny", "start-help"],
    ]);
    expect(names()).toEqual(ROWS.map(({ name }) => name));
  });

  test("refuses a name that fits nothing, half a word too", () => {
    expect(() => names("step-ti")).toThrow(/^no row is called step-ti\. Rows: step-tiny-adamw, /);
  });
});

describe("byMeasurement", () => {
  test("takes steps and their memory from the same runs", () => {
    const groups = [...byMeasurement(selectRows(ROWS, ["step-tiny", "memory-tiny"])).values()];
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
      ["step-tiny-adamw", "memory-tiny"],
      ["step-tiny-sgd"],
    ]);
  });
});
