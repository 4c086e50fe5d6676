import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { mutated, seedFiles } from "./mutations.js";
import { FUZZ_LIMIT, FUZZ_SEED, fuzzed } from "./runs.js";
import { openSandbox } from "./sandbox.js";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const read = (bytes: Uint8Array) => sandbox.read("safetensors", { "model.safetensors": bytes });

/** A file with any header, of any announced length. */
function file(header: string | Uint8Array, data = 0, announced?: bigint): Buffer {
  const bytes = Buffer.from(header as string);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(announced ?? BigInt(bytes.length));
  return Buffer.concat([length, bytes, Buffer.alloc(data)]);
}

/** The rules of the format in exact integers, for headers without equal keys: do they allow the file? */
const BITS: Readonly<Record<string, number>> = {
  ...{ BOOL: 8, U8: 8, I8: 8, I16: 16, F16: 16, BF16: 16, I32: 32, F32: 32, F64: 64, I64: 64 },
};
interface Entry {
  readonly dtype: unknown;
  readonly shape: unknown;
  readonly data_offsets: unknown;
}
function allowed(header: Readonly<Record<string, Entry>>, data: number): boolean {
  const whole = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
  const extents: [number, number][] = [];
  for (const { dtype, shape, data_offsets: offsets } of Object.values(header)) {
    if (!Array.isArray(shape) || !shape.every(whole)) return false;
    if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole)) return false;
    const bits = BITS[dtype as string];
    const [start, end] = offsets as [number, number];
    const elements = shape.reduce((product, dim) => product * BigInt(dim), 1n);
    if (bits === undefined || elements * BigInt(bits / 8) !== BigInt(end) - BigInt(start))
      return false;
    extents.push([start, end]);
  }
  let at = 0;
  for (const [start, end] of extents.sort(([a, b], [c, d]) => a - c || b - d)) {
    if (start !== at) return false;
    at = end;
  }
  return at === data;
}

