/** A corpus becomes a model, the model is scored and annotates new text in every format. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCorpus } from "../../src/corpus/index.js";
import {
  ENCODER,
  notes,
  type Outcome,
  piped,
  raretag,
  temporaryFolder,
  trainSmall,
  writeNotes,
} from "./raretag.js";

const folder = temporaryFolder();
const [corpus, model] = [folder.path("corpus"), folder.path("model")];
let trained: Outcome;
beforeAll(async () => {
  await writeNotes(corpus, 8);
  trained = await trainSmall(
    ...[corpus, model, "--objective", "btl", "--epochs", "6"],
    ...["--learning-rate", "0.01", "--set", "objective.head=binary"],
  );
});
afterAll(() => folder.remove());

/** Texts that are hard on offsets, by file name. */
const ODD: Readonly<Record<string, string>> = {
  "emoji.txt": "👩‍⚕️ saw a 54 year old man 😷 with fever 🤒 and chest pain.\n",
  "crlf.txt": "A 54 year old man\r\nhad fever\r\n\r\nand chest pain.\r\n",
  "bom.txt": "\ufeffA woman took aspirin daily.",
  "decomposed.txt": "Le\u0301sion of the cafe\u0301-au-lait skin was seen on day 3.",
  "empty.txt": "",
  "blank.txt": " \n\t \r\n",
  "long.txt": notes(6, 7)
    .map(({ text }) => text)
    .join("\n"),
};

function writeOdd(path: string): string {
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(ODD)) writeFileSync(`${path}/${name}`, text);
  return path;
}

const spansOf = (mentions: readonly { start: number; end: number; type: string }[]) =>
  mentions.map(({ start, end, type }) => ({ start, end, type }));

async function jsonlOf(...argv: string[]) {
  const { code, stdout, stderr } = await raretag("annotate", "--model", model, ...argv);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

describe("raretag train", () => {
  test("writes the whole model folder and says where it is", () => {
    expect(trained.code).toBe(0);
    expect(trained.stderr).toMatch(/\nthe model of epoch [1-6] is in .*model\n$/);
    expect(trained.stdout).toContain("words, argmax");
    expect(readdirSync(model).sort()).toEqual([
      "affected.jsonl",
      "config.json",
      "config.yaml",
      "knn.safetensors",
      "log.jsonl",
      "metrics.json",
      "model.safetensors",
      "raretag.json",
      "run.json",
      "special_tokens_map.json",
      "timings.jsonl",
      "tokenizer.json",
      "tokenizer_config.json",
      "vocab.txt",
    ]);
  });

  test("describes the classifier as Hugging Face does", () => {
    const config = JSON.parse(readFileSync(`${model}/config.json`, "utf8"));
    const { labels } = JSON.parse(readFileSync(`${model}/raretag.json`, "utf8"));
    expect(config.architectures).toEqual(["BertForTokenClassification"]);
    // The fixture's encoder is said to be float16; what is saved is float32, by the name of either major version.
    expect([config.torch_dtype, config.dtype]).toEqual(["float32", "float32"]);
    expect(Object.values(config.id2label)).toEqual(["O", ...labels.types]);
    for (const [id, label] of Object.entries(config.id2label))
      expect(config.label2id[label as string]).toBe(Number(id));
    const tokenizer = JSON.parse(readFileSync(`${model}/tokenizer_config.json`, "utf8"));
    expect(tokenizer).toMatchObject({ do_lower_case: true, model_max_length: 64 });
    const file = readFileSync(`${model}/model.safetensors`);
    const header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE())).toString());
    expect(header.__metadata__).toEqual({ format: "pt" });
  });

  test("logs the plan, finite losses that fall, and the scores of each epoch", () => {
    const events = readFileSync(`${model}/log.jsonl`, "utf8").trimEnd().split("\n");
    const log = events.map((line) => JSON.parse(line));
    const steps = log.filter(({ kind }) => kind === "step");
    const epochs = log.filter(({ kind }) => kind === "epoch");
    expect(log[0]).toMatchObject({ kind: "plan", epochs: 6, steps: steps.length });
    expect(steps.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(epochs[5].loss).toBeLessThan(0.8 * epochs[0].loss);
    for (const { tokens } of epochs) expect(tokens.macroF1).toBeTypeOf("number");
  });

  test("writes a configuration that trains the same model again", async () => {
    const again = folder.path("again");
    const flags = ["--corpus", corpus, "--out", again, "--config", `${model}/config.yaml`];
    expect((await raretag("train", ...flags)).code).toBe(0);
    expect(readFileSync(`${again}/model.safetensors`)).toEqual(
      readFileSync(`${model}/model.safetensors`),
    );
  });
});

