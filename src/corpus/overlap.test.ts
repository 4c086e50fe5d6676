import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Document, hullOf, type Mention } from "./document.js";
import { DISCONTINUOUS_POLICIES, flatten, OVERLAP_POLICIES, relate } from "./overlap.js";

const SEED = 20240903;
const mention = (id: string, type: string, ...spans: [number, number][]): Mention => ({
  ...{ id, type },
  ...hullOf(spans.map(([start, end]) => ({ start, end }))),
});
const document = (...mentions: Mention[]): Document => ({
  id: "d",
  text: "x".repeat(40),
  mentions,
});
const kept = (result: ReturnType<typeof flatten>) =>
  result.mentions.map(({ id, start, end }) => `${id} ${start} ${end}`);

const inner = mention("T2", "Arm", [5, 8]);
const outer = mention("T1", "Sign", [0, 13]);
const crossing = mention("T3", "Date", [10, 20]);

describe("flatten", () => {
  test("keeps the shortest unless told otherwise, and lists what it drops", () => {
    const result = flatten(document(outer, inner, crossing));
    expect(kept(result)).toEqual(["T2 5 8", "T3 10 20"]);
    expect(result.affected).toEqual([
      {
        ...{ documentId: "d", mentionId: "T1", type: "Sign", start: 0, end: 13 },
        ...{ reason: "nested", action: "dropped", by: "T2" },
      },
    ]);
  });

  test("keeps the longest, or what starts first, by name", () => {
    expect(kept(flatten(document(inner, outer, crossing), { overlaps: "longest" }))).toEqual([
      "T1 0 13",
    ]);
    const late = mention("T4", "Date", [12, 40]);
    expect(kept(flatten(document(late, inner, outer), { overlaps: "longest" }))).toEqual([
      ..."T2 5 8|T4 12 40".split("|"),
    ]);
    expect(kept(flatten(document(late, inner, outer), { overlaps: "first" }))).toEqual(["T1 0 13"]);
  });

  test("goes by the order of the file where two have one span", () => {
    const other = mention("T9", "Leg", [5, 8]);
    expect(kept(flatten(document(other, inner)))).toEqual(["T9 5 8"]);
    expect(flatten(document(inner, other)).affected).toMatchObject([
      { mentionId: "T9", reason: "same span", by: "T2" },
    ]);
  });

  test("lists duplicates as such, even of a mention that is dropped itself", () => {
    const twin = { ...outer, id: "T7" };
    const affected = [
      { mentionId: "T1", reason: "nested", by: "T2" },
      { mentionId: "T7", reason: "duplicate", by: "T1" },
    ];
    expect(flatten(document(outer, inner, twin)).affected).toMatchObject(affected);
  });

  test("refuses overlaps under error, but not duplicates", () => {
    expect(() => flatten(document(inner, crossing, outer), { overlaps: "error" })).toThrow(
      "d: mention T2 at 5 to 8 overlaps T1 at 0 to 13 (nested). Choose which to keep: shortest, longest or first.",
    );
    const twins = document(inner, { ...inner, id: "T5" });
    expect(kept(flatten(twins, { overlaps: "error" }))).toEqual(["T2 5 8"]);
  });

  test("takes the hull of a discontinuous mention, or its fragments, and lists it", () => {
    const split = mention("T1", "Arm", [0, 4], [15, 18]);
    const between = mention("T2", "Leg", [5, 9]);
    const hull = flatten(document(split));
    expect(hull.mentions).toEqual([{ id: "T1", type: "Arm", start: 0, end: 18 }]);
    expect(hull.affected).toMatchObject([{ reason: "discontinuous", action: "hull" }]);
    const fragments = flatten(document(split, between), { discontinuous: "fragments" });
    expect(kept(fragments)).toEqual(["T1 0 4", "T2 5 9", "T1 15 18"]);
    expect(fragments.affected).toMatchObject([{ reason: "discontinuous", action: "fragments" }]);
    expect(flatten(document(split, between)).affected).toMatchObject([
      { mentionId: "T1", reason: "nested", action: "dropped", by: "T2" },
    ]);
  });

  const documents = fc
    .array(
      fc.tuple(
        fc.constantFrom("X", "Y"),
        fc.array(fc.tuple(fc.nat(35), fc.integer({ min: 1, max: 12 })), {
          minLength: 1,
          maxLength: 3,
        }),
      ),
      { maxLength: 12 },
    )
    .map((list) =>
      document(
        ...list.map(([type, spans], i) =>
          mention(
            `T${i}`,
            type,
            ...spans.map(([s, n]): [number, number] => [s, Math.min(s + n, 40)]),
          ),
        ),
      ),
    );

  test("keeps or lists every mention once, and what it keeps is flat and sorted", () => {
    const policies = OVERLAP_POLICIES.filter((policy) => policy !== "error").flatMap((overlaps) =>
      DISCONTINUOUS_POLICIES.map((discontinuous) => ({ overlaps, discontinuous })),
    );
    fc.assert(
      fc.property(documents, fc.constantFrom(...policies), (given, options) => {
        const { mentions, affected } = flatten(given, options);
        const dropped = affected.filter(({ action }) => action === "dropped");
        const ids = [...new Set(mentions.map(({ id }) => id)), ...dropped.map((a) => a.mentionId)];
        expect(ids.sort()).toEqual(given.mentions.map(({ id }) => id).sort());
        expect(new Set(affected.map((a) => a.mentionId)).size).toBe(affected.length);
        mentions.forEach(({ start }, i) => {
          expect(start).toBeGreaterThanOrEqual(mentions[i - 1]?.end ?? 0);
        });
        const changed = affected
          .filter(({ action }) => action !== "dropped")
          .map((a) => a.mentionId);
        for (const { id, start, end } of mentions) {
          const original = given.mentions.find((m) => m.id === id) as Mention;
          expect(changed.includes(id)).toBe(original.fragments !== undefined);
          if (!original.fragments) expect([start, end]).toEqual([original.start, original.end]);
        }
      }),
      { seed: SEED },
    );
  });

  test("labels characters as the peer does: the shortest first, if none is taken", () => {
    fc.assert(
      fc.property(documents, (given) => {
        // torch_baseline.py, `windows`
        const characters: string[] = new Array(40).fill("O");
        for (const { start, end, type } of [...given.mentions].sort(
          (a, b) => a.end - a.start - (b.end - b.start),
        ))
          if (characters.slice(start, end).every((c) => c === "O"))
            characters.fill(type, start, end);
        const ours: string[] = new Array(40).fill("O");
        for (const { start, end, type } of flatten(given).mentions) ours.fill(type, start, end);
        expect(ours).toEqual(characters);
      }),
      { seed: SEED },
    );
  });
});

describe("relate", () => {
  test("tells how two mentions lie to each other", () => {
    const split = mention("T1", "Sign", [0, 4], [9, 13]);
    expect(relate(outer, { ...outer, id: "x" })).toBe("duplicate");
    expect(relate(outer, split)).toBe("same span");
    expect(relate(inner, outer)).toBe("nested");
    expect(relate(outer, crossing)).toBe("crossing");
    expect(relate(inner, crossing)).toBeUndefined();
    expect(relate(inner, mention("x", "Arm", [8, 9]))).toBeUndefined();
  });
});
