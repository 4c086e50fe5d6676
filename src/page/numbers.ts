/** Numbers and names as the page words them. */

const COUNTS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 2 });
const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** `12,345`. */
export function count(value: number): string {
  return COUNTS.format(value);
}

/** A count in few characters: `940`, `1.2K`. */
export function shortCount(value: number): string {
  return value < 1000 ? count(value) : SHORT.format(value);
}

/** A count with its noun: `1 mention`, `2 mentions`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `3.40`; a number that is not there is a dash. */
export function decimal(value: number | null, digits = 2): string {
  return value === null || !Number.isFinite(value)
    ? "–"
    : value.toLocaleString("en-US", {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
}

/** A share, 0 to 1, in percent: `12.5 %`. What is not nothing does not look like it: `<0.1 %`. */
export function percent(share: number, digits = 1): string {
  const least = 10 ** -digits;
  if (!Number.isFinite(share)) return "–";
  return share > 0 && 100 * share < least
    ? `<${least.toFixed(digits)} %`
    : `${(100 * share).toFixed(digits)} %`;
}

/** What a record has of its own under `name`; types are called `constructor`, too. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/**
 * `text` in at most `most` columns, with an ellipsis at two thirds where it is cut: long names of types often
 * begin alike. Graphemes stay whole.
 */
export function shorten(text: string, most: number): string {
  // No character takes more columns than two for each of its UTF-16 units.
  if (2 * text.length <= most || columns(text) <= most) return text;
  const graphemes = Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
  const tail = Math.floor((most - 1) / 3);
  const head = fitting(graphemes, most - 1 - tail).join("");
  const end = fitting([...graphemes].reverse(), tail)
    .reverse()
    .join("");
  return `${head}…${end}`;
}

/** The first ones that fit into `most` columns together. */
function fitting(graphemes: readonly string[], most: number): string[] {
  let width = 0;
  const beyond = graphemes.findIndex((grapheme) => {
    width += columnsOf(grapheme);
    return width > most;
  });
  return graphemes.slice(0, beyond);
}

/** About how many columns of a fixed-width font `text` takes. */
export function columns(text: string): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += columnsOf(segment);
  return width;
}

/** Scripts and signs whose characters take two: East Asian ones and emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function columnsOf(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1;
}
