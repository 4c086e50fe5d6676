import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCorpus, readTexts } from "./readCorpus.js";
import { writeCorpus } from "./writeCorpus.js";

let base = "";
let root = "";
let count = 0;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "raretag-"));
});
beforeEach(() => {
  root = join(base, String(count++));
});
afterAll(() => rm(base, { recursive: true }));

/** Lays down files by relative path. */
async function lay(files: Readonly<Record<string, string | Uint8Array>>) {
  await mkdir(root, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => new Error("accepted"),
    (cause: Error) => cause,
  );
  return error.message.replaceAll(root, "ROOT");
};
const SIGN = "T1\tSign 0 5\tfever\n";

describe("readCorpus", () => {
  test("reads a brat folder, nested ones too, sorted by id, and says what it left aside", async () => {
    await lay({
      "b.txt": "fever",
      "b.ann": `${SIGN}E1\tSign:T1\nE2\tSign:T1\n`,
      "a/v1.2.txt": "fever",
      "a/v1.2.ann": "T1\tDate 0 5\tcough\n",
      "a/plain.txt": "well",
      "given.txt": "fever",
      "given.a1": SIGN,
      "given.a2": "T2\tTrigger 0 5\tfever\n",
      "README.md": "",
      ".hidden.ann": "",
      LICENSE: "",
    });
    const { documents, problems, format, notices } = await readCorpus(root);
    expect(format).toBe("brat");
    expect(documents.map(({ id, mentions }) => [id, ...mentions.map(({ type }) => type)])).toEqual([
      ["a/plain"],
      ["a/v1.2", "Date"],
      ["b", "Sign"],
      ["given", "Sign"],
    ]);
    expect(problems.map(({ source, line }) => [source, line])).toEqual([
      [join(root, "a/v1.2.ann"), 1],
    ]);
    expect(notices).toEqual(
      expect.arrayContaining([
        "read as brat standoff",
        "files that are left aside, by extension: (none) 1, .md 1",
      ]),
    );
  });

  test("reads column files of a folder, and a single one", async () => {
    await lay({
      "train.tsv": "fever\tB-Sign\n\nwell\tO\n",
      "dev.tsv": "May\tB-Date\n",
      "SOURCE.md": "",
    });
    const folder = await readCorpus(root, { settings: { documents: "file" } });
    expect(folder).toMatchObject({
      format: "conll",
      documents: [
        { id: "dev", text: "May" },
        { id: "train", text: "fever\nwell" },
      ],
      notices: expect.arrayContaining([
        "tags are read as iob2",
        "files that are left aside, by extension: .md 1",
      ]),
    });
    const single = await readCorpus(join(root, "train.tsv"));
    expect(single.documents.map(({ id }) => id)).toEqual(["train-1", "train-2"]);
  });

  test("recognises column files called .txt, or named by themselves", async () => {
    await lay({ "train.txt": "EU NNP I-ORG\n", "eng.testa": "EU NNP I-ORG\n" });
    for (const path of [root, join(root, "train.txt"), join(root, "eng.testa")])
      expect((await readCorpus(path)).format).toBe("conll");
  });

  test("reads JSON lines, and a single brat document by either file", async () => {
    await lay({ "a.jsonl": '{"id":"x","text":"fever","mentions":[]}\n' });
    expect(await readCorpus(root)).toMatchObject({ format: "jsonl", documents: [{ id: "x" }] });
    await lay({ "n.txt": "fever", "n.ann": SIGN, "other.txt": "x" });
    for (const name of ["n.txt", "n.ann"])
      expect(await readCorpus(join(root, name))).toMatchObject({
        ...{ format: "brat", documents: [{ id: "n", mentions: [{ type: "Sign" }] }] },
        notices: ["read as brat standoff"],
      });
  });

  test("reads texts alone as documents without mentions", async () => {
    await lay({ "a.txt": "The patient is well." });
    for (const [format, taken] of [
      ["brat", "brat"],
      ["auto", "text"],
    ] as const) {
      const corpus = await readCorpus(root, { format });
      expect(corpus.format).toBe(taken);
      expect(corpus.documents).toEqual([{ id: "a", text: "The patient is well.", mentions: [] }]);
    }
  });

  test("follows links inside the folder, and lists those that leave it", async () => {
    await lay({
      "corpus/a.txt": "fever",
      "corpus/a.ann": SIGN,
      "secret.txt": "x",
      "out/b.txt": "x",
    });
    const corpus = join(root, "corpus");
    await symlink(join(corpus, "a.ann"), join(corpus, "b.ann"));
    await symlink("a.txt", join(corpus, "b.txt"));
    await symlink(join(root, "secret.txt"), join(corpus, "c.txt"));
    await symlink(join(root, "out"), join(corpus, "d"));
    await symlink("..", join(corpus, "e"));
    await symlink("nowhere", join(corpus, "f.txt"));
    const { documents, notices } = await readCorpus(corpus);
    expect(documents.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(notices).toEqual([
      "symbolic links out of the folder or to folders are not followed: c.txt, d, e, f.txt",
      "read as brat standoff",
    ]);
  });

  test("refuses a missing folder", async () => {
    expect(await refusal(readCorpus(join(root, "none")))).toBe(
      "ROOT/none: there is no such file or folder. Check the path.",
    );
  });

  test("refuses an unknown format", async () => {
    await lay({ "a.txt": "fever" });
    expect(await refusal(readCorpus(root, { format: "bart" }))).toMatch(
      /^ROOT: unknown corpus format "bart"\. Choose one of auto, brat, .*, text\.$/,
    );
  });

  test("refuses a corpus without files, and one without documents", async () => {
    await lay({});
    expect(await refusal(readCorpus(root))).toMatch(
      /^ROOT: the corpus is empty: there are no files\. Name the format, one of brat, .*\.$/,
    );
    await lay({ "a.tsv": "\n" });
    expect(await refusal(readCorpus(root, { format: "conll" }))).toBe(
      "ROOT: the corpus is empty: there is no document in its files, read as CoNLL columns. Check the path, or name the format.",
    );
  });

  test("complains of an annotation without its text, and reads the others", async () => {
    await lay({ "a.txt": "fever", "a.ann": SIGN, "sub/b.ann": SIGN });
    const { documents, problems } = await readCorpus(root);
    expect(documents.map(({ id }) => id)).toEqual(["a"]);
    expect(problems).toMatchObject([
      { source: join(root, "sub/b.ann"), code: "missing-text", lost: true },
    ]);
  });

  test("renames the second of two documents of one id, and says so", async () => {
    await lay({ "a.jsonl": '{"id":"x","text":"","mentions":[]}\n'.repeat(3) });
    const { documents, problems } = await readCorpus(root);
    expect(documents.map(({ id }) => id)).toEqual(["x", "x.2", "x.3"]);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ["duplicate-id", "a second document is called x, so it is x.2"],
      ["duplicate-id", "a second document is called x, so it is x.3"],
    ]);
  });

  test("reads bytes that are not UTF-8 as what they are, and says so", async () => {
    await lay({ "a.txt": Uint8Array.of(0x66, 0xe9, 0x76), "a.ann": "T1\tSign 0 3\tfév\n" });
    const { documents, problems } = await readCorpus(root);
    expect(documents[0]?.text).toBe("fév");
    expect(problems).toMatchObject([{ source: join(root, "a.txt"), code: "encoding" }]);
    expect(problems[0]?.message).toContain("Windows-1252");
  });

  test("goes by content: a name says little", async () => {
    const record = '{"id":"x","text":"fever","mentions":[]}\n';
    await lay({ "notes.dat": record, "eng.testa": "EU NNP I-ORG\n" });
    expect(await readCorpus(join(root, "notes.dat"))).toMatchObject({ format: "jsonl" });
  });

  test("takes the format of most files, and names the others", async () => {
    const record = '{"id":"x","text":"fever","mentions":[]}\n';
    await lay({ "a.jsonl": record, "n.txt": "fever", "n.ann": SIGN, "m.txt": "", "m.ann": "" });
    const { format, notices } = await readCorpus(root);
    expect(format).toBe("brat");
    expect(notices).toContain(
      "files that look like raretag JSON lines are left aside: read them by themselves",
    );
  });

  test("refuses a setting that the format does not have", async () => {
    await lay({ "a.jsonl": '{"id":"x","text":"","mentions":[]}\n' });
    expect(await refusal(readCorpus(root, { settings: { colour: "red" } }))).toBe(
      "--read: raretag JSON lines has no setting colour. Leave it out.",
    );
  });
});

