/** The decoder that settings name, from what a training leaves. */

import type { Datastore, KnnSettings } from "../knn/index.js";
import { argmaxDecoder, type Decoder, type DecoderName, knnDecoder } from "./decoder.js";
import type { HeadKind } from "./shares.js";
import type { Transitions } from "./viterbi/transitions.js";
import { type ViterbiSettings, viterbiDecoder } from "./viterbi/viterbiDecoder.js";

/** Settings of every decoder, and which one it is: the section `decode` of a configuration. */
export interface DecoderSettings {
  readonly decoder: DecoderName;
  /** Of `argmax`: this times the log prior is taken off. */
  readonly prior: number;
  readonly knn: KnnSettings;
  readonly viterbi: ViterbiSettings & { readonly prior: number };
}

/** What decoders are made from; what the named one does not need is not asked for. */
export interface DecoderSources {
  readonly head: HeadKind;
  /** Pieces of the training part by label, `[labels]`. */
  readonly counts: ArrayLike<number>;
  readonly threads: number;
  readonly datastore: () => Datastore | Promise<Datastore>;
  readonly transitions: () => Transitions;
}

/** Makes the decoder. */
export async function createDecoder(
  { decoder, prior, knn, viterbi }: DecoderSettings,
  { head, counts, threads, datastore, transitions }: DecoderSources,
): Promise<Decoder> {
  switch (decoder) {
    case "argmax":
      return argmaxDecoder({ classes: counts.length, head, prior: { tau: prior, counts } });
    case "knn":
      return knnDecoder(await datastore(), { settings: knn, threads });
    case "viterbi":
      return viterbiDecoder({
        ...{ transitions: transitions(), settings: viterbi },
        prior: { tau: viterbi.prior, counts },
      });
  }
}