describe("raretag evaluate", () => {
  test.each(["argmax", "knn"])("writes the whole contract, decoded by %s", async (decode) => {
    const out = folder.path("scores", `${decode}.json`);
    const argv = ["--model", model, "--corpus", corpus, "--decode", decode, "--out", out];
    const { code, stdout } = await raretag("evaluate", ...argv, "--metrics", "paper");
    expect(code).toBe(0);
    expect(stdout).toContain(`words, ${decode}`);
    expect(stdout).toContain("paper");
    const report = JSON.parse(readFileSync(out, "utf8"));
    const number = expect.any(Number);
    const prf = { precision: number, recall: number, f1: number };
    for (const tokens of [report.tokens, report.pieces]) {
      expect(tokens).toMatchObject({
        unweightedAccuracy: number,
        macroF1: number,
        microF1: number,
      });
      expect(Object.values(tokens.perType).length).toBeGreaterThan(3);
      for (const scores of Object.values(tokens.perType))
        expect(scores).toMatchObject({ recall: number, f1: number, support: number });
    }
    for (const mode of ["strict", "exact", "partial", "type"])
      expect(report.mentions[mode]).toMatchObject({ micro: prf, macro: prf });
    expect(report.runs).toMatchObject({ micro: prf, macro: prf });
    expect(report.paper).toMatchObject({ unweightedAccuracy: number, meanF1: number });
    expect(report.decode).toBe(decode);
  });

  test("lists every difference, with texts only where asked for", async () => {
    const [plain, full] = [folder.path("plain.jsonl"), folder.path("full.jsonl")];
    const argv = ["evaluate", "--model", model, "--corpus", corpus];
    expect((await raretag(...argv, "--errors", plain)).code).toBe(0);
    expect((await raretag(...argv, "--errors", full, "--with-text")).code).toBe(0);
    const [bare, withText] = [plain, full].map((file) =>
      readFileSync(file, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
    expect(bare?.length).toBeGreaterThan(0);
    const texts = new Map((await readCorpus(corpus)).documents.map(({ id, text }) => [id, text]));
    const quoted = (document: string, mention: { start: number; end: number } | null) =>
      mention && { ...mention, text: texts.get(document)?.slice(mention.start, mention.end) };
    expect(withText).toEqual(
      bare?.map((row) => ({
        ...row,
        gold: quoted(row.document, row.gold),
        predicted: quoted(row.document, row.predicted),
      })),
    );
  });

  test("scores only the test documents of a split", async () => {
    const split = folder.path("split.json");
    writeFileSync(split, JSON.stringify({ train: ["note-001"], test: ["note-002", "note-003"] }));
    const out = folder.path("split-scores.json");
    const argv = ["--model", model, "--corpus", corpus, "--split", split, "--out", out];
    expect((await raretag("evaluate", ...argv)).code).toBe(0);
    expect(JSON.parse(readFileSync(out, "utf8")).documents).toBe(2);
  });

  test("says which types the model cannot find, and counts them as missed", async () => {
    const other = folder.path("other");
    mkdirSync(other);
    writeFileSync(`${other}/a.txt`, "Planet Mars has fever.");
    writeFileSync(`${other}/a.ann`, "T1\tPlanet 7 11\tMars\n");
    const out = folder.path("other.json");
    const argv = ["evaluate", "--model", model, "--corpus", other, "--out", out];
    const { code, stderr } = await raretag(...argv);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `note: ${other}: read as brat standoff\nnote: types that the model does not know, so never finds: Planet\n`,
    });
    const { tokens } = JSON.parse(readFileSync(out, "utf8"));
    expect(tokens.perType.Planet).toMatchObject({ recall: 0, support: 1 });
    expect(tokens.unweightedAccuracy).toBe(0);
  });

  test("scores a corpus without a mention, where every mean is undefined", async () => {
    const bare = folder.path("bare");
    mkdirSync(bare);
    writeFileSync(`${bare}/a.txt`, "Nothing to see.");
    writeFileSync(`${bare}/a.ann`, "");
    const out = folder.path("bare.json");
    const argv = ["evaluate", "--model", model, "--corpus", bare, "--out", out];
    expect((await raretag(...argv)).code).toBe(0);
    expect(JSON.parse(readFileSync(out, "utf8")).tokens.unweightedAccuracy).toBeNull();
  });
});

