import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadTokenizer } from "./load.js";

const VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nA\n";
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "raretag-tokenizer-"));
});
afterAll(() => rm(root, { recursive: true }));

async function folderOf(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  return folder;
}

describe("loadTokenizer", () => {
  test("reads vocab.txt with the settings beside it", async () => {
    const config = '{"do_lower_case": true}';
    const alone = await folderOf("alone", { "vocab.txt": VOCABULARY });
    const set = await folderOf("set", { "vocab.txt": VOCABULARY, "tokenizer_config.json": config });
    expect((await loadTokenizer(alone)).lowercase).toBe(false);
    expect((await loadTokenizer(set)).lowercase).toBe(true);
  });

  test("prefers tokenizer.json, and does not pass over a corrupt one", async () => {
    const folder = await folderOf("corrupt", { "vocab.txt": VOCABULARY, "tokenizer.json": "{" });
    await expect(loadTokenizer(folder)).rejects.toThrow(
      `${folder}/tokenizer.json: is not valid JSON in its 1 characters. Copy the file again from where the encoder came from.`,
    );
  });

  test("refuses a folder without either, also one that does not exist", async () => {
    const empty = await folderOf("empty", {});
    for (const folder of [empty, join(root, "nowhere")])
      await expect(loadTokenizer(folder)).rejects.toThrow(
        `${folder}: has neither a tokenizer.json nor a vocab.txt. Copy one of them there from where the encoder came from.`,
      );
  });

  test("refuses bytes that are not UTF-8 and a folder in place of a file", async () => {
    const latin = await folderOf("latin", { "vocab.txt": Uint8Array.of(0x41, 0xe9, 0x0a) });
    await expect(loadTokenizer(latin)).rejects.toThrow(
      `${latin}/vocab.txt: is not UTF-8 text in its 3 bytes. Copy the file again from where the encoder came from.`,
    );
    const odd = await folderOf("odd", {});
    await mkdir(join(odd, "vocab.txt"));
    await expect(loadTokenizer(odd)).rejects.toThrow(
      `${odd}/vocab.txt: cannot be read (EISDIR). Check the file and its permissions.`,
    );
  });
});
