/** `raretag split`, and what other commands make of its files. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  notes,
  raretag,
  SMALL,
  temporaryFolder,
  trainSmall,
  writeNotes,
} from "../../test/cli/raretag.js";
import { loadConfig } from "../config/index.js";
import { readTrainData } from "./trainData.js";

const folder = temporaryFolder();
const [corpus, split, model] = ["notes", "split.json", "model"].map((name) =>
  folder.path(name),
) as [...[string, string, string]];
const read = (file = split) => JSON.parse(readFileSync(file, "utf8"));
const make = (...flags: string[]) =>
  raretag("split", "--corpus", corpus, "--out", split, "--overwrite", ...flags);

beforeAll(async () => {
  await writeNotes(corpus, 12);
});
afterAll(folder.remove);

describe("raretag split", () => {
  test("names each document in one part, and prints what each part has of each type", async () => {
    const { code, stdout } = await make("--test", "0.25", "--dev", "0.25", "--seed", "3");
    expect(code).toBe(0);
    const { train, dev, test: held, made, fingerprints } = read();
    const ids = notes(12).map(({ id }) => id);
    expect([train.length, dev.length, held.length]).toEqual([6, 3, 3]);
    expect([...train, ...dev, ...held].sort()).toEqual(ids);
    expect(Object.keys(fingerprints)).toEqual(ids);
    expect(made).toMatchObject({ seed: 3, test: 0.25, dev: 0.25, nearDuplicates: "keep" });

    const lines = stdout.split("\n");
    expect(lines[0]).toBe("12 documents, each by itself");
    const cells = (line = "") => line.split("|").map((cell) => cell.trim());
    const mentionsOf = (names: string[]) =>
      notes(12)
        .filter(({ id }) => names.includes(id))
        .flatMap(({ mentions }) => mentions);
    const row = (type: string) => cells(lines.find((line) => cells(line)[1] === type));
    expect(row("mentions (documents)").slice(2, 5)).toEqual(["train", "dev", "test"]);
    for (const type of new Set(mentionsOf(ids).map((mention) => mention.type)))
      [train, dev, held].forEach((names, part) => {
        const mentions = mentionsOf(names).filter((mention) => mention.type === type);
        expect(row(type)[2 + part]).toMatch(new RegExp(`^${mentions.length} \\(\\d+\\)$`));
      });
    expect(row("all").slice(2, 5)).toEqual(
      [train, dev, held].map((names) => `${mentionsOf(names).length} (${names.length})`),
    );
  });

  test("gives the same file for the same seed, and another for another", async () => {
    const made = [];
    for (const seed of ["1", "1", "2"]) {
      await make("--seed", seed, "--test", "0.5");
      made.push(readFileSync(split, "utf8"));
    }
    expect(made[1]).toBe(made[0]);
    expect(read().test).not.toEqual(JSON.parse(made[0] as string).test);
  });

  test("holds out a fifth unless told otherwise, and refuses to replace a file", async () => {
    await make();
    expect(read()).toMatchObject({ made: { test: 0.2 } });
    expect(read().test).toHaveLength(2);
    const { code, stderr } = await raretag("split", "--corpus", corpus, "--out", split);
    expect(code).toBe(2);
    expect(stderr).toContain("the file exists already");
  });

  test("prints a table for each repeat of a cross-validation", async () => {
    const { stdout } = await make("--folds", "3", "--repeats", "2");
    expect(read().folds).toHaveLength(6);
    const headers = stdout.split("\n").filter((line) => line.startsWith("| mentions"));
    expect(headers.map((line) => line.match(/fold \d/g))).toEqual([
      ["fold 1", "fold 2", "fold 3"],
      ["fold 4", "fold 5", "fold 6"],
    ]);
  });

  test("keeps patients whole and says how many groups there are", async () => {
    const { stdout } = await make("--group", "^note-(\\d\\d)", "--test", "0.3");
    expect(stdout.split("\n")[0]).toBe(
      "12 documents in 2 groups that are not parted, the largest of 9",
    );
    expect(read().test).toEqual(["note-010", "note-011", "note-012"]);
  });

  test("says which ids have no group", async () => {
    const { stdout } = await make("--group", "^(note-00)");
    expect(stdout.split("\n")[1]).toBe(
      "3 documents have no name of a group, so each is one: note-010, note-011, note-012",
    );
  });

  test("keeps near duplicates in one part, unless they are ignored", async () => {
    const copies = folder.path("copies");
    mkdirSync(copies);
    for (const id of ["a", "b", "c", "d"])
      writeFileSync(`${copies}/${id}.txt`, id < "c" ? "no fever, no pain" : `cough ${id}`);
    const sides = async (...flags: string[]) => {
      const argv = ["--corpus", copies, "--corpus-format", "brat", "--out", split, "--overwrite"];
      const { stdout } = await raretag("split", ...argv, "--test", "0.5", ...flags);
      return { train: read().train, stdout };
    };
    const kept = await sides();
    expect(kept.stdout).toContain("4 documents in 3 groups that are not parted, the largest of 2");
    expect(kept.stdout).toContain("2 documents have a near duplicate");
    expect(kept.train.includes("a")).toBe(kept.train.includes("b"));
    const ignored = await sides("--near-duplicates", "ignore");
    expect(ignored.stdout).toContain("4 documents, each by itself");
  });

  test("states the leakage where the files do not bound documents", async () => {
    const columns = folder.path("columns.tsv");
    writeFileSync(columns, Array.from({ length: 20 }, (_, i) => `word${i}\tO\n`).join("\n"));
    const { stdout } = await raretag(
      ...["split", "--corpus", columns, "--out", split, "--overwrite", "--test", "0.5"],
    );
    const held = new Set<string>(read().test);
    const ids = Object.keys(read().fingerprints).sort();
    const borders = ids.slice(1).filter((id, i) => held.has(id) !== held.has(ids[i] as string));
    expect(held.size).toBe(10);
    expect(stdout).toContain(
      `LEAKAGE: the files do not say where a document ends. At ${borders.length} places the training part borders on what is held out`,
    );
  });

  test("names types that are not in both, with their documents", async () => {
    const tiny = folder.path("tiny.jsonl");
    const line = (id: string, types: string[]) =>
      JSON.stringify({
        ...{ id, text: `fever in note ${id}` },
        mentions: types.map((type, i) => ({ id: `T${i}`, type, start: 0, end: 5 })),
      });
    const lines = [line("a", ["Sign", "Rare"]), line("b", ["Sign"]), line("c", ["Sign"])];
    writeFileSync(tiny, `${lines.join("\n")}\n`);
    const { stdout } = await raretag(
      ...["split", "--corpus", tiny, "--out", split, "--overwrite", "--test", "0.3"],
    );
    expect(stdout).toContain("only in train, so never scored: Rare (1 document)\n");
  });
});

describe("a split file", () => {
  test("keeps its groups together in the dev part that training takes by itself", async () => {
    await make("--group", "^note-0(\\d)", "--dev", "0.3"); // nine of note-00, three of note-01
    const { train: learned, dev: held, ...file } = read();
    writeFileSync(split, JSON.stringify({ ...file, train: [...learned, ...held] }));
    const config = loadConfig({ sets: ["training.dev=0.4"] });
    const { train, dev } = await readTrainData({ corpus, split }, config);
    expect(train).toHaveLength(9);
    expect(dev?.map(({ id }) => id)).toEqual(["note-010", "note-011", "note-012"]);
  });

  test("trains and scores one fold, and goes on with no other", async () => {
    await make("--folds", "2", "--dev", "0.2");
    const flags = ["--split", split, "--fold", "2"];
    const trained = await trainSmall(corpus, model, ...flags);
    expect(trained).toMatchObject({ code: 0 });
    expect(read(`${model}/run.json`).sources).toMatchObject({ split, fold: 2 });
    const scored = await raretag("evaluate", "--model", model, "--corpus", corpus, ...flags);
    expect(scored).toMatchObject({ code: 0, stderr: expect.not.stringContaining("changed") });
    const other = await raretag("train", "--resume", model, "--fold", "1");
    expect(other.stderr).toContain(
      "--fold: the run began with 2 but --resume is given 1. Leave it out, or start a new run.",
    );
  });

  test("refuses another corpus in training and scoring, unless that is accepted", async () => {
    await make("--test", "0.25", "--dev", "0.25");
    const [train, held] = [read().train[0], read().test[0]] as [string, string];
    const dry = (...flags: string[]) =>
      raretag(
        ...["train", "--corpus", corpus, "--encoder", "test/fixtures/encoder", "--out", "none"],
        ...[...SMALL, "--split", split, "--dry-run", ...flags],
      );
    const evaluate = (...flags: string[]) =>
      raretag("evaluate", "--model", model, "--corpus", corpus, "--split", split, ...flags);
    writeFileSync(`${corpus}/${train}.ann`, "");
    const refused = await dry();
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain(
      `${split}: the corpus is not the one that was split: 1 document has other mentions (${train}). Split it anew, or go on all the same with --changed-corpus accept.`,
    );
    expect(await evaluate()).toMatchObject({ code: 0 });
    expect(await dry("--changed-corpus", "accept")).toMatchObject({
      ...{ code: 0, stderr: expect.stringContaining("1 document has other mentions") },
    });
    rmSync(`${corpus}/${held}.ann`);
    rmSync(`${corpus}/${held}.txt`);
    expect((await evaluate()).stderr).toContain(`1 document is missing (${held})`);
    expect(await evaluate("--changed-corpus", "accept")).toMatchObject({ code: 0 });
  });
});