describe("readTexts", () => {
  test("reads files of any name, folders and standard input, and numbers equal names", async () => {
    await lay({
      "notes/a.txt": "\ufeffone\r\n",
      "notes/sub/b.txt": "two",
      "notes/a.ann": "",
      "a.txt": "three",
      "c.md": "four",
    });
    async function* stdin() {
      const bytes = Buffer.from("é");
      yield bytes.subarray(0, 1); // a character cut by a chunk
      yield bytes.subarray(1);
    }
    const paths = ["notes", "a.txt", "c.md"].map((name) => join(root, name));
    const { documents, notices } = await readTexts([...paths, "-"], { stdin: stdin() });
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ["a", "\ufeffone\r\n"],
      ["sub/b", "two"],
      ["a-2", "three"],
      ["c.md", "four"],
      ["stdin", "é"],
    ]);
    expect(notices).toEqual(["a second text called a is called a-2"]);
  });

  test("refuses a missing path and a folder without texts", async () => {
    await lay({ "a.md": "" });
    expect(await refusal(readTexts([join(root, "b.txt")]))).toBe(
      "ROOT/b.txt: there is no such file or folder. Check the path.",
    );
    expect(await refusal(readTexts([root]))).toBe(
      "ROOT: there is no .txt among its 1 files. Name the files to annotate, or a folder of .txt files.",
    );
  });
});

describe("writeCorpus", () => {
  const documents = [
    { id: "a", text: "🩺 fever\r\n", mentions: [{ id: "T1", type: "Sign", start: 3, end: 8 }] },
    { id: "sub/b", text: "", mentions: [] },
  ];

  test("writes a folder that readCorpus reads back, and the configuration that brat needs", async () => {
    await writeCorpus(root, documents, { format: "brat", types: ["Date"] });
    expect(await readCorpus(root)).toMatchObject({ documents, problems: [] });
    const configuration = await readFile(join(root, "annotation.conf"), "utf8");
    expect(configuration.split("\n")).toEqual(expect.arrayContaining(["Date", "Sign"]));
  });

  test("writes one file of a format that has one", async () => {
    await lay({});
    const file = join(root, "a.jsonl");
    await writeCorpus(file, documents, { format: "jsonl" });
    expect((await readCorpus(file)).documents).toEqual(documents);
  });

  test("refuses an id that leads out of the folder, and writes nothing there", async () => {
    const outside = [{ id: "../b", text: "", mentions: [] }];
    await expect(writeCorpus(join(root, "in"), outside, { format: "brat" })).rejects.toThrow();
    await expect(readFile(join(root, "b.txt"))).rejects.toThrow();
  });

  test("refuses a format that is only read", async () => {
    expect(await refusal(writeCorpus(root, documents, { format: "text" }))).toMatch(
      'ROOT: no corpus format called "text" is written. Choose one of ',
    );
  });
});
