/** Parting items of several types each so that every part gets its share of every type, the rarest first. */

import type { Random } from "../core/index.js";
import { spreadTypes } from "./stratifySpread.js";

/** What goes into one part whole: a document, or documents that belong together. */
export interface Item {
  /** Its documents. */
  readonly size: number;
  /** Its documents that hold a type, by type; none is 0. */
  readonly types: ReadonlyMap<string, number>;
}

/**
 * Parts items, the rarest type first, into the part that lacks most of it; then swaps items between
 * parts while that brings a type of several items into a second part. A search, not a proof: the best
 * parting of hard cases can be missed. Items of one document each fill the parts exactly; larger ones as nearly as
 * taking the large ones first, each into a part with room for it, allows. No part stays empty.
 * @param items in an order that decides, with `random`, the result; at least one for each part
 * @param sizes documents of each part; their sum is that of the items
 * @returns the part of each item
 * @see Sechidis, Tsoumakas & Vlahavas 2011, On the stratification of multi-label data, algorithm 1
 */
export function stratify(
  items: readonly Item[],
  sizes: readonly number[],
  random: Random,
): number[] {
  const parts = assign(items, sizes, random.stream("assign"));
  fillEmpty(items, sizes, parts);
  spreadTypes(items, sizes, { parts, random: random.stream("spread") });
  return parts;
}

function assign(items: readonly Item[], sizes: readonly number[], random: Random): number[] {
  const open = new Map<string, number>();
  for (const { types } of items)
    for (const [type, n] of types) open.set(type, (open.get(type) ?? 0) + n);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = sizes.map(
    (size) => new Map(Array.from(open, ([type, n]) => [type, (n * size) / total])),
  );
  const room = [...sizes];
  const parts = items.map(() => -1);
  const order = random
    .shuffled([...items.keys()])
    .sort((a, b) => (items[b] as Item).size - (items[a] as Item).size);

  const place = (item: number, type?: string) => {
    const { size, types } = items[item] as Item;
    const fitting = [...room.keys()].filter((part) => (room[part] as number) >= size);
    const lack = (part: number) =>
      type === undefined || fitting.length === 0 ? 0 : (wanted[part]?.get(type) as number);
    const [part] = random
      .shuffled(fitting.length > 0 ? fitting : [...room.keys()])
      .sort((a, b) => lack(b) - lack(a) || (room[b] as number) - (room[a] as number)) as [number];
    parts[item] = part;
    room[part] = (room[part] as number) - size;
    for (const [held, n] of types) {
      open.set(held, (open.get(held) as number) - n);
      wanted[part]?.set(held, (wanted[part].get(held) as number) - n);
    }
  };
  for (;;) {
    const rarest = [...open].filter(([, n]) => n > 0).sort((a, b) => a[1] - b[1])[0]?.[0];
    if (rarest === undefined) break;
    for (const i of order) if (parts[i] === -1 && items[i]?.types.has(rarest)) place(i, rarest);
  }
  for (const i of order) if (parts[i] === -1) place(i);
  return parts;
}

/** Gives a part that large items left empty the smallest item of the part with the most items. */
function fillEmpty(items: readonly Item[], sizes: readonly number[], parts: number[]): void {
  for (const part of sizes.keys()) {
    if (parts.includes(part)) continue;
    const members = sizes.map((_, p) => [...items.keys()].filter((item) => parts[item] === p));
    const most = members.sort((a, b) => b.length - a.length)[0] as number[];
    const [smallest] = most.sort((a, b) => (items[a] as Item).size - (items[b] as Item).size);
    parts[smallest as number] = part;
  }
}
