import { describe, expect, test } from "vitest";
import { TokenizerError } from "./error.js";
import { createTokenizer, type TokenizerSource } from "./tokenizer.js";

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const UNCASED = [...SPECIAL, "zaz", "naive", "中", "文", "ℝ", "[Entity]"].join("\n");
const CASED = [...SPECIAL, "Zaz", "naïve", "中", "文"].join("\n");

/** A `tokenizer.json` for the uncased vocabulary, changed as a test asks. */
function json(change: object = {}): string {
  return JSON.stringify({ ...createTokenizer({ vocabulary: UNCASED }).definition, ...change });
}

/** Message of the error that a source gives. */
function refusal(source: TokenizerSource): string {
  try {
    createTokenizer(source);
  } catch (error) {
    if (error instanceof TokenizerError) return error.message;
    throw error;
  }
  throw new Error("not refused");
}

async function idsOf(source: TokenizerSource, text: string) {
  return [...(await createTokenizer(source).encode(text)).ids];
}

describe("createTokenizer, from a vocab.txt", () => {
  test("takes pieces in upper case as a sign of a cased encoder, and says so", async () => {
    const tokenizer = createTokenizer({ vocabulary: CASED });
    expect(tokenizer.lowercase).toBe(false);
    expect(tokenizer.notices).toEqual(["the encoder is cased, by the letters of its vocab.txt"]);
    expect(await idsOf({ vocabulary: CASED }, "Zaz naïve NAÏVE")).toEqual([5, 6, 1]);
  });

  test("is uncased when only pieces in brackets and letters without lower case are large", async () => {
    const tokenizer = createTokenizer({ vocabulary: UNCASED });
    expect(tokenizer.lowercase).toBe(true);
    expect(tokenizer.notices).toEqual(["the encoder is uncased, by the letters of its vocab.txt"]);
    expect(await idsOf({ vocabulary: UNCASED }, "ZAZ naïve 中文")).toEqual([5, 6, 7, 8]);
  });

  test("follows tokenizer_config.json before the letters, and warns", () => {
    const config = JSON.stringify({ do_lower_case: true });
    const tokenizer = createTokenizer({ vocabulary: CASED, config });
    expect(tokenizer.lowercase).toBe(true);
    expect(tokenizer.notices).toEqual([
      "the encoder is uncased, by its tokenizer_config.json",
      "the tokenizer is uncased but 1 pieces of its vocabulary have upper-case letters: check do_lower_case in tokenizer_config.json",
    ]);
  });

  test("follows strip_accents and tokenize_chinese_chars", async () => {
    const config = JSON.stringify({ strip_accents: false, tokenize_chinese_chars: false });
    expect(await idsOf({ vocabulary: UNCASED, config }, "naïve 中文")).toEqual([1, 1]);
    const stripping = JSON.stringify({ strip_accents: true, do_lower_case: false });
    expect(await idsOf({ vocabulary: UNCASED, config: stripping }, "naïve Zaz")).toEqual([6, 1]);
  });

  test("takes a word of more than 100 letters as unknown", async () => {
    const vocabulary = [...SPECIAL, "a", "##a"].join("\n");
    expect(await idsOf({ vocabulary }, "a".repeat(100))).toHaveLength(100);
    expect(await idsOf({ vocabulary }, "a".repeat(101))).toEqual([1]);
  });

  test("numbers pieces by line, through Windows line ends, a BOM, empty and repeated lines", async () => {
    const vocabulary = `\ufeff${[...SPECIAL, "a", "", "b", "a", "__proto__"].join("\r\n")}\r\n`;
    const tokenizer = createTokenizer({ vocabulary });
    expect([...(await tokenizer.encode("a b")).ids]).toEqual([8, 7]);
    expect(tokenizer.vocabSize).toBe(10);
    expect(tokenizer.padId).toBe(0);
  });

  test("uses special pieces under the names that the settings give", () => {
    const vocabulary = ["<pad>", "<unk>", "<s>", "</s>"].join("\n");
    const config = JSON.stringify({
      pad_token: "<pad>",
      unk_token: { content: "<unk>", lstrip: false },
      cls_token: "<s>",
      sep_token: "</s>",
    });
    const { padId, unkId, clsId, sepId, special } = createTokenizer({ vocabulary, config });
    expect([padId, unkId, clsId, sepId]).toEqual([0, 1, 2, 3]);
    expect(special).toEqual({ pad: "<pad>", unk: "<unk>", cls: "<s>", sep: "</s>" });
  });

  test("names a special piece that is missing", () => {
    expect(refusal({ vocabulary: "[PAD]\n[UNK]\n[CLS]\na", folder: "enc" })).toBe(
      "enc/vocab.txt: the vocabulary of 4 pieces has no [SEP]. Name the piece in tokenizer_config.json as sep_token, or use an encoder of the BERT family.",
    );
  });
});

