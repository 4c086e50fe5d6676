import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { mutated, seedFiles } from "./mutations.js";
import { dict, legacyFile, opcodes, pickle, storage, tensor, unicode } from "./pickleCode.js";
import { FUZZ_LIMIT, FUZZ_SEED, fuzzed } from "./runs.js";
import { openSandbox } from "./sandbox.js";
import { numbers, type ZipPart, zipFile } from "./zipFile.js";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const read = (bytes: Uint8Array) => sandbox.read("torch", { "pytorch_model.bin": bytes });
const part = (name: string, content: Uint8Array | string, lies: Partial<ZipPart> = {}) => ({
  name: `a/${name}`,
  content: Buffer.from(content as string),
  ...lies,
});

describe(`reading torch files, seed ${FUZZ_SEED}`, () => {
  test(
    "damaged files are read or refused",
    async () => {
      const seeds = seedFiles(".bin");
      const outcomes = new Set<string>();
      expect(seeds.length).toBeGreaterThan(20);
      await fc.assert(
        fc.asyncProperty(mutated(seeds), async (bytes) => {
          const { refusal } = await read(bytes);
          outcomes.add(refusal === undefined ? "read" : refusal.replace(/\d+|"[^"]*"/g, ""));
        }),
        fuzzed(800),
      );
      expect(outcomes).toContain("read");
      expect(outcomes.size).toBeGreaterThan(10); // so many different refusals were reached
    },
    FUZZ_LIMIT,
  );

  test(
    "any opcodes are read or refused, in every place of either layout",
    async () => {
      const layouts = fc.constantFrom(
        (p: Buffer) => legacyFile(p, ["0"], numbers([2, 8], [0, 8])),
        (p: Buffer) => legacyFile(pickle(dict({ w: tensor(storage("0", 2)) })), ["0"], p),
        (p: Buffer) => zipFile([part("data.pkl", p), part("data/0", Buffer.alloc(8))]),
        (p: Buffer) => p,
      );
      await fc.assert(
        fc.asyncProperty(opcodes, layouts, async (ops, layout) => {
          const code = pickle(ops);
          await sandbox.read("pickle", { "data.pkl": code });
          await read(layout(code));
        }),
        fuzzed(500),
      );
    },
    FUZZ_LIMIT,
  );

  const lie = fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 6 },
    fc.constantFrom(
      0n,
      1n,
      8n,
      30n,
      100n,
      0xffffn,
      0xffffffffn,
      2n ** 53n,
      2n ** 63n,
      2n ** 64n - 1n,
    ),
  );
  const model = pickle(
    dict({ v: tensor(storage("0", 2), { size: 2 }), w: tensor(storage("1", 3)) }),
  );

  test(
    "zip files that lie are read as they are or refused",
    async () => {
      const entry = fc.record({
        name: fc.constantFrom(
          ...["a/data.pkl", "a/data/0", "a/data/1", "a/byteorder", "a/version", "b/data.pkl"],
          ...["../data.pkl", "/data/0", "a\\data\\0", "", "a/data/../../x", "a/data/0/"],
        ),
        content: fc.constantFrom<Buffer>(
          model,
          Buffer.alloc(8),
          Buffer.alloc(12),
          Buffer.from("little"),
        ),
        method: fc.constantFrom(...[0, 0, 0, 0, 8, 99]),
        flags: fc.constantFrom(...[0, 0, 0, 0, 1, 0xffff]),
        size: lie,
        storedSize: lie,
        offset: lie,
        wide: fc.boolean(),
      });
      const wellFormed = [part("data.pkl", model), part("data/0", Buffer.alloc(8))];
      const end = fc.record({ start: lie, length: lie, wide: fc.boolean() });
      const parts = fc.array(entry, { maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(parts, fc.boolean(), end, async (entries, whole, told) => {
          const all = whole
            ? [...wellFormed, part("data/1", Buffer.alloc(12)), ...entries]
            : [...wellFormed, ...entries];
          await read(zipFile(all, told));
        }),
        fuzzed(500),
      );
    },
    FUZZ_LIMIT,
  );

  test("an honest zip file of this kind is read, wide or not", async () => {
    for (const wide of [false, true]) {
      const parts = [
        part("data.pkl", model),
        part("data/0", Buffer.alloc(8)),
        part("data/1", Buffer.alloc(12)),
      ];
      const { value } = await read(
        zipFile(
          parts.map((p) => ({ ...p, wide })),
          { wide },
        ),
      );
      expect(value).toEqual([
        { name: "v", dtype: "float32", shape: [2] },
        { name: "w", dtype: "float32", shape: [1] },
      ]);
    }
  });

  const COUNT = 40_000;
  /** A megabyte that every storage says to be its own. */
  const sharedEntry = () => {
    const keys = Array.from({ length: 200 }, (_, i) => `${i}`);
    const bytes = Buffer.alloc(1 << 20);
    const tensors = keys.map((key) => [key, tensor(storage(key, 1 << 18))]);
    return zipFile([
      part("data/0", bytes), // at byte 0
      part("data.pkl", pickle(dict(Object.fromEntries(tensors)))),
      ...keys
        .slice(1)
        .map((key) => part(`data/${key}`, "", { size: BigInt(bytes.length), offset: 0n })),
    ]);
  };
  test.each<[string, () => Uint8Array]>([
    ["lists nested deeply", () => legacyFile(pickle("]".repeat(COUNT), "a".repeat(COUNT - 1)))],
    ["tuples nested deeply", () => legacyFile(pickle("N", "\x85".repeat(COUNT)))],
    [
      "dicts under the keys of a checkpoint, nested deeply",
      () =>
        legacyFile(
          pickle(
            Buffer.concat(
              Array<Buffer>(5000).fill(Buffer.concat([Buffer.from("}"), unicode("model")])),
            ),
            "N",
            "s".repeat(5000),
          ),
        ),
    ],
    ["a list that holds itself", () => legacyFile(pickle("]q\0h\0a"))],
    ["a dict that holds itself", () => legacyFile(pickle("}q\0", unicode("state_dict"), "h\0s"))],
    ["marks nested deeply", () => legacyFile(pickle("(".repeat(COUNT)))],
    ["millions of dicts", () => legacyFile(pickle("}".repeat(8_000_000)))],
    ["millions of marks", () => legacyFile(pickle("(".repeat(8_000_000)))],
    ["millions of tuples", () => legacyFile(pickle(")".repeat(8_000_000)))],
    [
      "an integer of many bytes",
      () => legacyFile(pickle("\x8b", numbers([COUNT, 4]), Buffer.alloc(COUNT))),
    ],
    ["a text longer than the file", () => legacyFile(pickle("X\xff\xff\xff\xff"))],
    ["one entry as the bytes of two hundred storages", sharedEntry],
    [
      "a storage of few bytes expanded",
      () =>
        legacyFile(
          pickle(dict({ w: tensor(storage("0", 1), { size: 4_000_000, stride: 0 }) })),
          ["0"],
          numbers([1, 8], [0, 4]),
        ),
    ],
    [
      "a code object",
      () => legacyFile(pickle("cposix\nsystem\n", unicode("touch HOSTILE_CODE_RAN"), "\x85R")),
    ],
  ])("refuses %s", async (_, make) => {
    expect((await read(make())).refusal).toMatch(/pytorch_model\.bin.*: .+\. .+\.$/);
  });
});
