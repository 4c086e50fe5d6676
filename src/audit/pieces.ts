/** What an encoder makes of a set of documents. */

import type { PreparedDocument } from "./prepare.js";
import type { PieceCounts } from "./report.js";

/**
 * Sums up the pieces of documents that were all measured with an encoder.
 * @param capacity pieces of text that a window holds
 */
export function summarizePieces(
  prepared: readonly PreparedDocument[],
  capacity: number,
): PieceCounts {
  const tokensByPieces: number[] = [];
  const longMentions: PieceCounts["longMentions"][number][] = [];
  const sums = {
    ...{ total: 0, tokens: 0, unknown: 0, longestDocument: 0, cuts: 0 },
    ...{ documentsInSeveralWindows: 0, documentsBeyondEncoder: 0, mentionsBeyondEncoder: 0 },
  };
  for (const { document, part, tokens, pieces } of prepared) {
    if (pieces === undefined) continue;
    sums.total += pieces.total;
    sums.tokens += tokens.ids.length;
    sums.unknown += pieces.unknown;
    sums.longestDocument = Math.max(sums.longestDocument, pieces.total);
    sums.cuts += Math.max(0, pieces.windows - 1);
    if (pieces.windows > 1) sums.documentsInSeveralWindows++;
    if (pieces.beyondEncoder) sums.documentsBeyondEncoder++;
    sums.mentionsBeyondEncoder += pieces.mentionsBeyond;
    for (const [n, count] of pieces.tokensByPieces.entries())
      tokensByPieces[n] = (tokensByPieces[n] ?? 0) + count;
    for (const [i, length] of pieces.ofHulls.entries()) {
      const mention = document.mentions[i];
      if (length <= capacity || mention === undefined) continue;
      const { type, start, end } = mention;
      longMentions.push({
        ...{ document: document.id, ...(part ? { part } : {}), start, end, type },
        pieces: length,
      });
    }
  }
  const { tokens, ...counts } = sums;
  return {
    ...counts,
    perToken: tokens === 0 ? 0 : counts.total / tokens,
    ...{ tokensByPieces, longMentions },
  };
}
