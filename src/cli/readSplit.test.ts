import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSplit } from "./readSplit.js";

const folder = mkdtempSync(join(tmpdir(), "raretag-split-"));
const file = join(folder, "split.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("readSplit", () => {
  test.each(['{"train": ["a", "12"], "test": ["c"]}', 'train: [a, "12"]\ntest:\n  - c\n'])(
    "reads JSON and YAML: %j",
    async (text) => {
      writeFileSync(file, text);
      expect(await readSplit(file)).toEqual({ train: ["a", "12"], test: ["c"] });
    },
  );

  test("reads ids that look like numbers as the text they are", async () => {
    writeFileSync(file, "test: [15939911, 007, 1e3]\n");
    expect(await readSplit(file)).toEqual({ test: ["15939911", "007", "1e3"] });
  });

  test.each(["", "[]", '{"tset": ["a"]}', '{"test": "a"}', '{"test": [["a"]]}', '{"test": ["a"'])(
    "refuses %j",
    async (text) => {
      writeFileSync(file, text);
      await expect(readSplit(file)).rejects.toThrow(
        `${file}: the split is not of the form train, dev, test, each a list of document ids. Write for example {"train": ["a", "b"], "test": ["c"]}.`,
      );
    },
  );

  test("names a missing file and its flag", async () => {
    const missing = join(folder, "none.json");
    await expect(readSplit(missing)).rejects.toThrow(
      `${missing}: there is no such file. Check --split.`,
    );
  });
});
