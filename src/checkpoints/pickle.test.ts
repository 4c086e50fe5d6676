import { describe, expect, test } from "vitest";
import { parsePickle } from "./pickle.js";

const GLOBALS = new Map([
  ["m.sum", (args: readonly unknown[]) => args.length],
  ["m.Type", undefined],
]);

const parse = (text: string) =>
  parsePickle({ bytes: Buffer.from(text, "latin1"), source: "p", globals: GLOBALS }).value;
const tuple = (...items: unknown[]) => ({ kind: "tuple", items });

describe("parsePickle", () => {
  // the bytes are what Python 3.11's pickle.dumps gives for the value named
  test.each<[string, string, unknown]>([
    ["None", "\x80\x02N.", null],
    ["True", "\x80\x02\x88.", true],
    ["-2", "\x80\x02J\xfe\xff\xff\xff.", -2],
    ["255", "\x80\x02K\xff.", 255],
    ["256", "\x80\x02M\x00\x01.", 256],
    ["2**31", "\x80\x02\x8a\x05\x00\x00\x00\x80\x00.", 2 ** 31],
    ["-2**31 - 1", "\x80\x02\x8a\x05\xff\xff\xff\x7f\xff.", -(2 ** 31) - 1],
    ["2**64", "\x80\x02\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01.", 2n ** 64n],
    ["1.5", "\x80\x02G\x3f\xf8\x00\x00\x00\x00\x00\x00.", 1.5],
    ["'é'", "\x80\x02X\x02\x00\x00\x00\xc3\xa9q\x00.", "é"],
    ["()", "\x80\x02).", tuple()],
    ["(1, 2, 3)", "\x80\x02K\x01K\x02K\x03\x87q\x00.", tuple(1, 2, 3)],
    ["(1, 2, 3, 4)", "\x80\x02(K\x01K\x02K\x03K\x04tq\x00.", tuple(1, 2, 3, 4)],
    ["[1]", "\x80\x02]q\x00K\x01a.", [1]],
    ["[1, 2]", "\x80\x02]q\x00(K\x01K\x02e.", [1, 2]],
    ["{'a': 1}", "\x80\x02}q\x00X\x01\x00\x00\x00aq\x01K\x01s.", new Map([["a", 1]])],
    [
      "{'a': 1, '__proto__': []}",
      "\x80\x02}q\x00(X\x01\x00\x00\x00aq\x01K\x01X\x09\x00\x00\x00__proto__q\x02]q\x03u.",
      new Map<string, unknown>([
        ["a", 1],
        ["__proto__", []],
      ]),
    ],
    [
      "b'ab', protocol 4",
      "\x80\x04\x95\x06\x00\x00\x00\x00\x00\x00\x00C\x02ab\x94.",
      Buffer.from("ab"),
    ],
    [
      "{1, 2}, protocol 4",
      "\x80\x04\x95\x0a\x00\x00\x00\x00\x00\x00\x00\x8f\x94(K\x01K\x02\x90.",
      new Set([1, 2]),
    ],
    [
      "('ab', 'ab') of one object, protocol 4",
      "\x80\x04\x95\x0a\x00\x00\x00\x00\x00\x00\x00\x8c\x02ab\x94h\x00\x86\x94.",
      tuple("ab", "ab"),
    ],
  ])("reads %s", (_, bytes, expected) => {
    expect(parse(bytes)).toEqual(expected);
  });

  test("calls only what the allow-list has, by either way of naming it", () => {
    expect(parse("\x80\x02cm\nsum\nK\x01K\x02\x86R.")).toBe(2);
    expect(parse("\x80\x04\x8c\x01m\x94\x8c\x03sum\x94\x93K\x01\x85R.")).toBe(1);
    expect(parse("\x80\x02cm\nsum\n)\x81.")).toBe(0);
  });

  test("says where the next pickle starts", () => {
    const bytes = Buffer.from("\x80\x02K\x01.\x80\x02K\x02.", "latin1");
    const first = parsePickle({ bytes, source: "p" });
    expect(first).toEqual({ value: 1, end: 5 });
    expect(parsePickle({ bytes, source: "p", start: first.end }).value).toBe(2);
  });

  test("reads a list that holds itself, and a nest that no stack could hold", () => {
    const cycle = parse("\x80\x02]q\x00h\x00a.") as unknown[];
    expect(cycle[0]).toBe(cycle);
    expect(Array.isArray(parse(`\x80\x02${"]".repeat(4e5)}${"a".repeat(4e5 - 1)}.`))).toBe(true);
  });

  const UNSAFE =
    "Nothing of it was run. Take a safetensors version of the model, or save its plain state_dict again where you trust it.";
  const DAMAGED = "The file is damaged or incomplete, copy or download it again.";
  test.each<[string, string, string]>([
    [
      "os.system, which is posix.system",
      "\x80\x02cposix\nsystem\nX\x01\x00\x00\x00a\x85R.",
      `p: the pickle asks for "posix.system", which no table of weights needs (before byte 16). ${UNSAFE}`,
    ],
    [
      "a global named on the stack",
      "\x80\x04\x8c\x08builtins\x8c\x04eval\x93.",
      `p: the pickle asks for "builtins.eval", which no table of weights needs (before byte 19). ${UNSAFE}`,
    ],
    [
      "a name that repaints the terminal",
      "\x80\x02ca\x1b[2J\nb\n.",
      `p: the pickle asks for "a\\u001b[2J.b", which no table of weights needs (before byte 11). ${UNSAFE}`,
    ],
    [
      "calling a type that may only be named",
      "\x80\x02cm\nType\n)R.",
      `p: the pickle calls m.Type (before byte 12). ${UNSAFE}`,
    ],
    [
      "calling a string",
      "\x80\x02X\x01\x00\x00\x00a)R.",
      `p: the pickle calls something that is no global (before byte 10). ${DAMAGED}`,
    ],
    [
      "calling with a list",
      "\x80\x02cm\nsum\n]R.",
      `p: the pickle calls with something that is no tuple (before byte 11). ${DAMAGED}`,
    ],
    [
      "INST, the call of protocol 0",
      "\x80\x02(ios\nsystem\n.",
      `p: the pickle has the opcode 0x69, which is not read (before byte 4). ${DAMAGED}`,
    ],
    [
      "OBJ",
      "\x80\x02(o.",
      `p: the pickle has the opcode 0x6f, which is not read (before byte 4). ${DAMAGED}`,
    ],
    [
      "an extension code",
      "\x80\x02\x82\x01.",
      `p: the pickle has the opcode 0x82, which is not read (before byte 3). ${DAMAGED}`,
    ],
    [
      "attributes of a list",
      "\x80\x02]}b.",
      `p: the pickle sets attributes of something that is no dict (before byte 5). ${DAMAGED}`,
    ],
    [
      "a persistent id that nobody expects",
      "\x80\x02NQ.",
      `p: the pickle refers to data outside of itself (before byte 4). ${DAMAGED}`,
    ],
    ["nothing", "", `p: the pickle needs 1 bytes but 0 are left (before byte 0). ${DAMAGED}`],
    [
      "an end within a number",
      "\x80\x02J\x01.",
      `p: the pickle needs 4 bytes but 2 are left (before byte 3). ${DAMAGED}`,
    ],
    [
      "an end within a name",
      "\x80\x02cm",
      `p: the pickle ends within a name (before byte 3). ${DAMAGED}`,
    ],
    [
      "an end without STOP",
      "\x80\x02N",
      `p: the pickle needs 1 bytes but 0 are left (before byte 3). ${DAMAGED}`,
    ],
    [
      "a string longer than the file",
      "\x80\x02X\xff\xff\xff\xffa.",
      `p: the pickle needs 4294967295 bytes but 2 are left (before byte 7). ${DAMAGED}`,
    ],
    [
      "a string of 2^63 bytes",
      "\x80\x04\x8d\x00\x00\x00\x00\x00\x00\x00\x80a.",
      `p: the pickle needs 9223372036854776000 bytes but 2 are left (before byte 11). ${DAMAGED}`,
    ],
    [
      "a string that is not UTF-8",
      "\x80\x02X\x01\x00\x00\x00\xff.",
      `p: the pickle holds a string that is not UTF-8 (before byte 8). ${DAMAGED}`,
    ],
    [
      "a huge integer",
      "\x80\x02\x8b\x00\x01\x00\x00.",
      `p: the pickle holds an integer of 256 bytes but 255 are read (before byte 7). ${DAMAGED}`,
    ],
    [
      "STOP on an empty stack",
      "\x80\x02.",
      `p: the pickle takes more values than it gave (before byte 3). ${DAMAGED}`,
    ],
    [
      "a tuple of more than there is",
      "\x80\x02N\x86.",
      `p: the pickle takes more values than it gave (before byte 4). ${DAMAGED}`,
    ],
    [
      "taking values from below a mark",
      "\x80\x02N(\x85.",
      `p: the pickle takes more values than it gave (before byte 5). ${DAMAGED}`,
    ],
    [
      "a mark that was never set",
      "\x80\x02t.",
      `p: the pickle closes a mark that it did not open (before byte 3). ${DAMAGED}`,
    ],
    [
      "a memo that was never set",
      "\x80\x02h\x07.",
      `p: the pickle recalls value 7 before storing it (before byte 4). ${DAMAGED}`,
    ],
    [
      "a key of a list",
      "\x80\x02]NNs.",
      `p: the pickle sets a key of something that is no dict (before byte 6). ${DAMAGED}`,
    ],
    [
      "a key without a value",
      "\x80\x02}(Nu.",
      `p: the pickle gives a key without a value (before byte 6). ${DAMAGED}`,
    ],
    [
      "an item of a dict",
      "\x80\x02}Na.",
      `p: the pickle appends to something that is no list (before byte 5). ${DAMAGED}`,
    ],
    [
      "a member of a list",
      "\x80\x04](N\x90.",
      `p: the pickle adds to something that is no set (before byte 6). ${DAMAGED}`,
    ],
    [
      "a global named by a number",
      "\x80\x04K\x01K\x02\x93.",
      `p: the pickle names a global with something that is no string (before byte 7). ${DAMAGED}`,
    ],
    [
      "protocol 0",
      "(lp0\n.",
      `p: this is no pickle of protocol 2 or later (before byte 1). ${DAMAGED}`,
    ],
    [
      "protocol 6",
      "\x80\x06N.",
      `p: the pickle has protocol 6 but 2 to 5 are read (before byte 2). ${DAMAGED}`,
    ],
    [
      "more values than any model has",
      `\x80\x02${"}".repeat(1_000_001)}.`,
      "p: the pickle has more than 1000000 steps (before byte 1000003). Save the plain state_dict of the model.",
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parse(bytes)).toThrow(
      expect.objectContaining({ name: "CheckpointError", message }),
    );
  });

  test("takes time in proportion to its bytes, however marks and memos are used", () => {
    const many = 200_000;
    const start = performance.now();
    parse(`\x80\x02${"N".repeat(many)}${"(1".repeat(many)}.`);
    parse(`\x80\x02]q\x00${"(e".repeat(many)}${"h\x00".repeat(many)}.`);
    expect(performance.now() - start).toBeLessThan(5000); // copying the stack at each mark takes minutes
  });
});
