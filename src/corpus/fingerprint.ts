/** Fingerprints of documents, so that a model or split can say which data made it without holding any. */

import { createHash } from "node:crypto";
import type { Document } from "./document.js";

/**
 * SHA-256 over ids, texts, words and mentions, as 64 hex digits. The order of documents does not
 * matter; that of a document's mentions does, as it decides ties between overlapping ones.
 */
export function fingerprint(documents: readonly Document[]): string {
  const digests = documents.map((document) =>
    sha256(JSON.stringify([document.id, ...textOf(document), mentionsOf(document)])),
  );
  return sha256(digests.sort().join("\n"));
}

/**
 * The fingerprint of one document in short: 8 hex digits for its text and words, `-`, 8 for its mentions, each the
 * beginning of a SHA-256. A change goes unnoticed with a probability of 2^-32.
 */
export function shortFingerprint(document: Document): string {
  const [text, mentions] = [textOf(document), mentionsOf(document)].map((part) =>
    sha256(JSON.stringify(part)).slice(0, 8),
  );
  return `${text}-${mentions}`;
}

function textOf({ text, words = [] }: Document) {
  return [text, words.map(({ start, end }) => [start, end])] as const;
}

function mentionsOf({ mentions }: Document) {
  return mentions.map(({ type, start, end, fragments = [] }) => [
    type,
    start,
    end,
    fragments.map((fragment) => [fragment.start, fragment.end]),
  ]);
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
