/** The encoder of an audit: its tokenizer and its limits, without its weights. */
import { join } from "node:path";
import type { AuditEncoder } from "../audit/index.js";
import { loadConfig } from "../config/index.js";
import { parseBertConfig } from "../encoder/index.js";
import { encodeDocument } from "../inference/index.js";
import { loadTokenizer } from "../tokenizer/index.js";
import { readTextFile } from "./readTextFile.js";

/** Loads tokenizer and config.json of a folder. Windows are those of the recipe `small`, if the encoder takes them. */
export async function loadAuditEncoder(
  folder: string,
  { onNotice }: { readonly onNotice: (text: string) => void },
): Promise<AuditEncoder> {
  const file = join(folder, "config.json");
  const { maxPositions } = parseBertConfig(await readTextFile(file, "--encoder"), file);
  const tokenizer = await loadTokenizer(folder);
  tokenizer.notices.forEach(onNotice);
  const { windows } = loadConfig({});
  const length = Math.min(windows.length, maxPositions);
  return {
    ...{ name: folder, unkId: tokenizer.unkId, maxPositions },
    encode: (document) => encodeDocument(tokenizer, document),
    windows: { length, overlap: Math.floor((windows.overlap * length) / windows.length) },
  };
}
