/** Swaps between parts that bring types which one part has for itself into a second one. */

import type { Random } from "../core/index.js";
import type { Item } from "./stratify.js";

/** Random swaps that are made to leave a dead end, before an imperfect parting is taken as it is. */
const KICKS = 100;
/** Swaps that are tried in all, so that a hopeless case of many items ends within seconds. */
const TRIALS = 500_000;

/**
 * Swaps items of `parts`, in place, while that leaves fewer types of several items confined to one part.
 * Parts stay as near to their sizes as they are, or as half of the largest item.
 * @param parts the part of each item
 */
export function spreadTypes(
  items: readonly Item[],
  sizes: readonly number[],
  { parts, random }: { readonly parts: number[]; readonly random: Random },
): void {
  const tally = createTally(items, sizes, parts);
  const indices = [...items.keys()];
  let trials = TRIALS;
  const release = (type: number) => {
    const holders = tally.holders[type] as number[];
    const home = parts[holders[0] as number]; // all holders are in one part
    return holders.some((a) =>
      indices.some((b) => {
        if (parts[b] === home || trials-- <= 0 || !tally.keepsSizes(a, b)) return false;
        if (tally.gainOf(a, b) >= 0) return false;
        tally.swap(a, b);
        return true;
      }),
    );
  };
  const settle = () => {
    while (tally.confined().some(release));
    return tally.confined().length;
  };

  let left = settle();
  for (let kick = 0; kick < KICKS && left > 0 && trials > 0; kick++) {
    const before = [...parts];
    const a = random.below(items.length);
    const others = indices.filter((item) => parts[item] !== parts[a]);
    const b = others[random.below(others.length)] as number;
    if (!tally.keepsSizes(a, b)) continue;
    tally.swap(a, b);
    const now = settle();
    if (now <= left) left = now;
    else for (const item of indices) tally.move(item, before[item] as number);
  }
}

/** What the parts hold, kept up to date as items move; types are numbered. */
function createTally(items: readonly Item[], sizes: readonly number[], parts: number[]) {
  const numbers = new Map<string, number>();
  const holders: number[][] = [];
  const held = items.map(({ types }, item) =>
    Array.from(types.keys(), (type) => {
      const number = numbers.get(type) ?? numbers.size;
      if (number === numbers.size) holders.push([]);
      numbers.set(type, number);
      holders[number]?.push(item);
      return number;
    }),
  );
  const rows = holders.map(() => new Int32Array(sizes.length));
  const excess = sizes.map((size) => -size);
  const add = (item: number, part: number, n: 1 | -1) => {
    excess[part] = (excess[part] as number) + n * (items[item] as Item).size;
    for (const type of held[item] as number[]) {
      const row = rows[type] as Int32Array;
      row[part] = (row[part] as number) + n;
    }
  };
  parts.forEach((part, item) => {
    add(item, part, 1);
  });
  const move = (item: number, to: number) => {
    add(item, parts[item] as number, -1);
    add(item, to, 1);
    parts[item] = to;
  };
  /** Whether several items hold a type and all are in one part, after one of them moves. */
  const isConfined = (type: number, from = -1, to = -1) => {
    if ((holders[type] as number[]).length < 2) return false;
    const row = rows[type] as Int32Array;
    let filled = 0;
    for (let part = 0; part < row.length; part++)
      if ((row[part] as number) - Number(part === from) + Number(part === to) > 0) filled++;
    return filled === 1;
  };
  /** Change of the number of confined types when an item moves; types that `other` has do not change. */
  const gainOfMove = (item: number, from: number, to: number, other: readonly number[]) => {
    let gain = 0;
    for (const type of held[item] as number[])
      if (!other.includes(type))
        gain += Number(isConfined(type, from, to)) - Number(isConfined(type));
    return gain;
  };
  const slack = items.reduce((most, { size }) => Math.max(most, size), 0) / 2;
  const grows = (part: number, change: number) => {
    const before = excess[part] as number;
    return Math.abs(before + change) > Math.max(Math.abs(before), slack);
  };
  const partOf = (item: number) => parts[item] as number;
  return {
    holders,
    move,
    swap(a: number, b: number) {
      const part = partOf(a);
      move(a, partOf(b));
      move(b, part);
    },
    confined: () => [...rows.keys()].filter((type) => isConfined(type)),
    /** Confined types after a swap, less those before it. */
    gainOf: (a: number, b: number) =>
      gainOfMove(a, partOf(a), partOf(b), held[b] as number[]) +
      gainOfMove(b, partOf(b), partOf(a), held[a] as number[]),
    /** Whether after a swap both parts are as near to their sizes as before, or near enough. */
    keepsSizes(a: number, b: number) {
      const change = (items[b] as Item).size - (items[a] as Item).size;
      return change === 0 || !(grows(partOf(a), change) || grows(partOf(b), -change));
    },
  };
}
