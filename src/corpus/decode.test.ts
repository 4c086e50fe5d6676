import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Line, linesOf, piecesOf, textOf, textOfHead } from "./decode.js";
import type { Problem } from "./document.js";
import type { SourceFile } from "./format.js";

/** A file whose stream comes in chunks of `chunk` bytes. */
function fileOf(content: string | Uint8Array, chunk = 65_536): SourceFile {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return {
    ...{ path: "a.txt", key: "a", extension: ".txt" },
    bytes: async () => bytes,
    async *stream() {
      for (let i = 0; i < bytes.length; i += chunk) yield bytes.subarray(i, i + chunk);
    },
  };
}

async function collect<T>(
  read: (context: { onProblem: (problem: Problem) => void }) => AsyncIterable<T> | Promise<T>,
) {
  const problems: Problem[] = [];
  const given = read({ onProblem: (problem) => problems.push(problem) });
  const values: T[] = [];
  if (given instanceof Promise) values.push(await given);
  else for await (const value of given) values.push(value);
  return { values, problems };
}

const text = async (content: string | Uint8Array) => {
  const { values, problems } = await collect((context) => textOf(fileOf(content), context));
  return { text: values[0] as string, problems };
};
const lines = async (content: string | Uint8Array, chunk?: number) => {
  const read = await collect<Line>((context) => linesOf(fileOf(content, chunk), context));
  return { lines: read.values.map(({ text }) => text), problems: read.problems };
};
const utf16 = (content: string) => Buffer.from(content, "utf16le");
const latin1 = (content: string) => Buffer.from(content, "latin1");
const long = "x".repeat(70_000);

describe("textOf", () => {
  test("keeps every character of UTF-8, a byte order mark and NUL too", async () => {
    const all = "\ufeffé\u0000🩺\r\nno\rfever\u0085\u2028";
    expect(await text(all)).toEqual({ text: all, problems: [] });
    expect(await text("")).toEqual({ text: "", problems: [] });
  });

  test.each([
    ["a mark", utf16("\ufeffFièvre 🩺\r\n"), "UTF-16 LE, told by its byte order mark"],
    [
      "a mark, swapped",
      utf16("\ufeffFièvre 🩺\r\n").swap16(),
      "UTF-16 BE, told by its byte order mark",
    ],
    ["zero bytes", utf16("Fièvre 🩺\r\n"), "UTF-16 LE, told by its zero bytes"],
  ])("reads UTF-16 by %s and says so", async (_, bytes, told) => {
    expect(await text(bytes)).toEqual({
      text: "Fièvre 🩺\r\n",
      problems: [{ source: "a.txt", code: "encoding", message: `the file is ${told}` }],
    });
  });

  test("reads what is not UTF-8 as Windows-1252 and names the byte", async () => {
    expect(await text(latin1("\x9339\xb0\x94 f\xfcr gro\xdf\x93"))).toEqual({
      text: "“39°” für groß“",
      problems: [
        {
          ...{ source: "a.txt", at: "byte 0", code: "encoding" },
          message: "byte 0 is not UTF-8, so from there on the file is read as Windows-1252",
        },
      ],
    });
  });

  test("keeps UTF-8 around broken bytes where most of it is sound", async () => {
    const damaged = Buffer.concat([
      Buffer.from("fièvre élevée "),
      latin1("\xe9\x80"),
      Buffer.from("à 39 °C"),
      latin1("\xf0\x9f"),
    ]);
    const { text: read, problems } = await text(damaged);
    expect(read).toBe("fièvre élevée é€à 39 °CðŸ");
    expect(problems).toMatchObject([{ at: "byte 17", code: "encoding" }]);
  });

  test.each([
    ["UTF-32", Uint8Array.of(0xff, 0xfe, 0, 0, 0x41, 0, 0, 0)],
    ["no text", Buffer.from("504b0304140000000800e9a1b2c3d4e5f6ff", "hex")],
  ])("reads nothing of %s and says so", async (what, bytes) => {
    const { text: read, problems } = await text(bytes);
    expect(read).toBe("");
    expect(problems).toEqual([
      {
        ...{ source: "a.txt", code: "encoding", lost: true },
        message: expect.stringContaining(what),
      },
    ]);
  });

  test("replaces half a character of UTF-16, so that no offset moves", async () => {
    const halves = Buffer.concat([utf16("\ufeffa\ud800b\udc00c\ud83e"), Buffer.of(0x41)]);
    const { text: read, problems } = await text(halves);
    expect(read).toBe("a\ufffdb\ufffdc\ufffd\ufffd");
    expect(problems.filter(({ lost }) => lost)).toHaveLength(1);
  });
});

