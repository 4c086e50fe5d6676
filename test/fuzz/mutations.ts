/** Damage to the bytes of a file: flips, truncations, insertions, splices and lying numbers. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { fixtureRoots } from "../fixtureRoots.js";

/** A file that fuzzing starts from. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Hostile and ordinary files that end in `ending`, own and shared. */
export function seedFiles(ending: string): Seed[] {
  const folders = ["hostile", "torch", "bert-tiny", "knn", "encoder", "tokenizer"];
  return folders.flatMap(fixtureRoots).flatMap(({ path }) =>
    readdirSync(path)
      .filter((file) => file.endsWith(ending))
      .map((file) => ({ name: join(path, file), bytes: readFileSync(join(path, file)) }))
      .filter(({ bytes }) => bytes.length < 100_000),
  );
}

type Mutation = (bytes: Buffer) => Buffer;

/** A place in a file: near its start or end, where the structure lies, or anywhere. */
const place: fc.Arbitrary<(length: number) => number> = fc.oneof(
  fc.nat(300).map((at) => (length: number) => Math.min(at, length)),
  fc.nat(300).map((at) => (length: number) => Math.max(0, length - at)),
  fc.double({ min: 0, max: 1, noNaN: true }).map((x) => (length: number) => Math.floor(x * length)),
);

/** Numbers that sizes and offsets break at. */
const boundary = fc.constantFrom(
  ...[0n, 1n, 0x7fn, 0xffn, 0xffffn, 0x7fffffffn, 0x80000000n, 0xfffffffen, 0xffffffffn],
  ...[2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n],
);

function replaced(bytes: Buffer, start: number, part: Uint8Array): Buffer {
  const whole = Buffer.from(bytes);
  whole.set(part.subarray(0, Math.max(0, whole.length - start)), start);
  return whole;
}

function inserted(bytes: Buffer, start: number, part: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, start), part, bytes.subarray(start)]);
}

/** A mutation of one kind; `donors` are what splices come from. */
function mutation(donors: readonly Seed[]): fc.Arbitrary<Mutation> {
  const flip = fc.tuple(place, fc.nat(255)).map(
    ([at, byte]): Mutation =>
      (b) =>
        replaced(b, at(b.length), Uint8Array.of(byte)),
  );
  const number = fc.tuple(place, boundary, fc.constantFrom(2, 4, 8)).map(
    ([at, value, size]): Mutation =>
      (b) => {
        const field = Buffer.alloc(8);
        field.writeBigUInt64LE(value);
        return replaced(b, at(b.length), field.subarray(0, size));
      },
  );
  const truncation = place.map(
    (at): Mutation =>
      (b) =>
        b.subarray(0, at(b.length)),
  );
  const insertion = fc.tuple(place, fc.uint8Array({ maxLength: 40 })).map(
    ([at, part]): Mutation =>
      (b) =>
        inserted(b, at(b.length), part),
  );
  const splice = fc.tuple(place, place, fc.nat(400), fc.constantFrom(...donors)).map(
    ([at, from, length, donor]): Mutation =>
      (b) => {
        const start = from(donor.bytes.length);
        return inserted(b, at(b.length), donor.bytes.subarray(start, start + length));
      },
  );
  const deletion = fc.tuple(place, fc.nat(60)).map(
    ([at, length]): Mutation =>
      (b) =>
        Buffer.concat([b.subarray(0, at(b.length)), b.subarray(at(b.length) + length)]),
  );
  return fc.oneof(
    { arbitrary: flip, weight: 4 },
    { arbitrary: number, weight: 4 },
    truncation,
    insertion,
    splice,
    deletion,
  );
}

/** One of `seeds` with up to four injuries. */
export function mutated(seeds: readonly Seed[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation(seeds), { maxLength: 4 }))
    .map(([{ bytes }, mutations]) =>
      mutations.reduce<Buffer>((damaged, mutate) => mutate(damaged), Buffer.from(bytes)),
    );
}