describe("createTokenizer, from a tokenizer.json", () => {
  test("switches truncation and padding off, and says what was there", async () => {
    const tokenizer = createTokenizer({
      json: json({
        truncation: { max_length: 2, strategy: "LongestFirst", stride: 0, direction: "Right" },
        padding: {
          strategy: { Fixed: 16 },
          direction: "Right",
          pad_to_multiple_of: null,
          pad_id: 0,
          pad_type_id: 0,
          pad_token: "[PAD]",
        },
      }),
    });
    expect((await tokenizer.encode("zaz zaz zaz")).ids).toHaveLength(3);
    expect(tokenizer.definition).toMatchObject({ truncation: null, padding: null });
    expect(tokenizer.notices).toEqual([
      "tokenizer.json cuts every text at 2 pieces: switched off, long documents become windows",
      "tokenizer.json pads every text to 16 pieces: switched off",
    ]);
  });

  test("follows tokenizer_config.json where they contradict each other, and says so", async () => {
    const config = JSON.stringify({ do_lower_case: false });
    const tokenizer = createTokenizer({ json: json(), config });
    expect(tokenizer.lowercase).toBe(false);
    expect([...(await tokenizer.encode("zaz ZAZ")).ids]).toEqual([5, 1]);
    expect(tokenizer.notices).toEqual([
      "tokenizer.json is uncased but tokenizer_config.json is cased: the latter is followed",
    ]);
  });

  test("declares special pieces that the file does not", async () => {
    expect(await idsOf({ json: json({ added_tokens: [] }) }, "zaz[SEP]zaz")).toEqual([5, 3, 5]);
  });

  test("counts added pieces beyond the vocabulary", async () => {
    const added = { content: "<drug>", single_word: false, lstrip: false, rstrip: false };
    const extra = { ...added, id: 11, normalized: false, special: false };
    const tokenizer = createTokenizer({ json: json({ added_tokens: [extra] }) });
    expect(tokenizer.vocabSize).toBe(12);
    expect([...(await tokenizer.encode("zaz<drug>")).ids]).toEqual([5, 11]);
  });

  const model = createTokenizer({ vocabulary: UNCASED }).definition.model;
  const refused: [why: string, json: string, message: string][] = [
    [
      "text that is not JSON",
      "{",
      "enc/tokenizer.json: is not valid JSON in its 1 characters. Copy the file again from where the encoder came from.",
    ],
    [
      "JSON that is no tokenizer",
      "null",
      "enc/tokenizer.json: the file is wrong: Invalid input: expected object, received null. Copy the file again from where the encoder came from.",
    ],
    [
      "another kind of model",
      json({ model: { type: "BPE", vocab: {}, merges: [] } }),
      "enc/tokenizer.json: the tokenizer's model is BPE but BERT has WordPiece. Use an encoder of the BERT family.",
    ],
    [
      "another kind of model that an old file does not name",
      json({ model: { vocab: {}, merges: [] } }),
      "enc/tokenizer.json: the tokenizer's model is BPE but BERT has WordPiece. Use an encoder of the BERT family.",
    ],
    [
      "an id that is no whole number",
      json({ model: { ...model, vocab: { ...model.vocab, zaz: 0.5 } } }),
      "enc/tokenizer.json: model.vocab.zaz is wrong: Invalid input: expected int, received number. Copy the file again from where the encoder came from.",
    ],
  ];
  test.each(refused)("refuses %s", (_, text, message) => {
    expect(refusal({ json: text, folder: "enc" })).toBe(message);
  });

  test("refuses what the library does not know, in the library's words", () => {
    const text = json({ normalizer: { type: "Nonsense" } });
    expect(refusal({ json: text, folder: "enc" })).toMatch(
      /^enc\/tokenizer.json: the tokenizers library refuses it: .*\. Copy the file again from where the encoder came from\.$/,
    );
  });

  test("refuses settings of the wrong type", () => {
    const config = JSON.stringify({ do_lower_case: "yes" });
    expect(refusal({ json: json(), config, folder: "enc" })).toBe(
      "enc/tokenizer_config.json: do_lower_case is wrong: Invalid input: expected boolean, received string. Copy the file again from where the encoder came from.",
    );
  });
});
