/** Every way to train takes an epoch and can be scored; what makes no sense is refused in one line. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENCODER, raretag, SMALL, temporaryFolder, trainSmall, writeNotes } from "./raretag.js";

const folder = temporaryFolder();
const [corpus, other] = [folder.path("corpus"), folder.path("other")];
const [split, config] = [folder.path("split.yaml"), folder.path("run.yaml")];
beforeAll(async () => {
  await writeNotes(corpus, 6);
  await writeNotes(other, 2, 9);
  writeFileSync(
    split,
    "train: [note-001, note-002, note-003]\ndev: [note-004]\ntest: [note-005]\n",
  );
  writeFileSync(config, "objective:\n  name: atl\nlabels:\n  scheme: bioes\n");
});
afterAll(() => folder.remove());

const set = (...pairs: string[]) => pairs.flatMap((pair) => ["--set", pair]);
let runs = 0;

/** Trains and scores; the flags may point at what `beforeAll` has written. */
async function trainAndScore(flags: readonly string[]) {
  const out = folder.path(`model-${runs++}`);
  const trained = await trainSmall(corpus, out, ...flags);
  expect(trained).toMatchObject({ code: 0, stderr: expect.stringContaining(` is in ${out}\n`) });
  const scores = `${out}.json`;
  const argv = ["--model", out, "--corpus", other, "--out", scores];
  expect((await raretag("evaluate", ...argv)).code).toBe(0);
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
  return {
    scores: read(scores),
    description: read(`${out}/raretag.json`),
    metrics: read(`${out}/metrics.json`),
  };
}

