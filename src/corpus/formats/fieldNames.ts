/** Names of columns and fields in notices: only what can be nothing but a name, for a misread file has texts there. */

const MOST = 10;
const LONGEST = 30;

/** Names in the style of programs as they are; others, and those after the tenth, as their number. */
export function fieldNames(names: Iterable<string>): string {
  const all = [...new Set(names)];
  const shown = all
    .filter((name) => name.length <= LONGEST && IDENTIFIER.test(name))
    .slice(0, MOST);
  const others = all.length - shown.length;
  const rest = others === 1 ? ["1 other"] : others > 1 ? [`${others} others`] : [];
  return [...shown, ...rest].join(", ");
}

/** `snake_case`, `camelCase`, `POS`; a capitalised word can be one of a text. */
const IDENTIFIER = /^(?:[a-z][A-Za-z\d_.-]*|[A-Z\d_]+)$/;
