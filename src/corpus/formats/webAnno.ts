/** WebAnno TSV 3, as INCEpTION and WebAnno import and export it: one file a document, offsets in UTF-16 units. */

import type { Format } from "../format.js";
import { uniquePaths } from "./documentPaths.js";
import { LAYER_SETTINGS } from "./uima.js";
import { readWebAnno } from "./webAnnoRead.js";
import { writeWebAnno } from "./webAnnoWrite.js";

/** The format `webanno` (`ctsv3` in INCEpTION). A byte order mark before the header is passed over. */
export const webAnno: Format = {
  name: "webanno",
  title: "WebAnno TSV 3",
  extensions: [".tsv"],
  looksLike: (_file, head) => /^\ufeff?#FORMAT=WebAnno TSV 3/.test(head),
  settings: LAYER_SETTINGS,
  async *read(files, context) {
    for (const file of files) yield await readWebAnno(file, context);
  },
  holds: new Set(["text", "overlaps", "types", "words", "attributes", "relations", "meta"]),
  writer: {
    layout: "folder",
    extension: ".tsv",
    async *write(documents, context) {
      const pathOf = uniquePaths(context.onProblem);
      for await (const document of documents)
        yield { file: `${pathOf(document.id)}.tsv`, content: writeWebAnno(document, context) };
    },
  },
};
