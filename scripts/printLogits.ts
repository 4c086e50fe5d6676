/** Prints pieces and logits of a text as JSON, for check_huggingface.py: `npx tsx scripts/printLogits.ts MODEL TEXT`. */
import { encodeDocument, logitsOfDocuments } from "../src/inference/index.js";
import { createRecognizer, loadModel } from "../src/recognizer/index.js";

const [folder, text] = process.argv.slice(2) as [string, string];
const recognizer = await createRecognizer(await loadModel(folder), {
  decoder: "argmax",
  threads: 1,
});
const { runner, tokenizer, labelSet } = recognizer.options;
const encoding = await encodeDocument(tokenizer, { text });
const end = encoding.ids.length;
const [logits] = await logitsOfDocuments(
  runner,
  {
    encodings: [encoding],
    windows: [{ document: 0, start: 0, end, ownedStart: 0, ownedEnd: end }],
  },
  { tokenizer, outputs: labelSet.labels.length },
);
await recognizer.release();
const result = {
  text,
  ids: Array.from(encoding.ids),
  offsets: Array.from(encoding.starts, (start, i) => [start, encoding.ends[i]]),
  labels: labelSet.labels,
  logits: Array.from(logits ?? []),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