describe("raretag train", () => {
  test.each([
    ["atl", ["--objective", "atl"], "atl"],
    ["atl, weighted", ["--objective", "atl", ...set("objective.weights=dataset")], "atl"],
    [
      "atl, bio, knn",
      ["--objective", "atl", ...set("labels.scheme=bio", "decode.decoder=knn")],
      "atl",
    ],
    ["btl by default", [], "btl"],
    ["btl, bioes", set("labels.scheme=bioes"), "btl"],
    [
      "btl, others outside, all copies",
      set("objective.others=outside", "objective.copies=all"),
      "btl",
    ],
    [
      "btl, weights of each copy, sum",
      set("objective.weights=copy", "objective.reduction=sum"),
      "btl",
    ],
    ["btl, binary", set("objective.head=binary"), "btl"],
    [
      "btl, binary, all copies, knn",
      set("objective.head=binary", "objective.copies=all", "decode.decoder=knn"),
      "btl",
    ],
    [
      "btl, binary, a step a copy",
      set("objective.head=binary", "objective.schedule=sequential", "objective.reduction=sum"),
      "btl",
    ],
    ["btl, a step a copy", set("objective.schedule=sequential"), "btl"],
    ["recipe paper", ["--recipe", "paper"], "btl"],
    ["recipe paper with atl", ["--recipe", "paper", "--objective", "atl"], "atl"],
    [
      "cosine, distance weights, prior",
      set(
        "decode.decoder=knn",
        "decode.knn.metric=cosine",
        "decode.knn.weights=distance",
        "decode.knn.prior=true",
      ),
      "btl",
    ],
    [
      "atl, focal loss, prior taken off",
      [
        "--objective",
        "atl",
        ...set("objective.loss=focal", "objective.weights=inverse", "decode.prior=0.5"),
      ],
      "atl",
    ],
    [
      "variants and repeated windows",
      set("training.oversample=0.9", "training.augment.method=words"),
      "btl",
    ],
    ["fragments, longest", set("labels.discontinuous=fragments", "labels.overlaps=longest"), "btl"],
    [
      "no dropout, cosine schedule, no clipping",
      set("training.dropout=0", "schedule.name=cosine", "optimizer.clip=null"),
      "btl",
    ],
  ])("takes an epoch with %s", async (_, flags, objective) => {
    const { scores, description } = await trainAndScore(flags);
    expect(description.objective.name).toBe(objective);
    expect(scores.decode).toBe(description.decoder);
    expect(scores.tokens.macroF1).toBeTypeOf("number");
  });

  test("takes the prior off in evaluate as in training", async () => {
    const argv = ["--objective", "atl", "--dev", other, "--epochs", "3"];
    const plain = await trainAndScore(argv);
    const without = await trainAndScore([...argv, ...set("decode.prior=2")]);
    expect([plain.description.prior, without.description.prior]).toEqual([0, 2]);
    for (const { scores, metrics } of [plain, without])
      expect(scores.tokens).toEqual(metrics.dev.tokens);
    expect(without.scores.tokens).not.toEqual(plain.scores.tokens);
  });

  test("takes the dev part as a share, a folder, or not at all", async () => {
    expect((await trainAndScore(["--dev", "0.3"])).metrics.dev.documents).toBe(2);
    expect((await trainAndScore(["--dev", other])).metrics.dev.documents).toBe(2);
    const { metrics } = await trainAndScore(["--dev", "none"]);
    expect([metrics.dev, metrics.test]).toEqual([null, null]);
  });

  test("keeps the last epoch where the dev part cannot tell them apart", async () => {
    const bare = folder.path("bare");
    mkdirSync(bare);
    writeFileSync(`${bare}/a.txt`, "Nothing to see.");
    writeFileSync(`${bare}/a.ann`, "");
    const out = folder.path("undecided");
    const { code, stderr } = await trainSmall(corpus, out, "--dev", bare, "--epochs", "3");
    expect(code).toBe(0);
    expect(stderr).toContain("note: the dev part has no annotated mention to score\n");
    expect(stderr).toContain(`\nthe model of epoch 3 is in ${out}\n`);
  });

  test("keeps the last epoch without a dev part", async () => {
    const { description } = await trainAndScore(["--dev", "none", "--epochs", "3"]);
    expect(description.training.epoch).toBe(3);
  });

  test("takes the parts of a split file, its dev part only where one is wanted", async () => {
    const { metrics, description } = await trainAndScore(["--split", split]);
    expect(description.training.documents).toBe(3);
    expect([metrics.dev.documents, metrics.test.documents]).toEqual([1, 1]);
    const without = await trainAndScore(["--split", split, "--dev", "none"]);
    expect(without.metrics.dev).toBeNull();
  });

  test("refuses a split file without a training document", async () => {
    const file = folder.path("no-train.yaml");
    writeFileSync(file, "train: []\ntest: [note-005]\n");
    const { code, stdout, stderr } = await trainSmall(
      ...[corpus, folder.path("no-train"), "--split", file],
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `${file}: the split names no training document. Name some under train, or leave train out for the rest.\n`,
    });
  });

  test("scores a test folder at the end, and says what flatters the scores", async () => {
    const { metrics } = await trainAndScore(["--test", other]);
    expect(metrics.test.documents).toBe(2);
    const { stderr } = await trainSmall(corpus, folder.path("leak"), "--dev", corpus);
    expect(stderr).toContain(
      "note: 6 texts of the dev part are in the training part: its scores will be too high\n",
    );
  });

  test("reads a configuration file, flags win over it", async () => {
    const flags = ["--config", config, "--objective", "btl"];
    const { description } = await trainAndScore(flags);
    expect(description.labels.scheme).toBe("bioes");
    expect(description.objective.name).toBe("btl");
  });

  test("says how many mentions flat labels change, and lists them", async () => {
    const [nested, out] = [folder.path("nested"), folder.path("nested-model")];
    mkdirSync(nested);
    writeFileSync(`${nested}/a.txt`, "He had severe fever on day 3.");
    const lines = ["T1\tSign 7 19\tsevere fever", "T2\tSeverity 7 13\tsevere"];
    writeFileSync(`${nested}/a.ann`, `${lines.join("\n")}\n`);
    const { stderr } = await trainSmall(nested, out, "--dev", "none");
    expect(stderr).toContain(
      `\nnote: flat labels change 1 of 2 mentions: ${out}/affected.jsonl lists them\n`,
    );
    expect(JSON.parse(readFileSync(`${out}/affected.jsonl`, "utf8"))).toMatchObject({
      mentionId: "T1",
      by: "T2",
    });
  });

  test("trains one type against the rest where that is allowed", async () => {
    const one = folder.path("one");
    mkdirSync(one);
    for (const name of ["a", "b", "c"]) {
      writeFileSync(`${one}/${name}.txt`, "He had fever on day 3.");
      writeFileSync(`${one}/${name}.ann`, "T1\tSign 7 12\tfever\n");
    }
    const flags = set("labels.oneType=allow");
    expect((await trainSmall(one, folder.path("one-model"), ...flags)).code).toBe(0);
  });

  test.each([
    [
      ["objective.head=binary", "labels.scheme=bio"],
      "btl: head binary knows only whether a type is there and the scheme is bio. Use the scheme io, or the head softmax.",
    ],
    [
      ["objective.name=atl", "objective.weights=prior"],
      '--set: objective.weights is "prior", which is of copies, but the objective atl makes none. Choose other weights, or the objective btl.',
    ],
    [
      ["objective.name=atl", "objective.head=binary"],
      '--set: objective.head is "binary" but must be softmax with the objective atl. Leave it out, or choose the objective btl.',
    ],
  ])("refuses %j in one line", async (pairs, message) => {
    const { code, stdout, stderr } = await trainSmall(corpus, folder.path("no"), ...set(...pairs));
    const last = stderr.trimEnd().split("\n").at(-1);
    expect({ code, stdout, last }).toEqual({ code: 2, stdout: "", last: message });
  });
});

