/** Training tells how it went wrong, with numbers, on standard error and in metrics.json; and is silent where it did not. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeCorpus } from "../../src/corpus/index.js";
import type { Signature } from "../../src/signatures/index.js";
import { notes, temporaryFolder, trainSmall, writeNotes } from "./raretag.js";

const folder = temporaryFolder();
const corpus = folder.path("corpus");
beforeAll(async () => {
  await writeNotes(corpus, 12);
});
afterAll(() => folder.remove());

const set = (...pairs: string[]) => pairs.flatMap((pair) => ["--set", pair]);
let runs = 0;

/** Trains; what is told of each code, in the file and on standard error. */
async function told(...flags: string[]) {
  const out = folder.path(`model-${runs++}`);
  const { code, stderr } = await trainSmall(corpus, out, ...flags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(` is in ${out}\n`) });
  const { signatures } = JSON.parse(readFileSync(`${out}/metrics.json`, "utf8")) as {
    signatures: Signature[];
  };
  for (const { severity, message, advice } of signatures)
    expect(stderr.split(`${severity}: ${message}. ${advice}.\n`)).toHaveLength(2);
  return { signatures, codes: signatures.map(({ code }) => code), stderr };
}

describe("raretag train", () => {
  test("tells nothing of a run that went well", async () => {
    const flags = ["--epochs", "20", "--learning-rate", "0.005", "--dev", "0.5"];
    expect(await told(...flags)).toMatchObject({ signatures: [] });
  });

  test("tells what two epochs, a dev part of one note and seventeen neighbours lead to", async () => {
    const flags = ["--epochs", "2", "--dev", "0.1", ...set("decode.decoder=knn")];
    const { signatures, codes } = await told(...flags);
    expect(codes).toEqual(["split-without-type", "small-dev", "all-outside", "outvoted"]);
    const [, dev, collapse, vote] = signatures.map(({ numbers }) => numbers);
    expect(dev).toMatchObject({ documents: 1, epochs: 2 });
    expect(collapse?.predicted).toBeLessThan((collapse?.annotated ?? 0) / 2);
    expect(vote?.pieces).toBeLessThanOrEqual(8);
  });

  test("tells of weights that drown all but the rarest types", async () => {
    const weights = set("objective.weights=inverse", "objective.strength=3");
    const flags = ["--epochs", "3", "--learning-rate", "0.005", "--dev", "0.5"];
    const { signatures } = await told("--objective", "atl", ...weights, ...flags);
    expect(signatures).toEqual([
      expect.objectContaining({
        code: "overweighted",
        advice: expect.stringContaining("it is 3"),
      }),
    ]);
  });

  test("tells before the first step of types that only one part has", async () => {
    const dev = notes(6, 3).map((document) => ({
      ...document,
      mentions: document.mentions.map((mention, i) =>
        i === 0 ? { ...mention, type: "New" } : mention,
      ),
    }));
    await writeCorpus(folder.path("dev"), dev, { format: "brat" });
    const { signatures, stderr } = await told("--dev", folder.path("dev"));
    const [unlearned] = signatures;
    expect(unlearned).toMatchObject({
      ...{ code: "split-without-type", severity: "warning", types: ["New"] },
      numbers: { types: 1, mentions: 6 },
    });
    expect(stderr.indexOf(unlearned?.message ?? "?")).toBeLessThan(stderr.indexOf("epoch 1"));
  });

  test("judges a run without a dev part by training documents", async () => {
    const { signatures } = await told("--dev", "none", "--epochs", "2");
    expect(signatures).toEqual([
      expect.objectContaining({
        code: "all-outside",
        message: expect.stringContaining("words of the training part"),
      }),
    ]);
  });
});
