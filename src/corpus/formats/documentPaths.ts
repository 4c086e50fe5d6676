/** Ids of documents as relative paths of files, for formats that have a file for each document. */

import type { WriteContext } from "../format.js";
import { said } from "../said.js";

/** Bytes of a name that every file system takes, with room for an extension. */
const LONGEST = 200;

/**
 * Gives each id a path of its own inside of the folder, the id itself where that is possible: no part of it is empty,
 * hidden, too long or has control characters. What is changed is told.
 */
export function uniquePaths(onProblem: WriteContext["onProblem"]): (id: string) => string {
  const taken = new Set<string>();
  return (id) => {
    const path = id.split("/").map(toName).join("/");
    let unique = path;
    for (let n = 2; taken.has(unique); n++) unique = `${path}.${n}`;
    taken.add(unique);
    if (unique !== id)
      onProblem({
        ...{ source: id, code: "changed" },
        message: `the id of this document is no name of a file of its own, so its files are called ${said(unique)}`,
      });
    return unique;
  };
}

function toName(part: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  const name = part.replace(/[\0-\x1f\x7f]|\p{Surrogate}/gu, "_").replace(/^\.|^$/, "_");
  if (Buffer.byteLength(name) <= LONGEST) return name;
  // At most three bytes a UTF-16 unit; a pair has four for two.
  return name.slice(0, Math.floor(LONGEST / 3)).replace(/\p{Surrogate}$/u, "");
}
