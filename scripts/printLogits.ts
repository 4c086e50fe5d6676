/**
 * Prints what raretag says of a text as JSON, for check_huggingface.py, check_onnx.py and check_transformers_js.mjs:
 * `npx tsx scripts/printLogits.ts MODEL TEXT [argmax|knn] [fp32|int8]`.
 */
import { logitsOfDocuments } from "../src/inference/index.js";
import { createRecognizer, loadModel, type RecognizerOptions } from "../src/recognizer/index.js";

/** What raretag says of one text that fits into a window. */
export interface Expected {
  readonly text: string;
  /** Pieces without special ones. */
  readonly ids: readonly number[];
  /** The same between [CLS] and [SEP]. */
  readonly framed: readonly number[];
  readonly offsets: readonly (readonly [number, number])[];
  /** Names of all labels. */
  readonly labels: readonly string[];
  /** [pieces, labels]; of knn the logarithms of the shares of the vote, 1e-9 added to each. */
  readonly logits: readonly number[];
  /** Label of each piece. */
  readonly predicted: readonly string[];
}

/** Runs a model on a text. */
export async function expectedOf(
  folder: string,
  text: string,
  options: RecognizerOptions = {},
): Promise<Expected> {
  const recognizer = await createRecognizer(await loadModel(folder), { threads: 1, ...options });
  const { runner, decoder, tokenizer, labelSet } = recognizer.options;
  const { labels } = labelSet;
  const encoding = await tokenizer.encode(text);
  const end = encoding.ids.length;
  const [logits] = (await logitsOfDocuments(
    runner,
    {
      encodings: [encoding],
      windows: [{ document: 0, start: 0, end, ownedStart: 0, ownedEnd: end }],
    },
    { tokenizer, outputs: labels.length },
  )) as [Float32Array];
  const decoded = await decoder.decode(logits);
  await recognizer.release();
  const ids = Array.from(encoding.ids);
  return {
    text,
    ids,
    framed: [tokenizer.clsId, ...ids, tokenizer.sepId],
    offsets: Array.from(encoding.starts, (start, i) => [start, encoding.ends[i] as number]),
    labels,
    logits:
      decoder.name === "knn"
        ? Array.from(decoded.shares, (share) => Math.log(share + 1e-9))
        : Array.from(logits),
    predicted: Array.from(decoded.labels, (label) => labels[label] as string),
  };
}

if (process.argv[1]?.endsWith("printLogits.ts")) {
  const [folder, text, decoder = "argmax", precision = "fp32"] = process.argv.slice(2);
  const options = { decoder, precision } as RecognizerOptions;
  const expected = await expectedOf(folder as string, text as string, options);
  process.stdout.write(`${JSON.stringify(expected)}\n`);
}
