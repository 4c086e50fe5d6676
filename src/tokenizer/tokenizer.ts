/** Makes a tokenizer from the text of its files; touches no disk. */

import { join } from "node:path";
import { Tokenizer as Library } from "tokenizers";
import { casing, completeDefinition, idOf, isLowercase } from "./complete.js";
import { parseDefinition, type TokenizerDefinition } from "./definition.js";
import { encode } from "./encode.js";
import type { Encoding } from "./encoding.js";
import { TokenizerError } from "./error.js";
import { parseSettings, SPECIAL_ROLES, type SpecialRole } from "./settings.js";
import { bertDefinition, parseVocabulary } from "./vocabulary.js";

/** Text in, pieces out. */
export interface Tokenizer {
  /** Pieces of a text with their place in it, without special pieces. */
  encode(text: string): Promise<Encoding>;
  /** One more than the largest id: rows that the embedding table must have. */
  readonly vocabSize: number;
  readonly clsId: number;
  readonly sepId: number;
  readonly padId: number;
  readonly unkId: number;
  /** Whether texts are turned into lower case. */
  readonly lowercase: boolean;
  /** What the user should know: how casing was decided, what was switched off. */
  readonly notices: readonly string[];
  /** What is saved as `tokenizer.json`. */
  readonly definition: TokenizerDefinition;
  /** Spelling of each special piece that the vocabulary has. */
  readonly special: Readonly<Partial<Record<SpecialRole, string>>>;
}

/** Texts of the files of a tokenizer: a `tokenizer.json`, or a `vocab.txt`. */
export type TokenizerSource = {
  /** Text of a `tokenizer_config.json`, where there is one. */
  readonly config?: string | undefined;
  /** Folder of the files, printed in errors. */
  readonly folder?: string;
} & ({ readonly json: string } | { readonly vocabulary: string });

/**
 * Makes a tokenizer.
 * @throws TokenizerError if a file is corrupt, is not a WordPiece tokenizer, or lacks a special piece
 */
export function createTokenizer(source: TokenizerSource): Tokenizer {
  const place = (name: string) => join(source.folder ?? "", name);
  const settings = parseSettings(source.config, place("tokenizer_config.json"));
  const file = place("json" in source ? "tokenizer.json" : "vocab.txt");
  const given =
    "json" in source
      ? parseDefinition(source.json, file)
      : bertDefinition(parseVocabulary(source.vocabulary), settings);
  // The unknown piece is the model's own; the others are known by their spelling.
  const special = { ...settings.special, unk: given.model.unk_token };
  const required = (role: SpecialRole): number => {
    const id = idOf(given, special[role]);
    if (id !== undefined) return id;
    throw new TokenizerError(
      { source: file },
      `the vocabulary of ${Object.keys(given.model.vocab).length} pieces has no ${special[role]}`,
      `Name the piece in tokenizer_config.json as ${role}_token, or use an encoder of the BERT family`,
    );
  };
  const ids = {
    clsId: required("cls"),
    sepId: required("sep"),
    padId: required("pad"),
    unkId: required("unk"),
  };
  const { definition, notices } = completeDefinition(given, { ...settings, special });
  const lowercase = isLowercase(definition);
  const library = loadLibrary(definition, file);
  return {
    ...ids,
    encode: (text) => encode(library, text),
    vocabSize: 1 + largestId(definition),
    lowercase,
    notices:
      "json" in source
        ? notices
        : [
            `the encoder is ${casing(lowercase)}, by ${settings.lowercase === undefined ? "the letters of its vocab.txt" : "its tokenizer_config.json"}`,
            ...notices,
          ],
    definition,
    special: Object.fromEntries(
      SPECIAL_ROLES.filter((role) => idOf(definition, special[role]) !== undefined).map((role) => [
        role,
        special[role],
      ]),
    ),
  };
}

function largestId({ model, added_tokens }: TokenizerDefinition): number {
  let largest = 0;
  for (const id of Object.values(model.vocab)) largest = Math.max(largest, id);
  for (const { id } of added_tokens) largest = Math.max(largest, id);
  return largest;
}

function loadLibrary(definition: TokenizerDefinition, file: string): Library {
  try {
    return Library.fromString(JSON.stringify(definition));
  } catch (cause) {
    throw new TokenizerError(
      { source: file },
      `the tokenizers library refuses it: ${cause instanceof Error ? cause.message : cause}`,
      "Copy the file again from where the encoder came from",
      { cause },
    );
  }
}
