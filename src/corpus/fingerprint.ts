/** A fingerprint of a corpus, so that a model can say which data made it without holding any. */

import { createHash } from "node:crypto";
import type { Document } from "./document.js";

/**
 * SHA-256 over ids, texts, words and mentions, as 64 hex digits. The order of documents does not
 * matter; that of a document's mentions does, as it decides ties between overlapping ones.
 */
export function fingerprint(documents: readonly Document[]): string {
  const digests = documents.map(({ id, text, words = [], mentions }) =>
    sha256(
      JSON.stringify([
        id,
        text,
        words.map(({ start, end }) => [start, end]),
        mentions.map(({ type, start, end, fragments = [] }) => [
          type,
          start,
          end,
          fragments.map((fragment) => [fragment.start, fragment.end]),
        ]),
      ]),
    ),
  );
  return sha256(digests.sort().join("\n"));
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
