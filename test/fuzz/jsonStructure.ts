/** Damage to values of JSON, in a file that is one value or has one a line; what is no JSON stays. */

import fc from "fast-check";
import type { Change } from "./structure.js";

type Path = readonly (string | number)[];

/** Every place below a value, parents first. */
function placesIn(node: unknown, path: Path = []): Path[] {
  if (typeof node !== "object" || node === null) return [path];
  const keys = Array.isArray(node) ? [...node.keys()] : Object.keys(node);
  const below = keys.flatMap((key) =>
    placesIn((node as Record<string | number, unknown>)[key], [...path, key]),
  );
  return [path, ...below];
}

const at = (node: unknown, path: Path): unknown =>
  path.reduce((value, key) => (value as Record<string | number, unknown>)[key], node);

/** Changes the list or object that holds the value at `path`, in place. */
function inside(root: unknown, path: Path, change: (holder: never, key: never) => void): void {
  if (path.length > 0) change(at(root, path.slice(0, -1)) as never, path.at(-1) as never);
}

const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 0.5, 1e9, 2 ** 53, 1e308, "", " ", "x", "0", "-1", "T1", "O"],
  ...["\ud800", "\u0000", "__proto__", "toString", [], {}, [[]], [null], [0, 1], [1, 0, "x"], {}],
  ...[{ id: "T1" }, { start: 0, end: 1 }, JSON.parse('{"__proto__":{"x":1},"toString":1}')],
];

/** Changes one value, given two random places. */
type Edit = (root: unknown, path: Path, other: Path) => void;

const EDITS: readonly Edit[] = [
  // dropped
  (root, path) =>
    inside(root, path, (holder: unknown[] | Record<string, unknown>, key: never) => {
      if (Array.isArray(holder)) holder.splice(key, 1);
      else delete holder[key];
    }),
  // doubled
  (root, path) =>
    inside(root, path, (holder: unknown[] | Record<string, unknown>, key: never) => {
      if (Array.isArray(holder)) holder.splice(key, 0, structuredClone(holder[key]));
    }),
  // what stands elsewhere, here
  (root, path, other) => {
    const value = structuredClone(at(root, other));
    inside(root, path, (holder: Record<string, unknown>, key: string) => {
      holder[key] = value;
    });
  },
  // lists turned around
  (root, path) => {
    const value = at(root, path);
    if (Array.isArray(value)) value.reverse();
  },
];

const oddValue: fc.Arbitrary<Edit> = fc.constantFrom(...ODD).map(
  (value) => (root, path) =>
    inside(root, path, (holder: Record<string, unknown>, key: string) => {
      holder[key] = structuredClone(value);
    }),
);

/** Of another kind, so that nothing can be made of it. */
const wrongKind: Edit = (root, path) => {
  const value = at(root, path);
  inside(root, path, (holder: Record<string, unknown>, key: string) => {
    holder[key] = typeof value === "number" ? "x" : 17;
  });
};

function onJson(n: number, places: readonly [number, number], edit: Edit): Change {
  const changed = (text: string): string | undefined => {
    let root: unknown;
    try {
      root = JSON.parse(text);
    } catch {
      return undefined;
    }
    const all = placesIn(root);
    const [a, b] = places.map((place) => all[place % all.length]) as [Path, Path];
    edit(root, a, b);
    return JSON.stringify(root);
  };
  return (text) => {
    if (!/^\s*[{[]/.test(text)) return text;
    const whole = changed(text);
    if (whole !== undefined) return whole;
    const lines = text.split("\n");
    const at = n % lines.length;
    return lines.map((line, i) => (i === at ? (changed(line) ?? line) : line)).join("\n");
  };
}

const where = fc.tuple(fc.nat(1000), fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)));

/** A change to the values of JSON. */
export const jsonChange: fc.Arbitrary<Change> = fc
  .tuple(where, fc.oneof(oddValue, fc.constantFrom(...EDITS)))
  .map(([[n, places], edit]) => onJson(n, places, edit));

/** A value of a kind that the format cannot have there: what it takes away must be told. */
export const jsonKindChange: fc.Arbitrary<Change> = where.map(([n, places]) =>
  onJson(n, places, wrongKind),
);
