"""Checks that Hugging Face's transformers loads a trained model folder and computes raretag's logits.

Not part of the test suite, which needs no Python. Needs `torch` and `transformers`. From the repository root:

    raretag train ... --out MODEL
    npx tsx scripts/printLogits.ts MODEL "A sentence." > logits.json
    python scripts/check_huggingface.py MODEL logits.json

Compares token ids, offsets of pieces and logits (within 1e-4), and the labels of config.json; exits with 1 where they
differ.
"""

import json
import sys

import torch
from transformers import AutoTokenizer, BertForTokenClassification

TOLERANCE = 1e-4


def main(folder: str, logits_file: str) -> int:
    with open(logits_file, encoding="utf-8") as file:
        ours = json.load(file)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model, loading = BertForTokenClassification.from_pretrained(folder, output_loading_info=True)
    model.eval()
    encoded = tokenizer(ours["text"], return_tensors="pt", return_offsets_mapping=True)
    offsets = encoded.pop("offset_mapping")[0][1:-1].tolist()
    with torch.no_grad():
        logits = model(**encoded).logits[0, 1:-1]
    failures = {
        "keys missing or unexpected": [k for kind in ("missing_keys", "unexpected_keys") for k in loading[kind]],
        "token ids": encoded["input_ids"][0, 1:-1].tolist() != ours["ids"],
        # Code points here, UTF-16 there: equal for texts of the basic plane.
        "offsets": offsets != ours["offsets"],
        "labels": [model.config.id2label[i] for i in range(len(ours["labels"]))] != ours["labels"],
        "shape": list(logits.shape) != [len(ours["ids"]), len(ours["labels"])],
    }
    difference = (logits.flatten() - torch.tensor(ours["logits"]).flatten()).abs().max().item()
    print(f"{type(tokenizer).__name__}, {len(ours['ids'])} pieces, largest difference of logits {difference:.2e}")
    failures[f"logits differ by more than {TOLERANCE}"] = not difference <= TOLERANCE
    wrong = [name for name, failed in failures.items() if failed]
    print("differs: " + ", ".join(wrong) if wrong else "equal")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
