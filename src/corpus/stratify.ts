/** Parting items of several types each so that every part gets its share of every type, the rarest first. */

import type { Random } from "../core/index.js";

/** An item, by the types that it holds. */
export type Typed = ReadonlySet<string>;

/** Starts from other random orders before an imperfect parting is taken as it is. */
const ATTEMPTS = 10;

/**
 * Parts items, the rarest type first, into the part that lacks most of it; then swaps items between
 * parts while that brings a type of several items into a second part. Takes the best of a few starts.
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
  let best: { parts: number[]; confined: number } | undefined;
  for (let attempt = 0; attempt < ATTEMPTS && best?.confined !== 0; attempt++) {
    const parts = assign(items, sizes, random.stream("stratify", attempt));
    const confined = spread(items, parts, sizes.length);
    if (best === undefined || confined < best.confined) best = { parts, confined };
  }
  return (best as { parts: number[] }).parts;
}

function assign(items: readonly Typed[], sizes: readonly number[], random: Random): number[] {
  const open = new Map<string, number>();
  for (const type of items.flatMap((item) => [...item])) open.set(type, (open.get(type) ?? 0) + 1);
  const wanted = sizes.map((size) => {
    // At least one item in each part, however small its share.
    const share = (n: number) => Math.max(n > 1 ? 1 : 0, (n * size) / items.length);
    return new Map(Array.from(open, ([type, n]) => [type, share(n)]));
  });
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

/** Swaps in place while fewer types of several items are confined to one part; returns how many are. */
function spread(items: readonly Typed[], parts: number[], howMany: number): number {
  const counts = new Map<string, number[]>();
  items.forEach((item, i) => {
    for (const type of item) {
      const row = counts.get(type) ?? new Array<number>(howMany).fill(0);
      counts.set(type, row);
      row[parts[i] as number] = (row[parts[i] as number] as number) + 1;
    }
  });
  const isConfined = (type: string) => {
    const filled = (counts.get(type) as number[]).filter((n) => n > 0);
    return filled.length === 1 && (filled[0] as number) > 1;
  };
  const confined = () => [...counts.keys()].filter(isConfined);
  const move = (item: number, to: number) => {
    const from = parts[item] as number;
    for (const type of items[item] as Typed) {
      const row = counts.get(type) as number[];
      row[from] = (row[from] as number) - 1;
      row[to] = (row[to] as number) + 1;
    }
    parts[item] = to;
  };
  const swap = (a: number, b: number) => {
    const part = parts[a] as number;
    move(a, parts[b] as number);
    move(b, part);
  };
  const swapHelps = (a: number, b: number) => {
    if (parts[a] === parts[b]) return false;
    const types = [...new Set([...(items[a] as Typed), ...(items[b] as Typed)])];
    const before = types.filter(isConfined).length;
    swap(a, b);
    if (types.filter(isConfined).length < before) return true;
    swap(a, b);
    return false;
  };
  const release = (type: string) =>
    items.some((item, a) => item.has(type) && items.some((_, b) => swapHelps(a, b)));
  while (confined().some(release));
  return confined().length;
}