describe("raretag train --encoder MODEL", () => {
  const FRESH = "the output layer of the encoder is for other labels: a fresh one is trained";
  /** Trains so little that the weights hardly move. */
  const STILL = ["--learning-rate", "1e-9", "--dev", "none", ...set("optimizer.weightDecay=0")];

  async function modelOf(name: string, ...flags: string[]) {
    const out = folder.path(name);
    expect((await trainSmall(corpus, out, "--learning-rate", "0.01", ...flags)).code).toBe(0);
    return out;
  }

  async function mentionsOf(model: string) {
    const { stdout } = await raretag("annotate", "--model", model, corpus, "--decode", "argmax");
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).mentions)
      .map((mentions) =>
        mentions.map(({ start, end, type }: Record<string, unknown>) => ({ start, end, type })),
      );
  }

  test.each([
    ["softmax", "softmax"],
    ["binary", "binary"],
    ["softmax", "binary"],
  ])("goes on from the output layer of a %s head with a %s head", async (before, after) => {
    const first = await modelOf(
      `from-${before}-${after}`,
      "--epochs",
      "3",
      "--dev",
      "none",
      ...set(`objective.head=${before}`),
    );
    const next = folder.path(`to-${before}-${after}`);
    const flags = [...STILL, "--encoder", first, ...set(`objective.head=${after}`)];
    const { code, stderr } = await trainSmall(corpus, next, ...flags);
    expect(code).toBe(0);
    expect(stderr).not.toContain(FRESH);
    if (before === after) expect(await mentionsOf(next)).toEqual(await mentionsOf(first));
    const logits = async (model: string) => {
      const out = `${model}.json`;
      const argv = ["--model", model, "--corpus", corpus, "--decode", "argmax", "--out", out];
      expect((await raretag("evaluate", ...argv)).code).toBe(0);
      return JSON.parse(readFileSync(out, "utf8")).pieces;
    };
    expect(await logits(next)).toEqual(await logits(first));
  });

  test("says that it starts a fresh output layer for other labels", async () => {
    const first = await modelOf("io");
    const flags = ["--encoder", first, ...set("labels.scheme=bio")];
    const { code, stderr } = await trainSmall(corpus, folder.path("bio"), ...flags);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /note: tensor "classifier\.bias" has shape \[\d+\] .*: the head starts anew\n/,
    );

    const renamed = folder.path("renamed");
    await writeNotes(renamed, 6);
    for (const name of ["note-001", "note-002", "note-003", "note-004", "note-005", "note-006"]) {
      const file = `${renamed}/${name}.ann`;
      writeFileSync(file, readFileSync(file, "utf8").replace(/\t(\w+) /g, "\tmy_$1 "));
    }
    const same = await trainSmall(renamed, folder.path("renamed-model"), "--encoder", first);
    expect(same).toMatchObject({ code: 0, stderr: expect.stringContaining(`note: ${FRESH}\n`) });
  });
});

describe("raretag train --dry-run", () => {
  test("says what a run would take, and writes nothing", async () => {
    const out = folder.path("dry");
    const argv = ["--corpus", corpus, "--encoder", ENCODER, "--out", out, ...SMALL];
    const { code, stdout } = await raretag("train", ...argv, "--epochs", "10", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^\d+ documents, \d+ for dev; \d+ windows of \d+ pieces, [\d.]+ % padding; 10 epochs, \d+ steps; .* parameters\n/,
    );
    expect(stdout).toMatch(/\ntime: (\d+ min )?\d+ s, scoring the dev part aside\n/);
    expect(stdout).toMatch(/\nmemory: \d+ MB reached in \d+ steps\n/);
    expect(stdout).toMatch(/\ndisk: \d+ MB for the model\n$/);
    expect(() => readFileSync(out)).toThrow("ENOENT");
  });
});
