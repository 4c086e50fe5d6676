/** Grids as people write them, and each mistake with its line. */
import { describe, expect, test } from "vitest";
import { parseGrid } from "./grid.js";

const parse = (text: string) => parseGrid({ source: "grid.yaml", text });

const WHOLE = `
name: demo
about: >-
  Asks this
  and that.
settings:
  training: { epochs: 8, dev: none }
corpora:
  small: { path: a, test: 0.5, train: 10 }
  folded:
    path: b
    format: brat
    read: [block=10]
    folds: 3
    change: { kind: random-words, shares: { M: 0.01 } }
    settings: { windows: { length: 64 } }
axes:
  system:
    atl: { objective: { name: atl } }
    default: null
  freeze:
    no: { training.freeze: 0 }
    3: { training: { freeze: 3 } }
decoders:
  argmax: { decoder: argmax }
  knn: { decoder: knn, knn: { k: 5 } }
seeds: [1, 2]
splits: [7]
leaveOut:
  - { system: atl, freeze: [3], seed: 2 }
baseline: { system: atl, decoder: argmax }
`;

describe("parseGrid", () => {
  test("reads everything that a grid may hold", () => {
    const grid = parse(WHOLE);
    const at = (line: number) => ({ source: "grid.yaml", line });
    expect(grid).toEqual({
      ...{ source: "grid.yaml", name: "demo", about: "Asks this and that." },
      settings: [
        { path: "training.epochs", value: 8, place: at(7) },
        { path: "training.dev", value: "none", place: at(7) },
      ],
      corpora: [
        { name: "small", settings: [], corpus: { path: "a", test: 0.5, train: 10 } },
        {
          name: "folded",
          settings: [{ path: "windows.length", value: 64, place: at(16) }],
          corpus: {
            ...{ path: "b", format: "brat", read: ["block=10"], folds: 3 },
            change: { kind: "random-words", shares: { M: 0.01 } },
          },
        },
      ],
      axes: [
        {
          name: "system",
          values: [
            {
              name: "atl",
              settings: [{ path: "objective.name", value: "atl", place: at(19) }],
            },
            { name: "default", settings: [] },
          ],
        },
        {
          name: "freeze",
          values: [
            { name: "3", settings: [{ path: "training.freeze", value: 3, place: at(23) }] },
            { name: "no", settings: [{ path: "training.freeze", value: 0, place: at(22) }] },
          ],
        },
      ],
      decoders: [
        { name: "argmax", settings: [{ path: "decoder", value: "argmax", place: at(25) }] },
        {
          name: "knn",
          settings: [
            { path: "decoder", value: "knn", place: at(26) },
            { path: "knn.k", value: 5, place: at(26) },
          ],
        },
      ],
      ...{ seeds: [1, 2], splits: [7] },
      leaveOut: [{ system: ["atl"], freeze: ["3"], seed: ["2"] }],
      baseline: { system: "atl", decoder: "argmax" },
    });
  });

  test("takes one seed, one split and argmax where a grid is silent", () => {
    expect(parse("name: short\ncorpora:\n  one: { path: a, test: 5 }\n")).toMatchObject({
      ...{ about: "", axes: [], seeds: [1], splits: [1], leaveOut: [], baseline: {} },
      decoders: [{ name: "argmax", settings: [{ path: "decoder", value: "argmax" }] }],
    });
  });

  const start = "name: demo\ncorpora:\n  one:\n    path: a\n    test: 5\n";
  const one = (line: string) => `name: demo\ncorpora:\n  one:\n    path: a\n    ${line}\n`;
  const see = "See docs/experiments.md for what a grid holds.";
  test.each([
    ["", `grid.yaml:1: name: Invalid input: expected string, received undefined. ${see}`],
    ["- a\n", /^grid\.yaml:1: the configuration is \["a"\] but must be a mapping\. Write /],
    ["name: a\nname: b\n", /^grid\.yaml:2: the YAML cannot be read: Map keys must be unique\. /],
    ["name: a b\n", /^grid\.yaml:1: name: a name may have letters, digits, _, \+ and - only\. /],
    ["name: demo\n", /^grid\.yaml:1: corpora: Invalid input: expected record, received undefined/],
    ["name: demo\n\ncorpora: {}\n", `grid.yaml:3: corpora: is empty. ${see}`],
    [`${start}sedes: [1]\n`, `grid.yaml:6: sedes: is no key of a grid. ${see}`],
    [one("tset: 5"), `grid.yaml:5: corpora.one.tset: is no key of a grid. ${see}`],
    [
      "name: demo\ncorpora:\n  one:\n    test: 5\n",
      /^grid\.yaml:3: corpora\.one\.path: Invalid input: expected string, received undefined\. /,
    ],
    [
      one("test: 1.5"),
      `grid.yaml:5: corpora.one.test: must be a share below 1, a whole number of documents, or a folder. ${see}`,
    ],
    [one("folds: 1"), /^grid\.yaml:5: corpora\.one\.folds: Too small: expected number to be >=2/],
    [
      one("read: []"),
      "grid.yaml:3: corpus one has neither test nor folds. Say how its test part is made by one of them.",
    ],
    [
      one("folds: 3\n    test: 4"),
      "grid.yaml:3: corpus one has both test and folds. Say how its test part is made by one of them.",
    ],
    [
      one("change: { kind: shuffle }"),
      `grid.yaml:5: corpora.one.change.kind: must be redraw-types, random-words or split-types. ${see}`,
    ],
    [
      one("change:\n      kind: random-words\n      shares: { A: 0.6, B: 0.5 }"),
      `grid.yaml:7: corpora.one.change.shares: has shares of more than 1 in all. ${see}`,
    ],
    [
      one("change: { kind: random-words, shares: { O: 0.9 } }"),
      `grid.yaml:5: corpora.one.change.shares: names O, which is what the other shares leave. ${see}`,
    ],
    [`${start}axes:\n  system: {}\n`, `grid.yaml:7: axes.system: is empty. ${see}`],
    [`${start}axes:\n  a.b: { x: {} }\n`, /^grid\.yaml:7: axes\.a\.b: a name may have letters/],
    [
      `${start}axes:\n  system:\n    atl: 5\n`,
      `grid.yaml:8: axes.system.atl: Invalid input: expected record, received number. ${see}`,
    ],
    [
      `${start}axes:\n  system:\n    atl: &atl { training: { epochs: 1 } }\n    btl: *atl\n`,
      "grid.yaml:9: *atl is an alias, which a grid does not know. Write out what it stands for.",
    ],
    [
      `${start}axes:\n  split:\n    a: {}\n`,
      "grid.yaml:7: an axis is named split, which every grid has. Choose another name.",
    ],
    [`${start}decoders: {}\n`, `grid.yaml:6: decoders: is empty. ${see}`],
    [`${start}seeds: []\n`, /^grid\.yaml:6: seeds: Too small/],
    [`${start}seeds:\n  - 1\n  - 0.5\n`, /^grid\.yaml:8: seeds\.1: Invalid input: expected int/],
    [`${start}seeds: [1, 2, 1]\n`, `grid.yaml:6: seeds: names a number twice. ${see}`],
    [
      `${start}settings:\n  seed: 5\n`,
      "grid.yaml:7: the seed is set to 5 and the grid has seeds of its own. List it under seeds.",
    ],
    [`${start}leaveOut:\n  - {}\n`, `grid.yaml:7: leaveOut.0: is empty. ${see}`],
    [
      `${start}leaveOut:\n  - corpus: one\n    decoder: argmax\n`,
      "grid.yaml:8: decoder is no axis that can be named here. Name corpus, seed, split.",
    ],
    [
      `${start}leaveOut:\n  - corpus: [one, two]\n`,
      "grid.yaml:7: two is no value of corpus. It has one.",
    ],
    [
      `${start}baseline:\n  seed: "1"\n`,
      "grid.yaml:7: seed is no axis that can be named here. Name decoder.",
    ],
    [
      `${start}baseline: { decoder: knn }\n`,
      "grid.yaml:6: knn is no value of decoder. It has argmax.",
    ],
  ])("refuses %j in one line", (text, message) => {
    let said = "";
    try {
      parse(text);
    } catch (error) {
      said = (error as Error).message;
    }
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
    expect(said).not.toContain("\n");
  });
});
