/** Mentions of a text in the same text with other white space, as formats of columns have it. */

import type { Span } from "../../../core/index.js";
import type { Mention } from "../../../corpus/index.js";

/** Where the visible characters of a text are. */
interface Visible {
  /** The text without white space. */
  readonly characters: string;
  /** Place of each of them, [visible]. */
  readonly places: readonly number[];
  /** How many come before each place, [text + 1]. */
  readonly before: readonly number[];
}

/**
 * Moves mentions from one text into another.
 * @returns undefined if the texts differ in more than white space
 */
export function relocate(
  mentions: readonly Mention[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly Mention[] | undefined {
  const [source, target] = [visibleOf(from), visibleOf(to)];
  if (source.characters !== target.characters) return undefined;
  const move = ({ start, end }: Span): Span => {
    const [first, beyond] = [source.before[start] as number, source.before[end] as number];
    const at = target.places[first] ?? to.length;
    return { start: at, end: beyond > first ? (target.places[beyond - 1] as number) + 1 : at };
  };
  return mentions.map(({ fragments, ...mention }) => ({
    ...mention,
    ...move(mention),
    ...(fragments ? { fragments: fragments.map(move) } : {}),
  }));
}

/** The first place at which two texts differ. @param options `visible`: white space is left aside; the place is one of `b` */
export function firstDifference(
  a: string,
  b: string,
  { visible }: { readonly visible: boolean },
): number {
  const [one, other] = visible ? [visibleOf(a).characters, visibleOf(b).characters] : [a, b];
  let place = 0;
  while (place < one.length && one[place] === other[place]) place++;
  return visible ? (visibleOf(b).places[place] ?? b.length) : place;
}

function visibleOf(text: string): Visible {
  const places: number[] = [];
  const before: number[] = [];
  for (let i = 0; i < text.length; i++) {
    before.push(places.length);
    if (!/\s/.test(text[i] as string)) places.push(i);
  }
  before.push(places.length);
  return { places, before, characters: places.map((place) => text[place]).join("") };
}