describe(`reading safetensors, seed ${FUZZ_SEED}`, () => {
  const seeds = seedFiles(".safetensors");

  test(
    "damaged files are read or refused",
    async () => {
      const outcomes = new Set<string>();
      expect(seeds.length).toBeGreaterThan(20);
      await fc.assert(
        fc.asyncProperty(mutated(seeds), async (bytes) => {
          const { refusal } = await read(bytes);
          outcomes.add(refusal === undefined ? "read" : refusal.replace(/\d+|"[^"]*"/g, ""));
        }),
        fuzzed(600),
      );
      expect(outcomes).toContain("read");
      expect(outcomes.size).toBeGreaterThan(10); // so many different refusals were reached
    },
    FUZZ_LIMIT,
  );

  const size = fc.constantFrom(0, 1, 2, 3, 4, 8, 12, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e308);
  const number = fc.oneof(
    { arbitrary: size, weight: 8 },
    fc.constantFrom(-1, 0.5, -0, null, "4", true),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const wild = fc.record({
    dtype: fc.oneof(fc.constantFrom(...Object.keys(BITS)), fc.jsonValue({ maxDepth: 2 })),
    shape: fc.oneof(
      { arbitrary: fc.array(number, { maxLength: 4 }), weight: 8 },
      fc.jsonValue({ maxDepth: 2 }),
    ),
    data_offsets: fc.array(number, { maxLength: 3 }),
  });
  /** entries that follow the rules, laid one after the other; some then moved by a few bytes */
  const tame = fc
    .array(
      fc.record({
        dtype: fc.constantFrom(...Object.keys(BITS)),
        shape: fc.array(fc.nat(3), { maxLength: 3 }),
        shift: fc.oneof({ arbitrary: fc.constant(0), weight: 12 }, fc.integer({ min: -4, max: 4 })),
      }),
      { maxLength: 5 },
    )
    .map((entries) => {
      let at = 0;
      return entries.map(({ dtype, shape, shift }) => {
        const start = at + shift;
        at += shape.reduce((product, dim) => product * dim, (BITS[dtype] as number) / 8);
        return { dtype, shape, data_offsets: [start, at + shift] };
      });
    });

  test(
    "headers of any structure are read exactly where the format allows them",
    async () => {
      let read_ = 0;
      const headers = fc
        .tuple(
          fc.oneof({ arbitrary: tame, weight: 2 }, fc.array(wild, { maxLength: 3 })),
          fc.uniqueArray(fc.string({ unit: "binary" }), { minLength: 5, maxLength: 5 }),
        )
        .map(([entries, names]) =>
          entries.map((entry, i): [string, Entry] => [names[i] as string, entry]),
        )
        .filter((entries) => entries.every(([n]) => n !== "__proto__" && n !== "__metadata__"));
      const last = (entries: [string, Entry][]) => {
        const ends = entries.map(([, { data_offsets: offsets }]) => (offsets as unknown[])[1]);
        return Math.max(0, ...ends.map((end) => (Number(end) < 1000 ? Number(end) : 0)));
      };
      await fc.assert(
        fc.asyncProperty(headers, fc.nat(20), async (entries, kind) => {
          const data = kind === 0 ? 5 : Math.floor(last(entries));
          const header = Object.fromEntries(entries);
          const { value, refusal } = await read(file(JSON.stringify(header), data));
          expect(refusal === undefined).toBe(allowed(header, data));
          if (refusal !== undefined) return;
          read_++;
          const found = value as { name: string; shape: number[] }[];
          expect(new Map(found.map(({ name, shape }) => [name, shape]))).toEqual(
            new Map(entries.map(([name, { shape }]) => [name, shape])),
          );
        }),
        fuzzed(600),
      );
      expect(read_).toBeGreaterThan(50);
    },
    FUZZ_LIMIT,
  );

  const DEEP = 100_000;
  const nest = (open: string, close: string) => open.repeat(DEEP) + close.repeat(DEEP);
  test.each<[string, Uint8Array]>([
    ["a length of 2^63", file("{}", 0, 2n ** 63n)],
    ["a length of 2^64 - 1", file("{}", 0, 2n ** 64n - 1n)],
    ["a length that wraps around with the eight bytes before it", file("{}", 0, 2n ** 64n - 8n)],
    [
      "a shape nested deeply",
      file(`{"a":{"dtype":"F32","shape":${nest("[", "]")},"data_offsets":[0,0]}}`),
    ],
    [
      "an element type nested deeply",
      file(`{"a":{"dtype":${nest("[", "]")},"shape":[],"data_offsets":[0,4]}}`, 4),
    ],
    [
      "offsets nested deeply",
      file(`{"a":{"dtype":"U8","shape":[],"data_offsets":${nest("[", "]")}}}`),
    ],
    ["objects nested deeply", file(`${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`)],
    ["metadata nested deeply", file(`{"__metadata__":{"a":${nest("[", "]")}}}`)],
    [
      "an element type that cannot become text",
      file('{"a":{"dtype":{"toString":1},"shape":[],"data_offsets":[0,4]}}', 4),
    ],
    [
      "a million axes",
      file(`{"a":{"dtype":"U8","shape":[${"1,".repeat(1e6)}2],"data_offsets":[0,1]}}`, 1),
    ],
    [
      "a product beyond every number",
      file(
        `{"a":{"dtype":"U8","shape":[${"9007199254740991,".repeat(64)}0],"data_offsets":[0,0]}}`,
      ),
    ],
    ["a name of a megabyte", file(`{"${"n".repeat(1e6)}":1}`)],
    ["a name that is no UTF-8", file(Buffer.from('{"\xff":{}}', "latin1"))],
    ["half a surrogate as a name", file('{"\\ud800":{"dtype":"U8"}}')],
    ["an open string", file('{"a')],
    ["an open escape", file('{"a\\')],
    ["many empty objects", file(`{"a":[${"{},".repeat(1e6)}{}]}`)],
    ["many empty lists", file(`{"a":[${"[],".repeat(3e6)}[]]}`)],
  ])("refuses %s", async (_, bytes) => {
    expect((await read(bytes)).refusal).toMatch(/model\.safetensors: .+\. .+\.$/);
  });
});
