/** Plain text: every file is a document without mentions. */

import { textOf } from "../decode.js";
import type { Format } from "../format.js";

/** `.txt` files. The name without extension is the id of the document. */
export const plainText: Format = {
  name: "text",
  title: "plain text",
  extensions: [".txt"],
  looksLike: ({ extension }) => extension === ".txt",
  async *read(files, context) {
    for (const file of files)
      yield { id: file.key, text: await textOf(file, context), mentions: [] };
  },
  holds: new Set(["text"]),
};