describe("raretag annotate", () => {
  test("writes JSON lines whose offsets slice the text, whatever is in it", async () => {
    const annotated = await jsonlOf(writeOdd(folder.path("odd")));
    expect(annotated.map(({ id }) => `${id}.txt`)).toEqual(Object.keys(ODD).sort());
    for (const { id, text, mentions } of annotated) {
      expect(text).toBe(ODD[`${id}.txt`]);
      for (const { start, end, text: words, probability } of mentions) {
        expect(text.slice(start, end)).toBe(words);
        expect(words).toBe(words.trim());
        expect(probability).toBeGreaterThanOrEqual(0.5);
        expect(probability).toBeLessThanOrEqual(1);
      }
    }
    const long = annotated.find(({ id }) => id === "long");
    expect(Math.max(...long.mentions.map(({ end }: { end: number }) => end))).toBeGreaterThan(
      0.8 * long.text.length,
    );
  });

  test("gives the same mentions in every format", async () => {
    const odd = writeOdd(folder.path("odd"));
    const expected = await jsonlOf(odd);
    const out = folder.path("brat");
    expect(
      await raretag("annotate", "--model", model, odd, "--format", "brat", "--out", out),
    ).toEqual({ code: 0, stdout: "", stderr: `7 annotated texts are in ${out}\n` });
    expect(existsSync(`${out}/annotation.conf`)).toBe(true);
    const brat = await readCorpus(out);
    expect(brat.problems).toEqual([]);
    expect(brat.documents.map(({ id, text, mentions }) => [id, text, spansOf(mentions)])).toEqual(
      expected.map(({ id, text, mentions }) => [id, text, spansOf(mentions)]),
    );

    const lines = folder.path("lines");
    expect(
      (await raretag("annotate", "--model", model, odd, "--format", "jsonl", "--out", lines)).code,
    ).toBe(0);
    expect((await readCorpus(lines)).documents.map(({ id }) => id)).toEqual(
      expected.map(({ id }) => id),
    );

    const shown = await raretag("annotate", "--model", model, odd, "--format", "text");
    for (const { id } of expected) expect(shown.stdout).toContain(`== ${id}`);
  });

  test("writes columns that are read back with the same mentions", async () => {
    const odd = writeOdd(folder.path("odd"));
    const flat = await jsonlOf(odd, "--decode", "knn");
    const out = folder.path("columns");
    const argv = ["--model", model, odd, "--decode", "knn", "--format", "conll", "--out", out];
    expect((await raretag("annotate", ...argv)).code).toBe(0);
    const dense = (type: string, words: string) => `${type} ${words.replace(/\s+/g, "")}`;
    const { documents } = await readCorpus(out, { format: "conll" });
    expect(documents.map(({ id }) => id)).toEqual(flat.map(({ id }) => id));
    for (const [i, { text, mentions }] of documents.entries())
      expect(mentions.map(({ type, start, end }) => dense(type, text.slice(start, end)))).toEqual(
        flat[i].mentions.map((mention: { type: string; text: string }) =>
          dense(mention.type, mention.text),
        ),
      );
  });

  test("reads standard input, by default and as -", async () => {
    const text = "A 54 year old man had fever 🤒 and chest pain.";
    const first = await piped(text, "annotate", "--model", model);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(first.stdout)).toMatchObject({ id: "stdin", text });
    expect(await piped(text, "annotate", "--model", model, "-")).toEqual(first);
  });

  test("leaves out mentions below the least probability", async () => {
    const all = await jsonlOf(corpus);
    const probabilities = all.flatMap(({ mentions }) =>
      mentions.map(({ probability }: { probability: number }) => probability),
    );
    const limit = probabilities.sort()[Math.floor(probabilities.length / 2)] as number;
    const likely = await jsonlOf(corpus, "--min-probability", `${limit}`);
    expect(likely.map(({ mentions }) => mentions)).toEqual(
      all.map(({ mentions }) =>
        mentions.filter(({ probability }: { probability: number }) => probability >= limit),
      ),
    );
  });

  test("gives the neighbours of each mention with their places in the training text", async () => {
    const documents = new Map((await readCorpus(corpus)).documents.map((d) => [d.id, d]));
    const annotated = await jsonlOf(corpus, "--decode", "knn", "--neighbours");
    const mentions = annotated.flatMap((document) => document.mentions);
    expect(mentions.length).toBeGreaterThan(0);
    for (const { neighbours } of mentions) {
      expect(neighbours).toHaveLength(17);
      for (const { documentId, start, end, className, distance } of neighbours) {
        const source = documents.get(documentId);
        expect(source?.text.slice(start, end)).toMatch(/^\S+$/);
        expect(distance).toBeGreaterThanOrEqual(0);
        const types = source?.mentions
          .filter((mention) => mention.start < end && mention.end > start)
          .map(({ type }) => type);
        expect(types?.length ? types : ["O"]).toContain(className);
      }
    }
  });

  test("does not overwrite, and with --overwrite only once the new result is complete", async () => {
    const out = folder.path("kept");
    const argv = ["annotate", "--model", model, corpus, "--out", out];
    expect((await raretag(...argv)).code).toBe(0);
    writeFileSync(`${out}/mark`, "");
    expect(await raretag(...argv)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${out}: the folder is not empty. Name another folder with --out, or replace it with --overwrite.\n`,
    });
    expect((await raretag(...argv, folder.path("absent"), "--overwrite")).code).toBe(2);
    expect(existsSync(`${out}/mark`)).toBe(true);
    expect((await raretag(...argv, "--overwrite")).code).toBe(0);
    expect(existsSync(`${out}/mark`)).toBe(false);
    expect(readdirSync(folder.path()).filter((name) => name.startsWith("kept"))).toEqual(["kept"]);
  });

  test("never deletes what it reads", async () => {
    const texts = writeOdd(folder.path("texts"));
    const argv = ["annotate", "--model", model, "--overwrite"];
    for (const [input, out] of [
      [texts, texts],
      [`${texts}/crlf.txt`, texts],
    ] as const)
      expect(await raretag(...argv, input, "--out", out)).toEqual({
        code: 2,
        stdout: "",
        stderr: `${out}: --overwrite would delete ${input}. Name another folder with --out.\n`,
      });
    expect(readdirSync(texts).sort()).toEqual(Object.keys(ODD).sort());
  });
});

describe("raretag train --overwrite", () => {
  test("keeps the old model until the new one is complete", async () => {
    const out = folder.path("replaced");
    expect((await trainSmall(corpus, out)).code).toBe(0);
    const before = readFileSync(`${out}/model.safetensors`);
    const diverging = ["--overwrite", "--learning-rate", "10", "--set", "optimizer.name=sgd"];
    const failed = await trainSmall(
      ...[corpus, out, ...diverging, "--set", "optimizer.clip=null", "--epochs", "20"],
    );
    expect(failed.code).toBe(2);
    expect(failed.stderr).toMatch(
      /the loss is NaN at step \d+ of \d+\. Use a learning rate below 10/,
    );
    expect(readFileSync(`${out}/model.safetensors`)).toEqual(before);
    expect((await trainSmall(corpus, out, "--overwrite", "--seed", "2")).code).toBe(0);
    expect(readFileSync(`${out}/model.safetensors`)).not.toEqual(before);
    const names = readdirSync(folder.path()).filter((name) => name.startsWith("replaced"));
    expect(names).toEqual(["replaced"]);
  });

  test("never deletes its corpus, but may replace the model it goes on from", async () => {
    const own = folder.path("own");
    await writeNotes(`${own}/notes`, 4);
    expect(await trainSmall(`${own}/notes`, own, "--overwrite")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${own}: --overwrite would delete ${own}/notes.`),
    });
    const out = folder.path("going-on");
    expect((await trainSmall(corpus, out)).code).toBe(0);
    const argv = ["train", "--corpus", corpus, "--encoder", out, "--out", out, "--overwrite"];
    expect((await raretag(...argv, "--config", `${out}/config.yaml`)).stderr).toContain(
      `${out}: --overwrite would delete ${out}/config.yaml. Name another folder with --out.\n`,
    );
    expect((await trainSmall(corpus, out, "--encoder", out, "--overwrite")).code).toBe(0);
  });

  test("leaves nothing behind where there was nothing", async () => {
    const out = folder.path("none");
    const conflict = ["--set", "objective.head=binary", "--set", "labels.scheme=bio"];
    expect((await trainSmall(corpus, out, ...conflict)).code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});

test("the encoder of these tests has the positions that they count on", () => {
  const config = JSON.parse(readFileSync(`${ENCODER}/config.json`, "utf8"));
  expect(config.max_position_embeddings).toBe(64);
});
