import { describe, expect, test } from "vitest";
import { tokenizerFiles } from "./files.js";
import { createTokenizer } from "./tokenizer.js";

const VOCABULARY = ["[PAD]", "", "[UNK]", "[CLS]", "[SEP]", "Zaz", "##é", "中", "\u2028"].join(
  "\n",
);
const TEXT = "Zazé 中[SEP]\u0000Zaz 😷";
const size = { modelMaxLength: 512 };

describe("tokenizerFiles", () => {
  const original = createTokenizer({ vocabulary: VOCABULARY });
  const files = tokenizerFiles(original, size);

  test("give back the same pieces through tokenizer.json and through vocab.txt", async () => {
    const config = files["tokenizer_config.json"];
    const expected = await original.encode(TEXT);
    expect([...expected.ids]).toEqual([5, 6, 7, 4, 5, 2]);
    for (const source of [{ json: files["tokenizer.json"] }, { vocabulary: files["vocab.txt"] }])
      expect(await createTokenizer({ ...source, config }).encode(TEXT)).toEqual(expected);
  });

  test("are the same when they are loaded and saved again", () => {
    const config = files["tokenizer_config.json"];
    const again = createTokenizer({ json: files["tokenizer.json"], config });
    expect(again.notices).toEqual([]);
    expect(tokenizerFiles(again, size)).toEqual(files);
  });

  test("keep each piece at the line of its id", () => {
    expect(files["vocab.txt"]).toBe(`${VOCABULARY}\n`);
  });

  test("say casing, length and special pieces to Hugging Face", () => {
    const special = {
      unk_token: "[UNK]",
      sep_token: "[SEP]",
      pad_token: "[PAD]",
      cls_token: "[CLS]",
    };
    expect(JSON.parse(files["tokenizer_config.json"])).toEqual({
      tokenizer_class: "BertTokenizer",
      do_lower_case: false,
      strip_accents: null,
      tokenize_chinese_chars: true,
      model_max_length: 512,
      mask_token: null,
      ...special,
    });
    expect(JSON.parse(files["special_tokens_map.json"])).toEqual(special);
  });

  test("name a class that rebuilds nothing where BERT's would give other pieces", () => {
    const { definition } = original;
    const json = JSON.stringify({
      ...definition,
      model: { ...definition.model, max_input_chars_per_word: 20 },
    });
    const config = tokenizerFiles(createTokenizer({ json }), size)["tokenizer_config.json"];
    expect(JSON.parse(config).tokenizer_class).toBe("PreTrainedTokenizerFast");
  });
});
