/** Reads the tokenizer of an encoder from its folder. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TokenizerError } from "./error.js";
import { createTokenizer, type Tokenizer } from "./tokenizer.js";

/**
 * Loads the tokenizer of a folder: from `tokenizer.json`, else from `vocab.txt`, either with
 * `tokenizer_config.json` where there is one.
 * @throws TokenizerError if neither is there, a file cannot be read, or its content is wrong
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const config = await readText(folder, "tokenizer_config.json");
  const json = await readText(folder, "tokenizer.json");
  if (json !== undefined) return createTokenizer({ folder, json, config });
  const vocabulary = await readText(folder, "vocab.txt");
  if (vocabulary !== undefined) return createTokenizer({ folder, vocabulary, config });
  throw new TokenizerError(
    { source: folder },
    "has neither a tokenizer.json nor a vocab.txt",
    "Copy one of them there from where the encoder came from",
  );
}

/** Text of a file; undefined where there is none. */
async function readText(folder: string, name: string): Promise<string | undefined> {
  const source = join(folder, name);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(source);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new TokenizerError(
      { source },
      `cannot be read (${code})`,
      "Check the file and its permissions",
      {
        cause,
      },
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TokenizerError(
      { source },
      `is not UTF-8 text in its ${bytes.length} bytes`,
      "Copy the file again from where the encoder came from",
      { cause },
    );
  }
}
