import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

/** Packages that loading a file of src/ loads at once; `import()` and types do not count. */
function packagesOf(entry: string): string[] {
  const statement = /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files)
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(statement)) {
      if (name.startsWith("."))
        files.add(posix.join(posix.dirname(file), name).replace(/\.js$/, ".ts"));
      else if (!name.startsWith("node:") && !builtinModules.includes(name)) packages.add(name);
    }
  return [...packages].sort();
}

// What is loaded is what starting costs: the time itself is measured in bench/.
describe("starting the command line", () => {
  test("help loads Commander only", () => {
    expect(packagesOf("src/cli/main.ts")).toEqual(["commander"]);
  });

  test("annotating loads neither the Hub's client nor what reads configurations", () => {
    const packages = packagesOf("src/cli/annotate.ts");
    expect(packages).toContain("tokenizers");
    for (const heavy of ["@huggingface/hub", "yaml", "fastest-levenshtein"])
      expect(packages).not.toContain(heavy);
  });
});
