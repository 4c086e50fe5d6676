/** Parting items of several types each so that every part gets its share of every type, the rarest first. */

import type { Random } from "../core/index.js";

/** An item, by the types that it holds. */
export type Typed = ReadonlySet<string>;

/** Random swaps that are tried to leave a dead end, before an imperfect parting is taken as it is. */
const KICKS = 100;

/**
 * Parts items, the rarest type first, into the part that lacks most of it; then swaps items between
 * parts while that brings a type of several items into a second part. A search, not a proof: the best
 * parting of hard cases can be missed.
 * @param items in an order that decides, with `random`, the result
 * @param sizes items of each part; their sum is the number of items
 * @returns the part of each item
 * @see Sechidis, Tsoumakas & Vlahavas 2011, On the stratification of multi-label data, algorithm 1
 */
export function stratify(
  items: readonly Typed[],
  sizes: readonly number[],
  random: Random,
): number[] {
  const parts = assign(items, sizes, random.stream("assign"));
  spread(items, parts, random.stream("spread"));
  return parts;
}

function assign(items: readonly Typed[], sizes: readonly number[], random: Random): number[] {
  const open = new Map<string, number>();
  for (const type of items.flatMap((item) => [...item])) open.set(type, (open.get(type) ?? 0) + 1);
  const wanted = sizes.map(
    (size) => new Map(Array.from(open, ([type, n]) => [type, (n * size) / items.length])),
  );
  const room = [...sizes];
  const parts = items.map(() => -1);
  const order = random.shuffled(items.map((_, i) => i));

  const place = (item: number, type?: string) => {
    const lack = (part: number) => (type === undefined ? 0 : (wanted[part]?.get(type) as number));
    const [part] = random
      .shuffled([...room.keys()].filter((p) => (room[p] as number) > 0))
      .sort((a, b) => lack(b) - lack(a) || (room[b] as number) - (room[a] as number)) as [number];
    parts[item] = part;
    room[part] = (room[part] as number) - 1;
    for (const held of items[item] as Typed) {
      open.set(held, (open.get(held) as number) - 1);
      wanted[part]?.set(held, (wanted[part].get(held) as number) - 1);
    }
  };
  for (;;) {
    const rarest = [...open].filter(([, n]) => n > 0).sort((a, b) => a[1] - b[1])[0]?.[0];
    if (rarest === undefined) break;
    for (const i of order) if (parts[i] === -1 && items[i]?.has(rarest)) place(i, rarest);
  }
  for (const i of order) if (parts[i] === -1) place(i);
  return parts;
}

/** Swaps items of `parts`, in place, so that fewer types of several items are confined to one part. */
function spread(items: readonly Typed[], parts: number[], random: Random): void {
  const counts = new Map<string, number[]>();
  const add = (item: number, part: number, n: number) => {
    for (const type of items[item] as Typed) {
      const row = counts.get(type) ?? [];
      counts.set(type, row);
      row[part] = (row[part] ?? 0) + n;
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
  const swap = (a: number, b: number) => {
    const part = parts[a] as number;
    move(a, parts[b] as number);
    move(b, part);
  };
  const isConfined = (type: string) => {
    const filled = (counts.get(type) as number[]).filter((n) => n > 0);
    return filled.length === 1 && (filled[0] as number) > 1;
  };
  const confined = () => [...counts.keys()].filter(isConfined);
  const swapHelps = (a: number, b: number) => {
    const types = [...new Set([...(items[a] as Typed), ...(items[b] as Typed)])];
    const before = types.filter(isConfined).length;
    swap(a, b);
    if (types.filter(isConfined).length < before) return true;
    swap(a, b);
    return false;
  };
  const indices = [...items.keys()];
  const elsewhere = (item: number) => indices.filter((other) => parts[other] !== parts[item]);
  const release = (type: string) => {
    const holders = indices.filter((item) => items[item]?.has(type));
    const others = elsewhere(holders[0] as number); // all holders are in one part
    return holders.some((a) => others.some((b) => swapHelps(a, b)));
  };
  const settle = () => {
    while (confined().some(release));
    return confined().length;
  };

  let left = settle();
  for (let kick = 0; kick < KICKS && left > 0; kick++) {
    const before = [...parts];
    const a = random.below(items.length);
    const others = elsewhere(a);
    swap(a, others[random.below(others.length)] as number);
    const now = settle();
    if (now <= left) left = now;
    else for (const item of indices) move(item, before[item] as number);
  }
}
