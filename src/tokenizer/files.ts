/** The files that keep a tokenizer in a model folder, as Hugging Face's AutoTokenizer reads them. */

import { isBert, isStandardBert } from "./complete.js";
import type { Tokenizer } from "./tokenizer.js";

/** Texts of the files, by name. */
export type TokenizerFiles = Readonly<
  Record<
    "tokenizer.json" | "tokenizer_config.json" | "special_tokens_map.json" | "vocab.txt",
    string
  >
>;

/**
 * Texts of the files of a tokenizer.
 * @param modelMaxLength most pieces that the encoder has positions for, special pieces included
 */
export function tokenizerFiles(
  tokenizer: Tokenizer,
  { modelMaxLength }: { readonly modelMaxLength: number },
): TokenizerFiles {
  const { definition, special } = tokenizer;
  const { normalizer } = definition;
  const specials = Object.fromEntries(
    Object.entries(special).map(([role, piece]) => [`${role}_token`, piece]),
  );
  const bert = isBert(normalizer)
    ? {
        strip_accents: normalizer.strip_accents,
        tokenize_chinese_chars: normalizer.handle_chinese_chars,
      }
    : {};
  const config = {
    // BertTokenizer builds itself anew from the vocabulary and these settings, so it is named only
    // where that gives the same tokenizer; the other class takes tokenizer.json as it is.
    tokenizer_class: isStandardBert(definition) ? "BertTokenizer" : "PreTrainedTokenizerFast",
    do_lower_case: tokenizer.lowercase,
    ...bert,
    model_max_length: modelMaxLength,
    mask_token: null, // else Hugging Face adds a [MASK] beyond the embedding table
    ...specials,
  };
  return {
    "tokenizer.json": print(definition),
    "tokenizer_config.json": print(config),
    "special_tokens_map.json": print(specials),
    "vocab.txt": vocabularyLines(tokenizer),
  };
}

/** One piece a line at the row of its id; rows without a piece that a line can hold are empty. */
function vocabularyLines({ definition, vocabSize }: Tokenizer): string {
  const lines = new Array<string>(vocabSize).fill("");
  for (const { id, content } of definition.added_tokens) lines[id] = content;
  for (const [piece, id] of Object.entries(definition.model.vocab)) lines[id] = piece;
  return lines.map((piece) => `${/[\r\n]/.test(piece) ? "" : piece}\n`).join("");
}

function print(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
