import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { fixtureRoots } from "../fixtureRoots.js";
import { mutated, type Seed, seedFiles } from "./mutations.js";
import type { ReaderName } from "./readers.js";
import { FUZZ_LIMIT, FUZZ_SEED, fuzzed } from "./runs.js";
import { openSandbox } from "./sandbox.js";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const INDEX = "model.safetensors.index.json";
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Lists in lists, deeper than recursive code has stack for; `JSON.stringify` could not write them. */
const NESTED = "[".repeat(50_000) + "]".repeat(50_000);
const HOLE = "\u0000hole";

type Path = readonly string[];

/** Every place in a value of JSON, up to 40 in each list or object. */
function placesIn(node: unknown, path: Path = []): Path[] {
  const keys = typeof node === "object" ? Object.keys(node ?? {}).slice(0, 40) : [];
  const below = keys.flatMap((key) =>
    placesIn((node as Record<string, unknown>)[key], [...path, key]),
  );
  return [path, ...below];
}

function replacedAt(node: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(node) ? [...node] : { ...(node as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = replacedAt(copy[key], rest, value);
  return copy;
}

/** A valid text of JSON in which one value, anywhere, is another one. */
function corrupted(valid: object): fc.Arbitrary<Uint8Array> {
  const odd = fc.oneof(
    fc.constantFrom(
      "0",
      "-1",
      "0.5",
      "1e9",
      "9007199254740992",
      "1e308",
      "null",
      "true",
      "[]",
      "{}",
    ),
    fc.constantFrom('""', String.raw`"\u001b[2J\n\ud800"`, '{"__proto__":1,"toString":1}', NESTED),
    fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  );
  return fc.tuple(fc.constantFrom(...placesIn(valid)), odd).map(([path, text]) => {
    const whole = JSON.stringify(replacedAt(valid, path, HOLE));
    return Buffer.from(whole.replace(JSON.stringify(HOLE), () => text));
  });
}

const parsed = (root: string, file: string) =>
  JSON.parse(readFileSync(join(root, file), "utf8")) as object;

const DESCRIPTION = {
  format: 1,
  labels: { scheme: "bio", types: ["A", "B"] },
  head: "softmax",
  windows: { length: 128, overlap: 32 },
  policies: { overlaps: "shortest", discontinuous: "hull" },
  decoder: "argmax",
  objective: { name: "atl", options: {} },
  config: {},
  training: {
    documents: 1,
    pieces: 9,
    counts: { O: 9 },
    fingerprint: "x",
    epoch: 1,
    interrupted: false,
  },
};
const VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "fever", "##s", "3", ",", "."];
const TOKENIZER = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: [
    {
      id: 0,
      content: "[PAD]",
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    },
  ],
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: null,
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(VOCABULARY.map((piece, id) => [piece, id])),
  },
};

const models = fixtureRoots("bert-tiny").map(({ path }) => path);

/** Files of a model folder other than weights: a valid content of each, and who reads it. */
const DESCRIPTIONS: readonly { reader: ReaderName; file: string; valid: readonly object[] }[] = [
  {
    reader: "config",
    file: "config.json",
    valid: models.map((path) => parsed(path, "config.json")),
  },
  { reader: "description", file: "raretag.json", valid: [DESCRIPTION] },
  { reader: "tokenizer", file: "tokenizer.json", valid: [TOKENIZER] },
];

describe.each(DESCRIPTIONS)(`reading $file, seed ${FUZZ_SEED}`, ({ reader, file, valid }) => {
  test("what is valid is read", async () => {
    for (const value of valid)
      expect(await sandbox.read(reader, { [file]: json(value) })).toEqual({ value: undefined });
  });

  test(
    "one wrong value, or damaged bytes, are read or refused",
    async () => {
      const seeds = valid.map((value): Seed => ({ name: file, bytes: json(value) }));
      const input = fc.oneof(...valid.map(corrupted), mutated(seeds));
      await fc.assert(
        fc.asyncProperty(
          input,
          async (bytes) => void (await sandbox.read(reader, { [file]: bytes })),
        ),
        fuzzed(300),
      );
    },
    FUZZ_LIMIT,
  );
});

describe(`reading a vocabulary and the settings of its tokenizer, seed ${FUZZ_SEED}`, () => {
  test(
    "damaged ones are read or refused",
    async () => {
      const vocabulary = Buffer.from(VOCABULARY.join("\n"));
      const settings = { do_lower_case: true, unk_token: "[UNK]", cls_token: { content: "[CLS]" } };
      await fc.assert(
        fc.asyncProperty(
          mutated([{ name: "vocab.txt", bytes: vocabulary }]),
          fc.oneof(fc.constant(json(settings)), corrupted(settings)),
          async (vocab, config) => {
            await sandbox.read("tokenizer", {
              "vocab.txt": vocab,
              "tokenizer_config.json": config,
            });
          },
        ),
        fuzzed(150),
      );
    },
    FUZZ_LIMIT,
  );
});

describe(`reading an index of shards, seed ${FUZZ_SEED}`, () => {
  const name = fc.constantFrom(
    ...["a.safetensors", "b.safetensors", "a.bin", INDEX],
    ...["../a.safetensors", "/dev/zero", "."],
  );
  const map = fc.dictionary(
    fc.constantFrom("a", "b", "x", "embeddings.LayerNorm.bias"),
    fc.oneof({ arbitrary: name, weight: 5 }, fc.jsonValue({ maxDepth: 1 })),
  );
  const content = fc.oneof(
    { arbitrary: map.map((weight_map) => json({ weight_map })), weight: 4 },
    corrupted({ metadata: { total_size: 1 }, weight_map: { a: "a.safetensors" } }),
    mutated([{ name: INDEX, bytes: json({ weight_map: { a: "a.safetensors" } }) }]),
  );
  const shard = fc.constantFrom(...seedFiles(".safetensors"), ...seedFiles(".bin"));
  test(
    "any index over safetensors or torch shards is read or refused",
    async () => {
      await fc.assert(
        fc.asyncProperty(content, shard, shard, fc.boolean(), async (index, a, b, torch) => {
          await sandbox.read("checkpoint", {
            [torch ? "pytorch_model.bin.index.json" : INDEX]: index,
            "a.safetensors": a.bytes,
            "b.safetensors": b.bytes,
            "a.bin": b.bytes,
          });
        }),
        fuzzed(300),
      );
    },
    FUZZ_LIMIT,
  );
});

describe(`reading a datastore, seed ${FUZZ_SEED}`, () => {
  test(
    "a damaged one is read or refused",
    async () => {
      const seeds = seedFiles(".safetensors");
      await fc.assert(
        fc.asyncProperty(mutated(seeds), async (bytes) => {
          await sandbox.read("knn", { "knn.safetensors": bytes });
        }),
        fuzzed(150),
      );
    },
    FUZZ_LIMIT,
  );
});
