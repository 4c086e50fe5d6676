/** A `vocab.txt` as the tokenizer that the authors of BERT released with it. */

import type { TokenizerDefinition } from "./definition.js";
import type { TokenizerSettings } from "./settings.js";

/**
 * Reads a `vocab.txt`: one piece a line, its row number is its id. A piece given twice has its last
 * row, as in Hugging Face's reader; empty lines keep their row and mean no piece.
 */
export function parseVocabulary(text: string): Map<string, number> {
  const vocabulary = new Map<string, number>();
  for (const [id, piece] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .entries())
    if (piece !== "") vocabulary.set(piece, id);
  return vocabulary;
}

/**
 * How many pieces a tokenizer in lower case can never produce. Letters without a lower-case form,
 * such as the sign of the real numbers, and pieces in brackets do not count.
 */
export function countUpperCase(pieces: Iterable<string>): number {
  let count = 0;
  for (const piece of pieces) if (piece.toLowerCase() !== piece && !/^[[<]/.test(piece)) count++;
  return count;
}

/** The tokenizer of BERT for a vocabulary; special pieces are added by `completeDefinition`. */
export function bertDefinition(
  vocabulary: ReadonlyMap<string, number>,
  settings: TokenizerSettings,
): TokenizerDefinition {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: settings.splitChinese ?? true,
      strip_accents: settings.stripAccents ?? null,
      lowercase: settings.lowercase ?? countUpperCase(vocabulary.keys()) === 0,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: null,
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: settings.special.unk,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary),
    },
  };
}
