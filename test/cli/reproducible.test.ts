/** The same seed gives the same bytes, in fresh processes too; Ctrl-C saves what was reached. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ENCODER,
  MAIN,
  raretag,
  SMALL,
  temporaryFolder,
  trainSmall,
  writeNotes,
} from "./raretag.js";

const folder = temporaryFolder();
const corpus = folder.path("corpus");
beforeAll(async () => {
  await writeNotes(corpus, 8);
});
afterAll(() => folder.remove());

const FLAGS = ["--epochs", "2", "--learning-rate", "0.005"];

/** Everything of a model that does not name its folder. */
function bytesOf(model: string): Record<string, string> {
  const names = [
    "model.safetensors",
    "knn.safetensors",
    "log.jsonl",
    "metrics.json",
    "config.json",
  ];
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(`${model}/${name}`).toString("latin1")]),
  );
}

const commandLine = (out: string, ...more: string[]) => [
  ...MAIN,
  ...["train", "--corpus", corpus, "--encoder", ENCODER, "--out", out],
  ...SMALL,
  ...more,
];

describe("raretag train --seed", () => {
  test.each([
    ["btl", 1],
    ["btl", 2],
    ["atl", 1],
    ["atl", 2],
  ])(
    "gives the same bytes in this and in a fresh process: %s, threads: %i",
    async (name, threads) => {
      const [here, there] = ["here", "there"].map((place) =>
        folder.path(`${place}-${name}-${threads}`),
      ) as [string, string];
      const dropout = ["--set", "training.dropout=0.2"];
      const flags = [...FLAGS, ...dropout, "--objective", name, "--threads", String(threads)];
      expect((await trainSmall(corpus, here, ...flags)).code).toBe(0);
      const { status } = spawnSync(process.execPath, commandLine(there, ...flags));
      expect(status).toBe(0);
      expect(bytesOf(there)).toEqual(bytesOf(here));
    },
  );

  test("gives another model with another seed", async () => {
    const [one, two] = [folder.path("one"), folder.path("two")];
    await trainSmall(corpus, one, ...FLAGS, "--dev", "none", "--seed", "1");
    await trainSmall(corpus, two, ...FLAGS, "--dev", "none", "--seed", "2");
    const weights = (model: string) => readFileSync(`${model}/model.safetensors`);
    expect(weights(two).equals(weights(one))).toBe(false);
  });

  test.each(["btl", "atl"])("lets the loss of %s fall on invented notes", async (objective) => {
    const out = folder.path(`falling-${objective}`);
    const flags = ["--objective", objective, "--epochs", "10", "--learning-rate", "0.02"];
    expect((await trainSmall(corpus, out, ...flags, "--dev", "none")).code).toBe(0);
    const losses = readFileSync(`${out}/log.jsonl`, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === "epoch")
      .map(({ loss }) => loss as number);
    expect(losses).toHaveLength(10);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(losses[9]).toBeLessThan(0.9 * (losses[0] as number));
  });
});

describe("Ctrl-C", () => {
  /** Starts a long run and interrupts it when its standard error shows `when`. */
  async function interrupt(when: RegExp, out: string) {
    const child = spawn(process.execPath, commandLine(out, "--epochs", "300", "--dev", "none"));
    let stderr = "";
    let sent = false;
    child.stderr.on("data", (data) => {
      stderr += data;
      if (!sent && when.test(stderr)) sent = child.kill("SIGINT");
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    return { code, stderr };
  }

  test("in a later epoch, saves the last complete one and says so", async () => {
    const out = folder.path("later");
    const { code, stderr } = await interrupt(/\nepoch 2 done/, out);
    expect(code).toBe(0);
    const [, epoch] =
      stderr.match(/\ninterrupted; the model of epoch (\d+) is in .*later\n$/) ?? [];
    expect(Number(epoch)).toBeGreaterThanOrEqual(2);
    const { training } = JSON.parse(readFileSync(`${out}/raretag.json`, "utf8"));
    expect(training).toMatchObject({ epoch: Number(epoch), interrupted: true });
    expect((await raretag("evaluate", "--model", out, "--corpus", corpus)).code).toBe(0);
  });

  test("in the first epoch, saves what there is", async () => {
    const out = folder.path("first");
    const { code, stderr } = await interrupt(/epoch 1 {2}step 1\//, out);
    expect({ code, last: stderr.trimEnd().split("\n").at(-1) }).toEqual({
      code: 0,
      last: expect.stringMatching(
        /^interrupted; the model (before the end of epoch 1|of epoch \d) is in /,
      ),
    });
    expect((await raretag("annotate", "--model", out, corpus)).code).toBe(0);
  });
});
