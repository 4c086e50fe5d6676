/** Bad input ends with exit code 2 and one line that names place, values and way out, never a word of a document. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { FORMATS } from "../../src/corpus/index.js";
import { ENCODER, piped, raretag, SMALL, temporaryFolder, trainSmall } from "./raretag.js";

/** A word that stands in every text of these tests; no message may hold it. */
const SECRET = "Xyzzyplugh";
const folder = temporaryFolder();
const [corpus, model] = [folder.path("corpus"), folder.path("model")];

/** Writes a brat folder of `name.ann` or `name.txt` to content. */
function brat(name: string, files: Readonly<Record<string, string>>): string {
  const path = folder.path(name);
  mkdirSync(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(`${path}/${file}`, content);
  return path;
}

const TEXT = `${SECRET} is a woman with fever.\n`;
const ANN = `T1\tName 0 10\t${SECRET}\nT2\tSign 27 32\tfever\n`;
const GOOD = { "a.txt": TEXT, "a.ann": ANN, "b.txt": TEXT, "b.ann": ANN };

beforeAll(async () => {
  brat("corpus", GOOD);
  expect((await trainSmall(corpus, model, "--dev", "none")).code).toBe(0);
});
afterAll(() => folder.remove());
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Expects a refusal whose last line on standard error is `message`; notes may stand before it. */
async function expectRefusal(
  outcome: Promise<Awaited<ReturnType<typeof raretag>>>,
  message: string,
) {
  const { code, stdout, stderr } = await outcome;
  const lines = stderr.split("\n");
  expect(lines.slice(0, -2).filter((line) => !line.startsWith("note: "))).toEqual([]);
  expect({ code, stdout, message: lines.at(-2) }).toEqual({ code: 2, stdout: "", message });
  expect(stderr).not.toContain(SECRET);
}

describe("raretag train refuses", () => {
  const out = folder.path("out");
  const train = (path: string, ...more: string[]) => trainSmall(path, out, ...more);

  test("a folder that is missing", async () => {
    const path = folder.path("missing");
    await expectRefusal(train(path), `${path}: there is no such file or folder. Check the path.`);
  });

  test.each([
    [
      "an annotation without its text",
      { "a.ann": ANN },
      (at: string) =>
        `${at}: the corpus is empty: there is no document in its files, read as brat standoff (${at}/a.ann: there is no a.txt beside these annotations). Check the path, or name the format.`,
    ],
    [
      "an offset past the end",
      { ...GOOD, "b.ann": `T1\tName 0 99\t${SECRET}\n` },
      (at: string) =>
        `${at}/b.ann:1: entity "T1" ends at 99 but the text has 34 code points. Correct it, or go on without it: --skip-unreadable.`,
    ],
    [
      "a line that is none of brat's",
      { ...GOOD, "b.ann": `${SECRET} is here\n` },
      (at: string) =>
        `${at}/b.ann:1: line of unknown kind, expected one that starts with T, R, E, A, M, N, * or #. Correct it, or go on without it: --skip-unreadable.`,
    ],
    [
      "a corpus without a file",
      {},
      (at: string) =>
        `${at}: the corpus is empty: there are no files. Name the format, one of ${FORMATS.map(({ name }) => name).join(", ")}.`,
    ],
    [
      "files of an unknown kind",
      { "a.xml": TEXT },
      (at: string) =>
        `${at}: unknown corpus format: no file among 1 looks like one that is known. Name the format, one of ${FORMATS.map(({ name }) => name).join(", ")}.`,
    ],
    [
      "a corpus without a mention",
      { "a.txt": TEXT, "a.ann": "", "b.txt": TEXT, "b.ann": "" },
      (at: string) =>
        `${at}: the training part has no annotated mention. Check that the annotations are where the reader looks for them.`,
    ],
    [
      "a corpus of one type",
      { "a.txt": TEXT, "a.ann": `T1\tName 0 10\t${SECRET}\n`, "b.txt": TEXT, "b.ann": "" },
      (at: string) =>
        `${at}: the training part has mentions of one type only, Name. Annotate a second type, or train one against the rest with --set labels.oneType=allow.`,
    ],
    [
      "a column file with a broken line",
      { "a.conll": `${SECRET}\tB-Name\n${SECRET}\n` },
      (at: string) =>
        `${at}/a.conll:2: line of 1 columns in a file of 2. Correct it, or go on without it: --skip-unreadable.`,
    ],
    [
      "a line that is no JSON",
      { "a.jsonl": `{"id": "a", "text": "${SECRET}"\n` },
      (at: string) =>
        `${at}: the corpus is empty: there is no document in its files, read as raretag JSON lines (${at}/a.jsonl:1: this line is no JSON). Check the path, or name the format.`,
    ],
  ])("%s", async (name, files, message) => {
    const path = brat(name.replaceAll(/\W/g, "-"), files);
    await expectRefusal(train(path, "--dev", "none"), message(path));
    expect(existsSync(out)).toBe(false);
  });

  test("a format that it does not know", async () => {
    await expectRefusal(
      train(corpus, "--corpus-format", "bratt"),
      `${corpus}: unknown corpus format "bratt". Choose one of auto, ${FORMATS.map(({ name }) => name).join(", ")}.`,
    );
  });

  test("a dev part with mentions that the policy refuses, before the first epoch", async () => {
    const nested = brat("nested-dev", {
      "a.txt": TEXT,
      "a.ann": `${ANN}T3\tSign 0 32\t${TEXT.slice(0, 32)}\n`,
    });
    const { code, stderr } = await train(
      ...[corpus, "--dev", nested, "--set", "labels.overlaps=error"],
    );
    expect(code).toBe(2);
    expect(stderr).not.toContain("epoch 1");
    expect(stderr).not.toContain(SECRET);
  });

  test("a dev share of a single document", async () => {
    const path = brat("single", { "a.txt": TEXT, "a.ann": ANN });
    await expectRefusal(
      train(path, "--dev", "0.5"),
      `${path}: there is one document to train on, so no share of it for dev. Give more documents, a folder with --dev DIR, or --dev none.`,
    );
  });

  test.each([
    [
      ["--set", "training.epoch=3"],
      '--set: unknown key "training.epoch". Did you mean training.epochs.',
    ],
    [
      ["--epochs", "0"],
      "--epochs: training.epochs is 0 but must be a whole number >= 1. Leave it out for 12, the default of recipe small.",
    ],
    [
      ["--learning-rate", "-1"],
      '--learning-rate: optimizer.learningRate is -1 but must be a number > 0 and <= 10, or auto. Leave it out for "auto", the default of recipe small.',
    ],
    [
      ["--seed", "1.5"],
      "--seed: seed is 1.5 but must be a whole number >= 0. Leave it out for 1, the default of recipe small.",
    ],
    [
      ["--set", "windows.length=65"],
      "windows of 65 pieces are longer than the encoder's 64 positions. Set the window length to 64 or less: --set windows.length=64.",
    ],
    [
      ["--set", "windows.overlap=62"],
      "--set: windows.overlap is 62 but must be < 62, which is windows.length without [CLS] and [SEP]. Shorten the overlap or lengthen the windows.",
    ],
  ])("%j", async (flags, message) => {
    await expectRefusal(train(corpus, "--dev", "none", ...flags), message);
  });

  test("a mistyped key of a file, with its line", async () => {
    const file = folder.path("typo.yaml");
    writeFileSync(file, "training:\n  epochs: 2\n  batchsize: 4\n");
    await expectRefusal(
      train(corpus, "--config", file),
      `${file}:3: unknown key "training.batchsize". Did you mean training.batchSize.`,
    );
  });

  test("an encoder without weights, or none at all", async () => {
    const bare = folder.path("bare");
    cpSync(ENCODER, bare, { recursive: true });
    rmSync(`${bare}/model.safetensors`);
    const path = folder.path("nowhere");
    await expectRefusal(
      train(corpus, "--encoder", bare),
      `${bare}: holds no weights: looked for model.safetensors, model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json. Copy one of these files here, or give the folder that has them.`,
    );
    await expectRefusal(
      train(corpus, "--encoder", path),
      `${path}: is neither a folder nor the name of a model. Check the path, or give a name such as dmis-lab/biobert-v1.1.`,
    );
    const empty = brat("empty-encoder", {});
    await expectRefusal(
      train(corpus, "--encoder", empty),
      `${empty}: there is no config.json. Give a folder with config.json, weights and tokenizer files.`,
    );
  });

  test("the default encoder without network, and names its files and the demo", async () => {
    vi.stubEnv("HF_HUB_CACHE", folder.path("cache"));
    const argv = ["train", "--corpus", corpus, "--out", out, "--offline", ...SMALL];
    await expectRefusal(
      raretag(...argv),
      `dmis-lab/biobert-v1.1: is neither a folder nor in the cache ${folder.path("cache")}, and the network is switched off. Run "raretag fetch dmis-lab/biobert-v1.1 --out DIR" on a machine with network, or copy config.json, vocab.txt or tokenizer.json, and pytorch_model.bin or model.safetensors into a folder, and give that folder; "raretag demo" (npm run demo) needs no model.`,
    );
  });

  test("an output folder that cannot be", async () => {
    const file = folder.path("file");
    writeFileSync(file, "");
    const refused = (path: string) =>
      `${path}: cannot be written (ENOTDIR). Check the path, its permissions and the room on the disk.`;
    await expectRefusal(trainSmall(corpus, file), refused(file));
    await expectRefusal(trainSmall(corpus, `${file}/in`), refused(`${file}/in`));
  });
});

describe("a damaged model is refused", () => {
  /** A copy of the model to damage. */
  function copyOf(name: string): string {
    const path = folder.path(name);
    cpSync(model, path, { recursive: true });
    return path;
  }
  const evaluate = (path: string, ...more: string[]) =>
    raretag("evaluate", "--model", path, "--corpus", corpus, ...more);

  test("where there is none", async () => {
    const path = folder.path("absent");
    const advice = "Give a folder that `raretag train` has written.";
    await expectRefusal(evaluate(path), `${path}: there is no such folder. ${advice}`);
    await expectRefusal(
      evaluate(ENCODER),
      `${ENCODER}: is no model of raretag: there is no raretag.json. ${advice}`,
    );
  });

  test.each([
    [
      "newer",
      (json: string) => json.replace(/"format": \d+/, '"format": 99'),
      "model format 99 is newer than 1, the newest that this raretag reads. Update raretag.",
    ],
    ["cut", (json: string) => json.slice(0, 40), "not valid JSON. Copy the model folder again."],
    [
      "odd",
      (json: string) => json.replace('"windows"', '"window"'),
      "windows does not fit: Invalid input: expected object, received undefined. Copy the model folder again.",
    ],
    [
      "long",
      (json: string) => json.replace('"length": 64', '"length": 640'),
      "windows of 640 pieces are longer than the encoder's 64 positions. Set the window length to 64 or less: --set windows.length=64.",
    ],
  ])("with a raretag.json that is %s", async (name, damage, message) => {
    const path = copyOf(name);
    const file = `${path}/raretag.json`;
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    await expectRefusal(evaluate(path), name === "long" ? message : `${file}: ${message}`);
  });

  test.each(["model.safetensors", "knn.safetensors"])("with a %s cut short", async (name) => {
    const path = copyOf(`cut-${name}`);
    const file = `${path}/${name}`;
    truncateSync(file, readFileSync(file).length - 100);
    const { code, stderr } = await evaluate(path, "--decode", "knn");
    const lines = stderr.split("\n").filter((line) => !line.startsWith("note: "));
    expect({ code, lines: lines.length }).toEqual({ code: 2, lines: 2 });
    expect(lines[0]?.startsWith(`${file}: `)).toBe(true);
  });

  test("without the datastore that knn needs", async () => {
    const path = copyOf("no-knn");
    rmSync(`${path}/knn.safetensors`);
    expect((await evaluate(path)).code).toBe(0);
    await expectRefusal(
      evaluate(path, "--decode", "knn"),
      `${path}/knn.safetensors: cannot be opened (ENOENT). Check the path and its permissions.`,
    );
  });

  test("with labels that are not those of its weights", async () => {
    const path = copyOf("labels");
    const file = `${path}/raretag.json`;
    writeFileSync(file, readFileSync(file, "utf8").replace('"Sign"', '"Sign", "Third"'));
    await expectRefusal(
      evaluate(path),
      `${path}: the weights have no output layer for the 4 labels of raretag.json. Copy the model folder again.`,
    );
  });
});

describe("raretag evaluate refuses", () => {
  const evaluate = (...more: string[]) =>
    raretag("evaluate", "--model", model, "--corpus", corpus, ...more);

  test("to overwrite a file, to write where it cannot, and texts without a list", async () => {
    const file = folder.path("scores.json");
    expect((await evaluate("--out", file)).code).toBe(0);
    await expectRefusal(
      evaluate("--out", file),
      `${file}: the file exists already. Name another file, or replace it with --overwrite.`,
    );
    expect((await evaluate("--out", file, "--overwrite")).code).toBe(0);
    await expectRefusal(
      evaluate("--out", folder.path(), "--overwrite"),
      `${folder.path()}: is a folder. Name the file to write.`,
    );
    await expectRefusal(
      evaluate("--errors", `${file}/errors.jsonl`),
      `${file}/errors.jsonl: cannot be written (EEXIST). Check the path, its permissions and the room on the disk.`,
    );
    await expectRefusal(
      evaluate("--with-text"),
      "--with-text: there is no list to put texts into. Add --errors FILE.",
    );
  });

  test("a split that names no test document", async () => {
    const file = folder.path("split.json");
    writeFileSync(file, '{"train": ["a"]}');
    await expectRefusal(
      evaluate("--split", file),
      `${file}: the split names no test document. Name some, or leave --split out.`,
    );
  });
});

describe("raretag annotate refuses", () => {
  const annotate = (...more: string[]) => raretag("annotate", "--model", model, ...more);

  test("to work without text, a folder or a decoder that it needs", async () => {
    await expectRefusal(
      piped("", "annotate", "--model", model),
      "raretag annotate: there is no text to annotate. Name files or folders, or pipe a text in.",
    );
    await expectRefusal(
      annotate(corpus, "--format", "brat"),
      "--format brat: brat needs a folder and --out names none. Add --out DIR, or choose jsonl, conll or text.",
    );
    await expectRefusal(
      annotate(corpus, "--neighbours"),
      "--neighbours: the decoder is argmax and only knn has neighbours. Add --decode knn.",
    );
    await expectRefusal(
      annotate(corpus, "--neighbours", "--format", "conll"),
      "--neighbours: the format is conll and only jsonl holds neighbours. Add --format jsonl.",
    );
  });

  test("a path that is missing, a folder without texts", async () => {
    const path = folder.path("nothing");
    await expectRefusal(
      annotate(path),
      `${path}: there is no such file or folder. Check the path.`,
    );
    const bare = brat("no-texts", { "a.md": TEXT });
    await expectRefusal(
      annotate(bare),
      `${bare}: there is no .txt among its 1 files. Name the files to annotate, or a folder of .txt files.`,
    );
  });
});