describe("textOfHead", () => {
  test("is the text of bytes in any encoding, without a character that their end cuts", () => {
    expect(textOfHead(Buffer.from("fièvre").subarray(0, 3))).toBe("fi");
    expect(textOfHead(utf16("\ufeff{}"))).toBe("{}");
    expect(textOfHead(latin1("fi\xe8vre"))).toBe("fièvre");
  });
});

describe("piecesOf", () => {
  const part = fc.constantFrom(
    "a",
    "é",
    "\u0301",
    "🩺",
    "\r",
    "\n",
    "\ufeff",
    "\u0000",
    " fever ",
    long,
  );
  const content = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));
  const encoded = fc.oneof(
    content.map((c) => Buffer.from(c)),
    content.map((c) => utf16(`\ufeff${c}`)),
    content.map((c) => utf16(`\ufeff${c}`).swap16()),
    content.map((c) => latin1(c)),
    fc
      .tuple(content, fc.uint8Array({ maxLength: 9 }), content)
      .map(([a, b, c]) => Buffer.concat([Buffer.from(a), b, Buffer.from(c)])),
  );

  test("gives in pieces of well-formed text what textOf gives at once, however the file is cut", async () => {
    await fc.assert(
      fc.asyncProperty(encoded, fc.constantFrom(997, 65_536, 1 << 20), async (bytes, chunk) => {
        const { values, problems } = await collect((context) =>
          piecesOf(fileOf(bytes, chunk), context),
        );
        const whole = await text(bytes);
        expect(values.join("") === whole.text.replace(/^\ufeff/, "")).toBe(true);
        expect(values.some((piece) => /\p{Surrogate}/u.test(piece))).toBe(false);
        expect(problems).toEqual(whole.problems);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test("goes on in Windows-1252 where a file is found not to be UTF-8 late", async () => {
    const { text: read, problems } = await text(latin1(`${long}gro\xdf f\xfcr gro\xdf\x93`));
    expect(read.slice(-14)).toBe("groß für groß“");
    expect(problems).toMatchObject([{ at: "byte 70003" }]);
  });

  test("reads broken bytes alone as Windows-1252 where characters of UTF-8 came before", async () => {
    const bytes = Buffer.concat([Buffer.from(`é${long}`), latin1("\xe9"), Buffer.from("é")]);
    expect((await text(bytes)).text.slice(-2)).toBe("éé");
  });
});

describe("linesOf", () => {
  test.each<[string, string, string[]]>([
    ["LF", "a\nb\n\nc\n", ["a", "b", "", "c"]],
    ["CRLF", "a\r\nb\r\n\r\nc", ["a", "b", "", "c"]],
    ["CR without LF", "a\rb\r\rc\r", ["a", "b", "", "c"]],
    ["one CR", "a\r", ["a"]],
    ["a stray CR", "a\rb\nc\r", ["a\rb", "c\r"]],
    ["CR before CRLF", "a\r\r\nb", ["a\r", "b"]],
    ["LF and CRLF", "a\nb\r\nc", ["a", "b", "c"]],
    ["other line separators", "a\u2028b\u0085c\vd\n", ["a\u2028b\u0085c\vd"]],
    ["no character", "", []],
    ["a mark", "\ufeffa\nb", ["a", "b"]],
    ["a first line longer than the head, then LF", `${long}\nb\rc\n`, [long, "b\rc"]],
    ["a first line longer than the head, then CR", `${long}\rb\r`, [long, "b"]],
    [
      "a CR that ends the head, then LF",
      `${long.slice(0, 65_535)}\r\na\n`,
      [long.slice(0, 65_535), "a"],
    ],
  ])("splits a file with %s, in chunks of any size", async (_, content, expected) => {
    for (const chunk of [1, 7, 65_536]) {
      expect((await lines(content, chunk)).lines).toEqual(expected);
      expect((await lines(utf16(`\ufeff${content}`), chunk)).lines).toEqual(expected);
    }
  });

  test("numbers lines from 1", async () => {
    const { values } = await collect<Line>((context) => linesOf(fileOf("a\n\nb"), context));
    expect(values.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  test("reads a line of 64 MiB in linear time", async () => {
    const bytes = Buffer.alloc(64 << 20, "a");
    const start = performance.now();
    const { values } = await collect<number>(async function* (context) {
      for await (const { text } of linesOf(fileOf(bytes), context)) yield text.length;
    });
    expect(values).toEqual([64 << 20]);
    expect(performance.now() - start).toBeLessThan(10_000); // 1,024 pieces: copying the line for each is 34 GB
  });

  test("holds no more than the lines that it gives", async () => {
    let asked = 0;
    const endless: SourceFile = {
      ...fileOf(""),
      async *stream() {
        for (;;) {
          asked++;
          yield Buffer.from("fever\n".repeat(10_000));
        }
      },
    };
    let taken = 0;
    for await (const _ of linesOf(endless, { onProblem: () => undefined }))
      if (++taken === 25_000) break;
    expect(asked).toBeLessThan(6);
  });
});
