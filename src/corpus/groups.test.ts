import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Document } from "./document.js";
import { groupDocuments } from "./groups.js";

const SEED = 20240919;
const document = (id: string, meta?: Document["meta"]): Document => ({
  ...{ id, text: `note of ${id}`, mentions: [] },
  ...(meta ? { meta } : {}),
});
/** Ids by group, sorted. */
const groupsOf = (groups: ReadonlyMap<string, string>) => {
  const members = new Map<string, string[]>();
  for (const [id, name] of groups) members.set(name, [...(members.get(name) ?? []), id]);
  return [...members.values()].map((ids) => ids.sort()).sort();
};

describe("groupDocuments", () => {
  const visits = ["P1-a", "P2-a", "P1-b", "P10-a", "letter"].map((id) => document(id));

  test("joins documents whose ids have the same text in the parentheses", () => {
    const { groups, unnamed } = groupDocuments(visits, { group: "^(P\\d+)-" });
    expect(groupsOf(groups)).toEqual([["P1-a", "P1-b"], ["P10-a"], ["P2-a"], ["letter"]]);
    expect(unnamed).toEqual(["letter"]);
  });

  test("finds fields by their name, and inside of others along a path", () => {
    const documents = [
      document("a", { patient: 7 }),
      document("b", { patient: "7" }),
      document("c", { patient: { id: 7 } }),
      document("d", { "patient.id": "x" }),
      document("e", { patient: { id: "x" } }),
      document("f"),
    ];
    const joined = (groupField: string) => groupDocuments(documents, { groupField });
    expect(groupsOf(joined("patient").groups)).toEqual([["a", "b"], ["c"], ["d"], ["e"], ["f"]]);
    expect(joined("patient").unnamed).toEqual(["c", "d", "e", "f"]);
    expect(groupsOf(joined("patient.id").groups)).toEqual([["a"], ["b"], ["c"], ["d", "e"], ["f"]]);
  });

  test("joins groups that have near duplicates, unless those are ignored", () => {
    const [a, b, c] = ["P1-a", "P1-b", "P2-a"].map((id) => document(id));
    const copy = { ...document("P2-b"), text: "NOTE  of p1-B." };
    const documents = [a, b, c, copy] as Document[];
    expect(groupsOf(groupDocuments(documents).groups)).toEqual([
      ["P1-a"],
      ["P1-b", "P2-b"],
      ["P2-a"],
    ]);
    const source = { group: "^(P\\d)" };
    expect(groupDocuments(documents, source)).toMatchObject({ alike: 2 });
    expect(groupsOf(groupDocuments(documents, source).groups)).toEqual([
      ["P1-a", "P1-b", "P2-a", "P2-b"],
    ]);
    const ignored = groupDocuments(documents, { ...source, nearDuplicates: "ignore" });
    expect(ignored.alike).toBe(0);
    expect(groupsOf(ignored.groups)).toEqual([
      ["P1-a", "P1-b"],
      ["P2-a", "P2-b"],
    ]);
  });

  test(`joins what is connected, in whatever order it comes (seed ${SEED})`, () => {
    const drawn = fc.array(fc.record({ patient: fc.nat(8), text: fc.nat(8) }), { maxLength: 14 });
    fc.assert(
      fc.property(drawn, fc.nat(1000), (rows, turn) => {
        const documents = rows.map(({ patient, text }, i) => ({
          ...{ id: `p${patient}-${i}`, mentions: [] },
          text: `words of text number ${text}`,
        }));
        const turned = documents.map(
          (_, i) => documents[(i + turn) % documents.length] as Document,
        );
        if (documents.length === 0) return;
        const source = { group: "^(p\\d+)" };
        const { groups } = groupDocuments(turned, source);
        expect(groups).toEqual(groupDocuments(documents, source).groups);
        // By brute force: a document reaches another through shared patients and texts.
        const reached = (from: number) => {
          const set = new Set([from]);
          for (const i of set)
            rows.forEach((row, j) => {
              if (row.patient === rows[i]?.patient || row.text === rows[i]?.text) set.add(j);
            });
          return set;
        };
        rows.forEach((_, i) => {
          const same = reached(i);
          rows.forEach((__, j) => {
            const together =
              groups.get((documents[i] as Document).id) ===
              groups.get((documents[j] as Document).id);
            expect(together).toBe(same.has(j));
          });
        });
      }),
      { seed: SEED },
    );
  });

  test.each([
    ["(", "is not a regular expression"],
    ["^P", "has 0 groups in parentheses but must have 1"],
    ["(P)(.)", "has 2 groups in parentheses but must have 1"],
    ["P(?:.)", "has 0 groups in parentheses but must have 1"],
  ])("refuses the pattern %s", (group, problem) => {
    expect(() => groupDocuments(visits, { group })).toThrow(
      `--group: ${JSON.stringify(group)} ${problem}. Put the part of the id that names the patient into parentheses, as in "^(P[0-9]+)".`,
    );
  });

  test("refuses what names no group at all, which would part every patient", () => {
    expect(() => groupDocuments(visits, { group: "^(X)" })).toThrow(
      '--group: "^(X)" matches none of 5 ids, such as P1-a. Write a regular expression that matches the ids of your documents.',
    );
    expect(() => groupDocuments(visits, { groupField: "patient" })).toThrow(
      "--group-field: none of 5 documents has a field patient that names a group. The documents of this format have no further fields: use --group.",
    );
    expect(() =>
      groupDocuments([document("a", { person: 1, year: 2 })], { groupField: "patient" }),
    ).toThrow("Choose one of person, year, or a field inside of one, as A.B.");
    expect(() => groupDocuments(visits, { group: "(P)", groupField: "patient" })).toThrow(
      "groups are named by a pattern and by a field. Choose one of --group and --group-field.",
    );
  });
});
