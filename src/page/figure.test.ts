import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

describe("loadFigures", () => {
  test("is the only way to Plot and linkedom: nothing loads them before a page is written", () => {
    const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
      .map((path) => readFileSync(`src/${path}`, "utf8"));
    expect(sources.length).toBeGreaterThan(100);
    const statement = /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;
    const loaded = sources.flatMap((source) =>
      Array.from(source.matchAll(statement), ([, from = ""]) => from),
    );
    expect(loaded).toContain("./figure.js");
    expect(loaded.filter((from) => /plot$|linkedom/.test(from))).toEqual([]);
  });
});
