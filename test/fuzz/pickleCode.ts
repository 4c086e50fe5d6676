/** Pickles written opcode by opcode. */
import fc from "fast-check";
import { numbers } from "./zipFile.js";

const code = (text: string) => Buffer.from(text, "latin1");

/** BINUNICODE of a text. */
export function unicode(text: string): Buffer {
  return Buffer.concat([code("X"), numbers([Buffer.byteLength(text), 4]), Buffer.from(text)]);
}

/** BININT of a number. */
export function int(value: number): Buffer {
  return Buffer.concat([code("J"), numbers([value, 4])]);
}

/** A pickle of protocol 2 with these opcodes. */
export function pickle(...opcodes: readonly (Uint8Array | string)[]): Buffer {
  const parts = opcodes.map((part) => (typeof part === "string" ? code(part) : part));
  return Buffer.concat([code("\x80\x02"), ...parts, code(".")]);
}

/** Opcodes that push a storage of floats. */
export function storage(key: string, elements: number): Buffer {
  return Buffer.concat([
    ...[code("("), unicode("storage"), code("ctorch\nFloatStorage\n"), unicode(key)],
    ...[unicode("cpu"), int(elements), code("tQ")],
  ]);
}

/** Opcodes that push a tensor of one axis, given those that push its storage. */
export function tensor(on: Uint8Array, { size = 1, stride = 1 } = {}): Buffer {
  return Buffer.concat([
    ...[code("ctorch._utils\n_rebuild_tensor_v2\n("), on, int(0), int(size), code("\x85")],
    ...[int(stride), code("\x85\x89}tR")],
  ]);
}

/** Opcodes that push a dict. */
export function dict(items: Readonly<Record<string, Uint8Array>>): Buffer {
  const pairs = Object.entries(items).flatMap(([key, value]) => [unicode(key), value]);
  return Buffer.concat([code("}("), ...pairs, code("u")]);
}

/** The layout of torch before 1.6. @param root a pickle of the value */
export function legacyFile(
  root: Uint8Array,
  keys: readonly string[] = [],
  data: Uint8Array = code(""),
): Buffer {
  const magic = code("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19");
  const listed = pickle("](", ...keys.map(unicode), "e");
  return Buffer.concat([pickle(magic), pickle(int(1001)), pickle("}"), root, listed, data]);
}

const GLOBALS = [
  ...[
    "ctorch._utils\n_rebuild_tensor_v2\n",
    "ctorch._utils\n_rebuild_parameter\n",
    "ctorch\nSize\n",
  ],
  ...[
    "ccollections\nOrderedDict\n",
    "ctorch\nFloatStorage\n",
    "cposix\nsystem\n",
    "c__builtin__\neval\n",
  ],
  ...["cObject\nconstructor\n", "c__proto__\n__proto__\n", "ctorch\n\n"],
];
const BARE = [..."(012N\x88\x89]aeu}s\x8f\x90\x91)\x85\x86\x87t\x94\x93R\x81bQ."];
const COUNTS = [0, 1, 2, 0x7fffffff, 0xffffffff];

/** Any opcodes, most of them with arguments as they should be, some with huge ones. */
export const opcodes: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...BARE).map(code), weight: 8 },
      fc.constantFrom(...GLOBALS).map(code),
      fc.constantFrom("storage", "state_dict", "cpu", "0", "__proto__").map(unicode),
      fc.integer({ min: -3, max: 1001 }).map(int),
      fc
        .tuple(fc.constantFrom(..."hqK"), fc.nat(8))
        .map(([op, n]) => code(op + String.fromCharCode(n))),
      fc
        .tuple(fc.constantFrom(..."jrXTB\x8b"), fc.constantFrom(...COUNTS))
        .map(([op, count]) => Buffer.concat([code(op), numbers([count, 4])])),
      fc
        .tuple(
          fc.constantFrom(..."\x8d\x8e\x95"),
          fc.constantFrom(0n, 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n),
        )
        .map(([op, count]) => Buffer.concat([code(op), numbers([count, 8])])),
      fc.constant(storage("0", 2)),
      fc.constant(tensor(storage("0", 2))),
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.concat(parts));
