/** What a `tokenizer.json` holds, checked as far as raretag reads it. */

import { z } from "zod";
import { TokenizerError } from "./error.js";

/** A piece that is matched in the raw text, before words are split. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

/** The normalizer of BERT; other kinds are kept as they are. */
export interface BertNormalizer {
  readonly type: "BertNormalizer";
  readonly clean_text: boolean;
  readonly handle_chinese_chars: boolean;
  /** null: as `lowercase`. */
  readonly strip_accents: boolean | null;
  readonly lowercase: boolean;
}

/** A tokenizer in the format of Hugging Face's `tokenizers`, keys as they stand in the file. */
export interface TokenizerDefinition {
  readonly version: string;
  readonly truncation: { readonly max_length?: number } | null;
  readonly padding: { readonly strategy?: string | { readonly Fixed?: number } } | null;
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: BertNormalizer | { readonly type: string } | null;
  readonly pre_tokenizer: { readonly type: string } | null;
  readonly post_processor: object | null;
  readonly decoder: object | null;
  readonly model: {
    readonly type: "WordPiece";
    readonly unk_token: string;
    readonly continuing_subword_prefix: string;
    readonly max_input_chars_per_word: number;
    readonly vocab: Readonly<Record<string, number>>;
  };
}

const pieceId = z.int().nonnegative().max(0xff_ffff);
const part = z.looseObject({}).nullable().optional();

const definitionSchema = z.looseObject({
  truncation: z.looseObject({ max_length: z.number().optional() }).nullable().optional(),
  padding: part,
  added_tokens: z.array(z.looseObject({ id: pieceId, content: z.string() })).optional(),
  normalizer: z.looseObject({ type: z.string() }).nullable().optional(),
  pre_tokenizer: z.looseObject({ type: z.string() }).nullable().optional(),
  post_processor: part,
  decoder: part,
  model: z.looseObject({
    unk_token: z.string(),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: z.number(),
    vocab: z.record(z.string(), pieceId),
  }),
});

const EMPTY_PARTS = {
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
};

/**
 * Parses the text of a `tokenizer.json`.
 * @param source name of the file, for errors
 * @throws TokenizerError if it is not JSON, not a tokenizer, or not WordPiece
 */
export function parseDefinition(json: string, source: string): TokenizerDefinition {
  const raw = parseJson(json, source) as Partial<TokenizerDefinition> | null;
  const kind = modelKind(raw?.model);
  if (kind !== undefined && kind !== "WordPiece")
    throw new TokenizerError(
      { source },
      `the tokenizer's model is ${kind} but BERT has WordPiece`,
      "Use an encoder of the BERT family",
    );
  checkShape(definitionSchema, raw, source);
  // Every key in the order in which the library writes it, and null where a file says nothing.
  return {
    version: "1.0",
    ...EMPTY_PARTS,
    ...raw,
    model: { ...raw?.model, type: "WordPiece" },
  } as TokenizerDefinition;
}

/** Files of old versions of the library name no kind; what they hold tells. */
function modelKind(model: unknown): string | undefined {
  if (typeof model !== "object" || model === null) return undefined;
  if ("type" in model) return typeof model.type === "string" ? model.type : "of no kind";
  return "merges" in model
    ? "BPE"
    : Array.isArray((model as { vocab?: unknown }).vocab)
      ? "Unigram"
      : undefined;
}

/** Parses JSON of a file. @throws TokenizerError naming the file */
export function parseJson(json: string, source: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ""));
  } catch (cause) {
    throw new TokenizerError(
      { source },
      `is not valid JSON in its ${json.length} characters`,
      "Copy the file again from where the encoder came from",
      { cause },
    );
  }
}

/** Checks a parsed file against its schema. @throws TokenizerError naming the first bad key */
export function checkShape(schema: z.ZodType, value: unknown, source: string): void {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue !== undefined)
    throw new TokenizerError(
      { source },
      `${issue.path.map(String).join(".") || "the file"} is wrong: ${issue.message}`,
      "Copy the file again from where the encoder came from",
    );
}
