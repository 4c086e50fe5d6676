import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { type DType, float32, int64, sizeOf, type Tensor, tensor } from "../core/index.js";
import { parseSafetensors, writeSafetensors } from "./safetensors.js";

/** A file by the text of the format: length, header, data. */
function file(header: unknown, data: readonly number[] | number = 0): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([
    length,
    json,
    typeof data === "number" ? Buffer.alloc(data) : Buffer.from(data),
  ]);
}

const f32 = (shape: unknown, offsets: unknown) => ({ dtype: "F32", shape, data_offsets: offsets });

describe("parseSafetensors", () => {
  test("reads a hand-made file, at any alignment", () => {
    const header = `{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[3,11]},"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}`;
    const bytes = file(header, [7, 8, 9, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
    for (let shift = 0; shift < 8; shift++) {
      const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift);
      const { tensors, metadata } = parseSafetensors(shifted);
      expect(Object.fromEntries(metadata)).toEqual({ format: "pt" });
      expect(tensors).toEqual(
        new Map<string, Tensor>([
          ["a", tensor("uint8", [3], Uint8Array.of(7, 8, 9))],
          ["b", float32([1, 2], [1, -2])],
        ]),
      );
    }
  });

  test("reads every element type that it names", () => {
    const cases: [string, number[], Tensor][] = [
      ["BOOL", [1, 0], tensor("bool", [2], Uint8Array.of(1, 0))],
      ["U8", [255, 0], tensor("uint8", [2], Uint8Array.of(255, 0))],
      ["I8", [0x80, 0x7f], tensor("int8", [2], Int8Array.of(-128, 127))],
      ["I16", [0, 0x80, 1, 0], tensor("int32", [2], Int32Array.of(-32768, 1))],
      ["I32", [0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0], tensor("int32", [2], Int32Array.of(-1, 1))],
      ["I64", [2, ...Array(7).fill(0), ...Array(8).fill(0xff)], int64([2], [2, -1])],
      ["F16", [0, 0x3c, 1, 0], float32([2], [1, 2 ** -24])],
      ["BF16", [0x80, 0x3f, 0x80, 0xff], float32([2], [1, -Infinity])],
      ["F32", [0, 0, 0x80, 0x3f, 0, 0, 0, 0x80], float32([2], [1, -0])],
      [
        "F64",
        [...Array(6).fill(0), 0xf0, 0x3f, ...Array(8).fill(0)],
        tensor("float64", [2], Float64Array.of(1, 0)),
      ],
    ];
    for (const [dtype, bytes, expected] of cases) {
      const header = { x: { dtype, shape: [2], data_offsets: [0, bytes.length] } };
      expect(parseSafetensors(file(header, bytes)).tensors.get("x")).toEqual(expected);
    }
  });

  test("reads scalars, empty tensors and a file without tensors", () => {
    const header = { s: f32([], [0, 4]), e: f32([0, 3], [4, 4]), f: f32([2, 0], [0, 0]) };
    const { tensors } = parseSafetensors(file(header, 4));
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ["f", [2, 0]],
      ["s", []],
      ["e", [0, 3]],
    ]);
    expect(parseSafetensors(file("{}  ")).tensors.size).toBe(0);
  });

  test.each<[string, Uint8Array, string]>([
    [
      "a file shorter than its length field",
      Buffer.from("abc"),
      "m: has 3 bytes but safetensors starts with 8 that give the length of a header. The file is damaged or incomplete, copy or download it again.",
    ],
    [
      "a header beyond the end",
      file("{}").subarray(0, 9),
      "m: announces a header of 2 bytes but 1 follow. It is damaged, or no safetensors file (a small text file is a pointer of Git LFS): copy or download it again.",
    ],
    [
      "a hole",
      file({ a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, 12),
      'm: tensor "b" starts at byte 8 of the data but the one before it ends at 4. Do not use this file: its tensors leave a hole.',
    ],
    [
      "a hole at the start",
      file({ a: f32([1], [4, 8]) }, 8),
      'm: tensor "a" starts at byte 4 of the data but the one before it ends at 0. Do not use this file: its tensors leave a hole.',
    ],
    [
      "an overlap",
      file({ a: f32([2], [0, 8]), b: f32([2], [4, 12]) }, 12),
      'm: tensor "b" starts at byte 4 of the data but the one before it ends at 8. Do not use this file: its tensors overlap.',
    ],
    [
      "bytes left over",
      file({ a: f32([1], [0, 4]) }, 5),
      "m: its tensors take 4 bytes but 5 follow the header. The file is damaged or incomplete, copy or download it again.",
    ],
    [
      "a truncated file",
      file({ a: f32([1], [0, 4]) }, 3),
      "m: its tensors take 4 bytes but 3 follow the header. The file is damaged or incomplete, copy or download it again.",
    ],
    [
      "a shape that needs other bytes",
      file({ a: f32([5], [0, 16]) }, 16),
      'm: tensor "a" of shape [5] and type F32 needs 20 bytes but its offsets [0, 16] give it 16. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "a shape that overflows",
      file({ a: f32([2 ** 52, 2 ** 52, 16], [0, 16]) }, 16),
      'm: tensor "a" of shape [4503599627370496, 4503599627370496, 16] and type F32 needs 1.298074214633707e+33 bytes but its offsets [0, 16] give it 16. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "a negative shape",
      file({ a: f32([-4], [0, 16]) }, 16),
      'm: tensor "a" has the shape "[-4]" but a list of whole numbers from 0 is needed. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "a fractional shape",
      file({ a: f32([1.5], [0, 6]) }, 6),
      'm: tensor "a" has the shape "[1.5]" but a list of whole numbers from 0 is needed. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "no shape",
      file({ a: { dtype: "F32", data_offsets: [0, 4] } }, 4),
      'm: tensor "a" has the shape "none" but a list of whole numbers from 0 is needed. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "offsets in the wrong order",
      file({ a: f32([1], [4, 0]) }, 4),
      'm: tensor "a" of shape [1] and type F32 needs 4 bytes but its offsets [4, 0] give it -4. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "three offsets",
      file({ a: f32([1], [0, 4, 8]) }, 4),
      'm: tensor "a" has the data_offsets "[0,4,8]" but two whole numbers from 0 are needed. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "an unknown type",
      file({ a: { ...f32([1], [0, 1]), dtype: "F8_E4M3" } }, 1),
      'm: tensor "a" has the element type "F8_E4M3" but BOOL, U8, I8, I16, F16, BF16, I32, F32, F64, I64 are read. Convert the file to F32.',
    ],
    [
      "a type of the prototype",
      file({ a: { ...f32([1], [0, 4]), dtype: "constructor" } }, 4),
      'm: tensor "a" has the element type "constructor" but BOOL, U8, I8, I16, F16, BF16, I32, F32, F64, I64 are read. Convert the file to F32.',
    ],
    [
      "a tensor that is no object",
      file({ a: [] }),
      'm: tensor "a" is not described by an object. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "metadata that are no strings",
      file({ __metadata__: { a: 1 } }),
      'm: __metadata__ "a" is not a string. The file is damaged or incomplete, copy or download it again.',
    ],
    [
      "metadata that are no object",
      file({ __metadata__: "pt" }),
      "m: __metadata__ is not an object. The file is damaged or incomplete, copy or download it again.",
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parseSafetensors(bytes, "m")).toThrow(
      expect.objectContaining({ name: "CheckpointError", message }),
    );
  });

  test("refuses a header over the limit of the format without reading it", () => {
    const bytes = new Uint8Array(100_000_010);
    new DataView(bytes.buffer).setBigUint64(0, 100_000_001n, true);
    expect(() => parseSafetensors(bytes, "m")).toThrow(
      "m: announces a header of 100000001 bytes but the format allows 100000000. Do not use this file.",
    );
  });
});

