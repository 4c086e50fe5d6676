/** Settles the definition of a tokenizer: what raretag needs is on, what would cut texts is off. */

import type { AddedToken, BertNormalizer, TokenizerDefinition } from "./definition.js";
import type { TokenizerSettings } from "./settings.js";
import { countUpperCase } from "./vocabulary.js";

/** A definition as it is used and saved, with what the user should know about it. */
export interface CompleteDefinition {
  readonly definition: TokenizerDefinition;
  readonly notices: readonly string[];
}

/**
 * Switches truncation and padding off, follows the settings where they contradict the definition
 * (as Hugging Face does), and declares the special pieces and their places.
 */
export function completeDefinition(
  given: TokenizerDefinition,
  settings: TokenizerSettings,
): CompleteDefinition {
  const notices: string[] = [];
  if (given.truncation !== null)
    notices.push(
      `tokenizer.json cuts every text at ${given.truncation.max_length ?? "some number of"} pieces: switched off, long documents become windows`,
    );
  if (given.padding !== null) {
    const strategy = given.padding.strategy;
    const length = typeof strategy === "object" ? `${strategy.Fixed} pieces` : "a common length";
    notices.push(`tokenizer.json pads every text to ${length}: switched off`);
  }
  const normalizer = followSettings(given.normalizer, settings);
  if (isBert(given.normalizer) && isBert(normalizer)) {
    if (normalizer.lowercase !== given.normalizer.lowercase)
      notices.push(
        `tokenizer.json is ${casing(given.normalizer.lowercase)} but tokenizer_config.json is ${casing(normalizer.lowercase)}: the latter is followed`,
      );
    const unreachable = normalizer.lowercase ? countUpperCase(Object.keys(given.model.vocab)) : 0;
    if (unreachable > 0)
      notices.push(
        `the tokenizer is uncased but ${unreachable} pieces of its vocabulary have upper-case letters: check do_lower_case in tokenizer_config.json`,
      );
  }
  const definition = {
    ...given,
    truncation: null,
    padding: null,
    normalizer,
    added_tokens: [...given.added_tokens, ...missingSpecials(given, settings)],
  };
  const post_processor = given.post_processor ?? bertTemplate(definition, settings);
  return { definition: { ...definition, post_processor }, notices };
}

/** Id of a piece, added pieces included. */
export function idOf(definition: TokenizerDefinition, piece: string): number | undefined {
  const added = definition.added_tokens.find(({ content }) => content === piece);
  const { vocab } = definition.model;
  return added?.id ?? (Object.hasOwn(vocab, piece) ? vocab[piece] : undefined);
}

/** Whether texts are turned into lower case. */
export function isLowercase({ normalizer }: TokenizerDefinition): boolean {
  if (isBert(normalizer)) return normalizer.lowercase;
  return /"type":"Lowercase"|"lowercase":true/.test(JSON.stringify(normalizer));
}

/** Whether a definition is what Hugging Face's BertTokenizer makes from the vocabulary alone. */
export function isStandardBert(definition: TokenizerDefinition): boolean {
  const { normalizer, pre_tokenizer, model } = definition;
  return (
    isBert(normalizer) &&
    normalizer.clean_text &&
    pre_tokenizer?.type === "BertPreTokenizer" &&
    model.continuing_subword_prefix === "##" &&
    model.max_input_chars_per_word === 100
  );
}

/** Whether a normalizer is BERT's own. */
export function isBert(
  normalizer: TokenizerDefinition["normalizer"],
): normalizer is BertNormalizer {
  return normalizer?.type === "BertNormalizer";
}

/** `cased` or `uncased`. */
export function casing(lowercase: boolean): string {
  return lowercase ? "uncased" : "cased";
}

function followSettings(
  normalizer: TokenizerDefinition["normalizer"],
  { lowercase, stripAccents, splitChinese }: TokenizerSettings,
): TokenizerDefinition["normalizer"] {
  if (!isBert(normalizer)) return normalizer;
  return {
    ...normalizer,
    lowercase: lowercase ?? normalizer.lowercase,
    strip_accents: stripAccents === undefined ? normalizer.strip_accents : stripAccents,
    handle_chinese_chars: splitChinese ?? normalizer.handle_chinese_chars,
  };
}

function missingSpecials(
  definition: TokenizerDefinition,
  { special }: TokenizerSettings,
): AddedToken[] {
  const declared = new Set(definition.added_tokens.map(({ content }) => content));
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return Object.values(special).flatMap((content) => {
    const id = idOf(definition, content);
    if (id === undefined || declared.has(content)) return [];
    return [{ id, content, ...flags, special: true }];
  });
}

/** [CLS] A [SEP], or [CLS] A [SEP] B [SEP]. */
function bertTemplate(definition: TokenizerDefinition, { special }: TokenizerSettings): object {
  const mark = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } });
  const text = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
  const entry = (id: string) => ({ id, ids: [idOf(definition, id)], tokens: [id] });
  const single = [mark(special.cls, 0), text("A", 0), mark(special.sep, 0)];
  return {
    type: "TemplateProcessing",
    single,
    pair: [...single, text("B", 1), mark(special.sep, 1)],
    special_tokens: {
      [special.cls]: entry(special.cls),
      [special.sep]: entry(special.sep),
    },
  };
}