describe("writeSafetensors", () => {
  const anyTensor: fc.Arbitrary<Tensor> = fc
    .record({
      dtype: fc.constantFrom<DType>(
        "float32",
        "float64",
        "int32",
        "int64",
        "bool",
        "uint8",
        "int8",
      ),
      shape: fc.array(fc.nat(3), { maxLength: 3 }),
      bytes: fc.uint8Array({ minLength: 27 * 8, maxLength: 27 * 8 }),
    })
    .map(({ dtype, shape, bytes }) => {
      const size = sizeOf(shape);
      const types = {
        float32: Float32Array,
        float64: Float64Array,
        int32: Int32Array,
        int64: BigInt64Array,
        bool: Uint8Array,
        uint8: Uint8Array,
        int8: Int8Array,
      };
      return tensor(dtype, shape, new types[dtype](bytes.slice().buffer, 0, size) as never);
    });
  const name = fc.string({ unit: "binary" }).filter((text) => !text.startsWith("__"));
  const tensorMap = fc
    .uniqueArray(fc.tuple(name, anyTensor), { selector: ([key]) => key, maxLength: 5 })
    .map((entries) => new Map(entries));
  const bits = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

  test("what is written is read back bit by bit, with its metadata", () => {
    const metadata = fc
      .dictionary(name, fc.string({ unit: "binary" }), { maxKeys: 3, noNullPrototype: true })
      .filter((record) => Object.keys(record).every((key) => key !== "__proto__"));
    fc.assert(
      fc.property(tensorMap, metadata, (tensors, record) => {
        const read = parseSafetensors(writeSafetensors(tensors, record));
        expect(Object.fromEntries(read.metadata)).toEqual(record);
        expect(read.tensors.size).toBe(tensors.size);
        for (const [key, written] of tensors) {
          const back = read.tensors.get(key) as Tensor;
          expect([back.dtype, back.shape]).toEqual([written.dtype, written.shape]);
          expect(bits(back).equals(bits(written))).toBe(true);
        }
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  test("the order in which tensors and metadata are given changes no byte", () => {
    fc.assert(
      fc.property(tensorMap, (tensors) => {
        const reversed = new Map([...tensors].reverse());
        const one = writeSafetensors(tensors, { a: "1", b: "2" });
        expect(writeSafetensors(reversed, { b: "2", a: "1" })).toEqual(one);
      }),
      { seed: 13, numRuns: 50 },
    );
  });

  test("the data start at a multiple of eight, after spaces", () => {
    for (let length = 0; length < 9; length++) {
      const bytes = writeSafetensors(new Map([["x".repeat(length), float32([1], [1])]]));
      expect((bytes.length - 4) % 8).toBe(0);
      expect(Buffer.from(bytes.subarray(8, -4)).toString()).toMatch(/^\{.*\} {0,7}$/);
    }
  });

  test("refuses the names that the format keeps for itself", () => {
    for (const name of ["__metadata__", "__proto__"])
      expect(() => writeSafetensors(new Map([[name, float32([0], [])]]))).toThrow(
        `a tensor cannot be named ${name}. Rename it.`,
      );
  });

  const written = ["bert-tiny", "bert-tiny-relu"]
    .flatMap((folder) => fixtureRoots(folder))
    .concat(fixtureRoots("torch"))
    .flatMap(({ name, path }) =>
      readdirSync(path)
        .filter((entry) => entry.endsWith(".safetensors") && !entry.startsWith("types."))
        .map((entry) => ({ name: `${name} ${entry}`, path: join(path, entry) })),
    );
  test.each(written)("gives the bytes of the reference implementation: $name", ({ path }) => {
    const bytes = readFileSync(path);
    const { tensors, metadata } = parseSafetensors(bytes);
    const again = writeSafetensors(tensors, Object.fromEntries(metadata));
    expect(Buffer.compare(again, bytes)).toBe(0);
  });
});
