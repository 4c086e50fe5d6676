"""Makes test/fixtures, the small reference values that every clone has: python scripts/make_fixtures.py test/fixtures

Each number comes from an implementation that is not ours (PyTorch, Hugging Face, seqeval, nervaluate, scikit-learn, SciPy,
statsmodels, Python's codecs).
The layout and the JSON keys are those of the larger set that RARETAG_FIXTURES names, so one test reads both.
PyTorch works in float64 here, and results are written with nine significant digits.
"""

import importlib.metadata
import json
import os
import pickle
import random
import struct
import sys
import zipfile
from itertools import product
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from scipy import stats
from statsmodels.stats.multitest import multipletests
from transformers import BertConfig, BertForTokenClassification, BertModel

SEED = 731
IGNORED = -100
PACKAGES = ("torch", "transformers", "tokenizers", "safetensors", "seqeval", "nervaluate", "scikit-learn", "scipy", "statsmodels", "numpy")


def main(out: Path) -> None:
    bert_case(out / "bert-tiny", layers=2, hidden=16, heads=4, inner=24, labels=5, activation="gelu")
    bert_case(out / "bert-tiny-relu", layers=1, hidden=12, heads=2, inner=20, labels=3, activation="relu")
    tokenizer_cases(out / "tokenizer")
    encoder_folder(out / "encoder")
    write_json(out / "metrics/seqeval.json", seqeval_cases(seeded("seqeval")))
    write_json(out / "metrics/nervaluate.json", nervaluate_cases(seeded("nervaluate")))
    write_json(out / "metrics/tokens.json", token_score_cases(seeded_numpy("tokens")))
    write_json(out / "knn/cases.json", neighbour_cases(seeded_numpy("knn")))
    write_json(out / "statistics/cases.json", statistics_cases(seeded_numpy("statistics")))
    hostile_files(out / "hostile")
    brat_corpus(out / "brat")
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    write_json(out / "VERSIONS.json", versions | {"python": sys.version.split()[0], "seed": SEED})


# ---- shared helpers: every section has its own stream, so that one can change without the others ----


def seeded(section: str) -> random.Random:
    return random.Random(f"{SEED} {section}")


def seeded_numpy(section: str) -> np.random.Generator:
    return np.random.default_rng([SEED, *section.encode()])


def seeded_torch(section: str) -> torch.Generator:
    return torch.Generator().manual_seed(seeded(section).getrandbits(62))


def plain(value):
    """Turns tensors and arrays into JSON values; NaN becomes null."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, torch.Tensor):
        return plain(value.detach().tolist())
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, float):
        return None if value != value else value
    return value


def brief(value):
    """Nine significant digits: more than float32 holds, half the size of a float64."""
    value = plain(value)
    if isinstance(value, dict):
        return {key: brief(item) for key, item in value.items()}
    if isinstance(value, list):
        return [brief(item) for item in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def write_json(path: Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# ---- a tiny BERT: forward, gradients, optimizers, binary token labels ----


def bert_case(folder: Path, *, layers, hidden, heads, inner, labels, activation) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    config = BertConfig(
        vocab_size=60, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=inner,
        max_position_embeddings=20, num_labels=labels, hidden_act=activation, hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0, attn_implementation="eager", architectures=["BertForTokenClassification"],
    )
    draw = seeded_torch(folder.name)
    state = random_state(BertForTokenClassification(config), draw, deviation=0.25)
    config.save_pretrained(folder)
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    torch.save(state, folder / "pytorch_model.bin")
    torch.save(state, folder / "pytorch_model.legacy.bin", _use_new_zipfile_serialization=False)

    batch = random_batch(draw, labels)
    model = model_of(config, state)
    output = forward(model, batch)
    loss = all_token_loss(output.logits, batch)
    loss.backward()
    save_float32({name: parameter.grad for name, parameter in model.named_parameters()}, folder / "gradients.safetensors")

    optimizers = {
        "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.05),
        "sgd_momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.02, momentum=0.9, weight_decay=0.01),
        "adamw": lambda parameters: torch.optim.AdamW(parameters, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01),
    }
    losses = {}
    for name, make in optimizers.items():
        trained = model_of(config, state)
        losses[name] = ten_steps(trained, make(trained.parameters()), batch)
        save_float32(trained.state_dict(), folder / f"after10.{name}.safetensors")

    write_json(folder / "parity.json", brief({
        "inputIds": batch["input_ids"], "attentionMask": batch["attention_mask"], "tokenTypeIds": batch["token_type_ids"],
        "labels": batch["labels"], "classWeights": batch["weights"], "logits": output.logits,
        "hiddenStates": list(output.hidden_states), "loss": loss, "losses": losses,
        "binaryTokenLabels": binary_token_labels(lambda: model_of(config, state), batch, labels, draw),
    }))


def random_state(model, draw, deviation) -> dict:
    """Normal weights of the given deviation; LayerNorm weights around one. Float32, as a checkpoint holds them."""
    state = {}
    for name, value in model.state_dict().items():
        noise = torch.randn(value.shape, generator=draw)
        if value.dim() > 1:
            state[name] = noise * deviation
        else:
            state[name] = noise * 0.1 + (1.0 if "LayerNorm.weight" in name else 0.0)
    return state


def model_of(config, state):
    model = BertForTokenClassification(config)
    model.load_state_dict(state)
    return model.double()


def save_float32(tensors: dict, path: Path) -> None:
    save_file({name: value.detach().float().contiguous().clone() for name, value in tensors.items()}, path, metadata={"format": "pt"})


def random_batch(draw, labels: int) -> dict:
    """Three rows: full and of two segments, padded a little, padded a lot. Class 1 occurs twice; of five classes the last is absent."""
    rows, pieces, lengths = 3, 9, (9, 6, 3)
    mask = torch.tensor([[int(i < length) for i in range(pieces)] for length in lengths])
    segments = torch.zeros_like(mask)
    segments[0, 5:] = 1
    targets = torch.randint(0, min(labels, 4), (rows, pieces), generator=draw)
    targets[0, 1:4] = torch.tensor([0, 1, 1])
    targets[1, 1] = min(labels, 4) - 1
    targets[:, 0] = IGNORED
    weights = (torch.rand(labels, generator=draw, dtype=torch.float64) + 0.1).round(decimals=4)
    return {
        "input_ids": torch.randint(5, 60, (rows, pieces), generator=draw) * mask, "attention_mask": mask, "token_type_ids": segments,
        "labels": targets.where(mask == 1, IGNORED), "weights": weights,
    }


def forward(model, batch):
    inputs = {name: batch[name] for name in ("input_ids", "attention_mask", "token_type_ids")}
    return model(**inputs, output_hidden_states=True)


def all_token_loss(logits, batch):
    """Weighted mean cross-entropy over the labelled pieces."""
    return F.cross_entropy(logits.flatten(0, 1), batch["labels"].flatten(), weight=batch["weights"], ignore_index=IGNORED)


def ten_steps(model, optimizer, batch) -> list[float]:
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = all_token_loss(forward(model, batch).logits, batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


class CopyLoss:
    """The literal copy of one class: its weighted mean cross-entropy between the class and O (class 0)."""

    def __init__(self, head: str, others: str, weights: str, counts):
        self.head, self.others, self.weights, self.counts = head, others, weights, counts

    def relabel(self, labels, kind: int):
        foreign = (labels > 0) & (labels != kind)
        return labels.where(~foreign, 0 if self.others == "outside" else IGNORED)

    def pair_weights(self, labels, kind: int) -> tuple[float, float]:
        """Weights of (O, class)."""
        total = self.counts.sum()
        if self.weights == "none":
            return 1.0, 1.0
        if self.weights == "dataset":
            return float(1 - self.counts[0] / total), float(1 - self.counts[kind] / total)
        if self.weights == "copy":
            share = (labels == kind).sum().item() / max(1, (labels != IGNORED).sum().item())
        else:
            rest = total if self.others == "outside" else self.counts[0] + self.counts[kind]
            share = float(self.counts[kind] / rest)
        return share, 1 - share

    def __call__(self, model, batch, kind: int):
        hidden = forward(model, batch).hidden_states[-1]
        labels = self.relabel(batch["labels"], kind)
        if self.head == "binary":
            rows = slice(2 * (kind - 1), 2 * kind)
            scores, positive = F.linear(hidden, model.two_way[rows], model.two_way_bias[rows]), 1
        else:
            scores, positive = model.classifier(hidden), kind
        log_shares = F.log_softmax(scores, dim=-1)
        chosen = torch.where(labels == kind, log_shares[..., positive], log_shares[..., 0])
        outside, inside = self.pair_weights(labels, kind)
        weights = torch.where(labels == kind, inside, outside) * (labels != IGNORED)
        return -(weights * chosen).sum() / weights.sum() if weights.sum() > 0 else 0.0 * chosen.sum()


def binary_token_labels(make_model, batch, labels: int, draw) -> dict:
    hidden = make_model().config.hidden_size
    two_way = (torch.randn(2 * (labels - 1), hidden, generator=draw, dtype=torch.float64) * 0.2).round(decimals=4)
    two_way_bias = (torch.randn(2 * (labels - 1), generator=draw, dtype=torch.float64) * 0.1).round(decimals=4)
    counts = torch.cat([torch.randint(400, 900, (1,), generator=draw), torch.randint(5, 120, (labels - 1,), generator=draw)]).double()
    present = sorted(set(batch["labels"].flatten().tolist()) - {0, IGNORED})
    classes = {"present": present, "all": list(range(1, labels))}

    def fresh():
        model = make_model()
        model.two_way = torch.nn.Parameter(two_way.clone())
        model.two_way_bias = torch.nn.Parameter(two_way_bias.clone())
        return model

    def parts(model, head):
        query = model.bert.encoder.layer[0].attention.self.query.weight
        return (model.two_way if head == "binary" else model.classifier.weight), query

    fused, sequential = [], []
    for head, others, weights, copies in product(("softmax", "binary"), ("outside", "ignored"), ("none", "dataset", "copy", "prior"), classes):
        model, copy_loss = fresh(), CopyLoss(head, others, weights, counts)
        losses = [copy_loss(model, batch, kind) for kind in classes[copies]]
        sum(losses).backward()
        layer, query = parts(model, head)
        fused.append({
            "head": head, "others": others, "weights": weights, "copies": copies, "classes": classes[copies],
            "copyLosses": losses, "loss": sum(losses), "headGrad": layer.grad, "queryGradLayer0": query.grad[:4],
        })
    for head, others, weights in product(("softmax", "binary"), ("outside", "ignored"), ("dataset", "copy")):
        model, copy_loss = fresh(), CopyLoss(head, others, weights, counts)
        optimizer, losses = torch.optim.SGD(model.parameters(), lr=0.02), []
        for kind in present:
            optimizer.zero_grad()
            loss = copy_loss(model, batch, kind)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        layer, query = parts(model, head)
        sequential.append({
            "head": head, "others": others, "weights": weights, "order": present, "learningRate": 0.02,
            "losses": losses, "headAfter": layer, "queryLayer0After": query[:4],
        })
    about = "weighted mean cross-entropy of each copy, a copy without weight counts 0; fused is their sum; binary: rows 2(c-1) for O, 2(c-1)+1 for c"
    layer = {"about": about, "twoWay": two_way, "twoWayBias": two_way_bias, "trainingCounts": counts}
    return layer | {"fused": fused, "sequential": sequential}


# ---- a tokenizer and an encoder of our own ----

SENTENCES = """The patient was admitted with fever , chest pain and dyspnea for three days .
A chest radiograph showed a large pleural effusion on the left side .
Laboratory tests revealed anemia , raised creatinine and a low platelet count .
She was treated with intravenous antibiotics and oxygen and recovered within two weeks .
His mother had breast cancer and his brother had asthma .
An abdominal ultrasound was normal and no mass was seen in the liver or the spleen .
The tumor was removed by laparoscopic resection under general anesthesia .
He reported nausea , vomiting , headache and weight loss but no cough .
Blood pressure was stable and the heart rate returned to normal after therapy .
Biopsy of the kidney confirmed a diagnosis of nephritis with diffuse edema ."""
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SUFFIXES = ["##itis", "##emia", "##oma", "##ectomy", "##pathy", "##ing", "##ed", "##es", "##al", "##ic"]


def vocabulary() -> list[str]:
    """A few hundred pieces. Capitals are among them although the tokenizer lower-cases: they must stay unused."""
    letters = [*LETTERS, *LETTERS.upper(), *"0123456789", *"µαβγżźłóćé中×…"]
    marks = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    words = sorted({word for word in SENTENCES.split() if len(word) > 1})
    lower = sorted({word.lower() for word in words} - set(words))
    return [*SPECIALS, *marks, *letters, *(f"##{letter}" for letter in letters), *SUFFIXES, *words, *lower]


def make_tokenizer():
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    ids = {piece: index for index, piece in enumerate(vocabulary())}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.add_special_tokens(SPECIALS)
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[(mark, ids[mark]) for mark in ("[CLS]", "[SEP]")]
    )
    return tokenizer


def write_tokenizer(folder: Path):
    """Saved with truncation and padding on, as many released tokenizers are; returned with both off."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    tokenizer.enable_truncation(max_length=16)
    tokenizer.enable_padding(length=16)
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece in vocabulary()), encoding="utf-8")
    names = {f"{mark.strip('[]').lower()}_token": mark for mark in SPECIALS}
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 64} | names)
    return tokenizer


def tokenizer_cases(folder: Path) -> None:
    tokenizer, draw = write_tokenizer(folder), seeded("tokenizer")
    oddities = [
        "µg/mL", "Zażółć", "gęślą", "nai\u0308ve", "ﬂuid", "ẞ", "İstanbul", "😷", "👩🏽‍⚕️", "𝛽-blocker", "中文", "한글", "\u2009", "\u200b", "\u00a0",
        "\u00ad", "\r\n", "\n", "\t", "…", "3×10^9", "½", "pt's", "\ufeff", "\u0000", "\ufffd", "\x7f", "[SEP]", "[MASK]", "[UNK]", "١٢", "é", "e\u0301",
        "IL-6", "(5.3)", ".", ",", "pneumonectomy", "x" * 101, "\u0301",
    ]
    parts = [*oddities, *(word for word in SENTENCES.split() if len(word) > 1)]
    texts = ["".join(draw.choice(parts) + draw.choice(["", " ", " "]) for _ in range(draw.randint(1, 20))) for _ in range(60)]
    cases = []
    for text in ["", " ", *SENTENCES.split("\n"), *texts]:
        encoding = tokenizer.encode(text)
        to_utf16 = [utf16_length(text[:index]) for index in range(len(text) + 1)]
        cases.append({
            "text": text, "inputIds": encoding.ids, "codePoints": encoding.offsets,
            "utf16": [[to_utf16[start], to_utf16[end]] for start, end in encoding.offsets], "wordIds": encoding.word_ids,
        })
    write_json(folder / "cases.json", cases)


def encoder_folder(folder: Path) -> None:
    """A whole encoder with random float16 weights, named as in BertModel, with the position ids that old releases carry."""
    tokenizer = write_tokenizer(folder)
    config = BertConfig(
        vocab_size=len(vocabulary()), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=64, architectures=["BertModel"], dtype="float16",
    )
    config.save_pretrained(folder)
    model = BertModel(config, add_pooling_layer=False)
    state = {name: value.half() for name, value in random_state(model, seeded_torch("encoder"), deviation=0.1).items()}
    positions = torch.arange(64).unsqueeze(0)
    save_file(state | {"embeddings.position_ids": positions}, folder / "model.safetensors", metadata={"format": "pt"})

    model.load_state_dict({name: value.float() for name, value in state.items()})
    model = model.double().eval()
    tokenizer.enable_padding()
    texts = ["Fever and chest pain for three days.", "Naïve β-blocker therapy (50 µg) was stopped.", "Nephritis!"]
    encodings = tokenizer.encode_batch(texts)
    ids, mask = (torch.tensor([getattr(encoding, name) for encoding in encodings]) for name in ("ids", "attention_mask"))
    with torch.no_grad():
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    write_json(folder / "parity.json", brief({
        "texts": texts, "inputIds": ids, "attentionMask": mask, "lastHiddenStateFirst8": hidden[:, :, :8],
        "lastHiddenStateNorms": hidden.norm(dim=-1), "float16Weights": True,
    }))


# ---- scores ----

TYPES = ["Age", "Sign_symptom", "Mass", "Lab_value"]
SCORES = ("correct", "incorrect", "partial", "missed", "spurious", "possible", "actual", "precision", "recall", "f1")


def random_tag(draw, prefixes: str) -> str:
    return "O" if draw.random() < 0.4 else f"{draw.choice(prefixes)}-{draw.choice(TYPES)}"


def tag_pair(draw, prefixes: str):
    """Random gold sequences, well formed or not, and predictions that agree with about three tags of four."""
    gold = [[random_tag(draw, prefixes) for _ in range(draw.randint(1, 12))] for _ in range(draw.randint(1, 5))]
    return gold, [[tag if draw.random() < 0.7 else random_tag(draw, prefixes) for tag in row] for row in gold]


def seqeval_cases(draw) -> list[dict]:
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2, IOBES, IOE2

    cases = []
    for scheme, prefixes in ((IOB2, "BI"), (IOE2, "IE"), (IOBES, "IBES")):
        for _ in range(20):
            gold, predicted = tag_pair(draw, prefixes)
            modes = {"strict": {"mode": "strict", "scheme": scheme}} | ({"default": {}} if scheme is IOB2 else {})
            for mode, options in modes.items():
                report = classification_report(gold, predicted, output_dict=True, zero_division=0, **options)
                cases.append({"scheme": scheme.__name__, "mode": mode, "gold": gold, "predicted": predicted, "report": report})
    return cases


def nervaluate_cases(draw) -> list[dict]:
    from nervaluate import Evaluator

    def numbers(by_schema):
        return {schema: {name: getattr(result, name) for name in SCORES} for schema, result in by_schema.items()}

    cases = []
    for _ in range(30):
        gold, predicted = tag_pair(draw, "BI")
        result = Evaluator(gold, predicted, tags=TYPES, loader="list").evaluate()
        by_type = {name: numbers(value) for name, value in sorted(result["entities"].items())}
        cases.append({"gold": gold, "predicted": predicted, "overall": numbers(result["overall"]), "byType": by_type})
    return cases


def token_score_cases(draw) -> dict:
    from sklearn.metrics import precision_recall_fscore_support

    def mean(values):
        return float(values.mean()) if len(values) else None

    cases = []
    for _ in range(20):
        classes, tokens = int(draw.integers(2, 10)), int(draw.integers(20, 200))
        gold = draw.choice(classes, tokens, p=draw.dirichlet(np.full(classes, 0.5)))
        predicted = np.where(draw.random(tokens) < 0.6, gold, draw.integers(0, classes, tokens))
        precision, recall, f1, support = precision_recall_fscore_support(gold, predicted, labels=range(classes), zero_division=0)
        entity = np.arange(classes) > 0
        supported, enough = entity & (support > 0), entity & (support > 5)
        cases.append({
            "classes": classes, "gold": gold, "predicted": predicted, "precision": precision, "recall": recall, "f1": f1, "support": support,
            "unweightedAccuracy": mean(recall[supported]), "macroF1": mean(f1[supported]),
            "paper": {"unweightedAccuracy": mean(recall[enough]), "meanF1": mean((precision[enough] + recall[enough]) / 2)},
        })
    about = "class 0 is O, in no mean; paper: classes with more than five true tokens, F1 as the arithmetic mean of precision and recall"
    return {"about": about, "cases": cases}


def neighbour_cases(draw) -> list[dict]:
    from sklearn.neighbors import KNeighborsClassifier

    cases = []
    for metric, weights in product(("euclidean", "cosine"), ("uniform", "distance")):
        keys, queries = (draw.normal(size=(count, 5)).round(3).astype(np.float32) for count in (150, 16))
        queries[0] = keys[3]  # a distance of zero
        labels = draw.choice(5, len(keys), p=[0.6, 0.2, 0.1, 0.07, 0.03])
        model = KNeighborsClassifier(17, metric=metric, weights=weights, algorithm="brute").fit(keys, labels)
        distances, neighbours = model.kneighbors(queries)
        cases.append({
            "metric": metric, "weights": weights, "k": 17, "keys": keys.astype(float).round(3), "labels": labels, "queries": queries.astype(float).round(3), "neighbours": neighbours,
            "distances": distances, "shares": model.predict_proba(queries), "predicted": model.predict(queries),
        })
    return cases


# ---- files that must be refused ----


class RunsCode:
    """Unpickling this would leave a file behind; a safe reader never does."""

    def __reduce__(self):
        return os.system, ("touch HOSTILE_CODE_RAN",)


def hostile_files(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in hostile_safetensors().items():
        (folder / f"{name}.safetensors").write_bytes(content)
    for name, entries in hostile_archives().items():
        with zipfile.ZipFile(folder / f"{name}.bin", "w") as archive:
            for path, content in entries.items():
                archive.writestr(zipfile.ZipInfo(f"archive/{path}"), content)
    (folder / "runs-code.legacy.bin").write_bytes(pickle.dumps(RunsCode(), protocol=2))


def hostile_safetensors() -> dict[str, bytes]:
    def file(header: bytes, body=b"", length=None) -> bytes:
        return struct.pack("<Q", len(header) if length is None else length) + header + body

    def entry(shape, start, end, dtype="F32") -> dict:
        return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}

    def table(body: int, **entries) -> bytes:
        return file(json.dumps(entries).encode(), bytes(body))

    return {
        "empty": b"",
        "header-too-long": file(b"{}", length=2**60),
        "header-not-json": file(b"{'a': 1}"),
        "header-not-object": file(b"[1, 2]"),
        "offset-past-end": table(16, a=entry([4], 0, 1600)),
        "offset-reversed": table(16, a=entry([4], 16, 0)),
        "overlap": table(24, a=entry([4], 0, 16), b=entry([4], 8, 24)),
        "hole": table(12, a=entry([1], 0, 4), b=entry([1], 8, 12)),
        "bytes-left-over": table(20, a=entry([4], 0, 16)),
        "shape-mismatch": table(16, a=entry([5], 0, 16)),
        "negative-shape": table(16, a=entry([-4], 0, 16)),
        "fractional-shape": table(16, a=entry([2.5], 0, 10)),
        "unknown-dtype": table(16, a=entry([4], 0, 16, dtype="F31")),
        "duplicate-key": file(b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', bytes(8)),
        "proto": file(b'{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
    }


def hostile_archives() -> dict[str, dict[str, bytes]]:
    def archive(payload: bytes, **storages: bytes) -> dict[str, bytes]:
        return {"data.pkl": payload, "version": b"3\n"} | {f"data/{key[1:]}": content for key, content in storages.items()}

    def tensor(count: int, offset: int, shape: int, stride: int) -> bytes:
        """{"a": a float tensor over storage "0" of `count` numbers}, as opcodes of protocol 2."""
        storage = b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuJ" + struct.pack("<i", count) + b"tQ"
        numbers = b"J" + struct.pack("<i", offset) + b"J" + struct.pack("<i", shape) + b"\x85J" + struct.pack("<i", stride) + b"\x85"
        rest = b"\x89ccollections\nOrderedDict\n)RtR"
        return b"\x80\x02}X\x01\x00\x00\x00actorch._utils\n_rebuild_tensor_v2\n(" + storage + numbers + rest + b"s."

    return {
        "runs-code": archive(pickle.dumps({"a": RunsCode()}, protocol=2)),
        "unknown-global": archive(b"\x80\x02cbuiltins\neval\nX\x03\x00\x00\x001+1\x85R."),
        "truncated-pickle": archive(pickle.dumps({"a": [1, 2, 3]}, protocol=2)[:-4]),
        "missing-storage": archive(tensor(4, 0, 4, 1)),
        "short-storage": archive(tensor(4, 0, 4, 1), _0=bytes(12)),
        "view-past-storage": archive(tensor(4, 2, 4, 1), _0=bytes(16)),
        "stride-past-storage": archive(tensor(4, 0, 4, 1000), _0=bytes(16)),
        "negative-offset": archive(tensor(4, -2, 4, 1), _0=bytes(16)),
    }


# ---- tests, intervals, corrections and divergences ----


def statistics_cases(draw: np.random.Generator) -> dict:
    return {
        "paired": [paired_case(draw, n) for n in (5, 8, 14, 25, 26, 40)],
        "corrections": [correction_case(draw, tests) for tests in (1, 2, 5, 12)],
        "divergence": [divergence_case(draw) for _ in range(4)],
    }


def paired_case(draw: np.random.Generator, n: int) -> dict:
    a = draw.normal(size=n)
    b = a + draw.normal(0.2, 0.5, size=n)
    t = stats.ttest_rel(a, b)
    interval = t.confidence_interval(0.95)
    exact = n <= 25
    ranks = stats.wilcoxon(a, b, method="exact" if exact else "asymptotic")
    bca = stats.bootstrap((a - b,), np.mean, method="BCa", n_resamples=20000, rng=draw).confidence_interval
    return {
        "a": a, "b": b, "t": t.statistic, "p": t.pvalue, "ci95": [interval.low, interval.high],
        "wilcoxon": ranks.statistic, "wilcoxonP": ranks.pvalue,
        "wilcoxonMethod": "exact" if exact else "normal approximation, no continuity correction",
        "bca95": list(bca), "cohensDz": (a - b).mean() / (a - b).std(ddof=1),
    }


def correction_case(draw: np.random.Generator, tests: int) -> dict:
    p = draw.random(tests) ** 3
    return {"p": p, "holm": multipletests(p, method="holm")[1], "benjaminiHochberg": multipletests(p, method="fdr_bh")[1]}


def divergence_case(draw: np.random.Generator) -> dict:
    p, q = draw.dirichlet(np.ones(6)), draw.dirichlet(np.ones(6))
    return {"p": p, "q": q, "klNats": stats.entropy(p, q), "totalVariation": 0.5 * np.abs(p - q).sum()}


# ---- a brat corpus of invented notes, with the offsets that Python counts ----


def brat_corpus(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    oracle = []
    for name, (text, mentions, extra) in BRAT_NOTES.items():
        rows = [locate(text, f"T{index}", kind, parts) for index, (kind, *parts) in enumerate(mentions, start=1)]
        lines = [
            f"{row['id']}\t{row['type']} {';'.join(f'{start} {end}' for start, end in row['codePoints'])}\t{' '.join(row['covered'])}" for row in rows
        ]
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
        (folder / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in [*lines, *extra]).encode("utf-8"))
        oracle.append({"id": name, "codePoints": len(text), "utf16": utf16_length(text), "mentions": rows})
    write_json(folder / "brat.json", oracle)
    entities = "".join(f"{kind}\n" for kind in sorted({row["type"] for note in oracle for row in note["mentions"]}))
    (folder / "annotation.conf").write_text(f"[entities]\n{entities}[relations]\nMODIFY Arg1:<ENTITY>, Arg2:<ENTITY>\n[events]\n[attributes]\n")


def locate(text: str, identifier: str, kind: str, parts: list[str]) -> dict:
    """Finds the parts one after another; each but the first is looked for behind the one before."""
    spans, position = [], 0
    for part in parts:
        start = text.index(part, position)
        position = start + len(part)
        spans.append([start, position])
    return {
        "id": identifier, "type": kind, "covered": [text[start:end] for start, end in spans], "codePoints": spans,
        "utf16": [[utf16_length(text[:start]), utf16_length(text[:end])] for start, end in spans],
    }


# name: (text, [(type, part, further parts of a discontinuous mention...)], further lines of the .ann file)
BRAT_NOTES = {
    "plain": (
        "A 61-year-old woman came with dull back pain.\nAn ultrasound was normal.\nShe was given paracetamol.\n",
        [("Age", "61-year-old"), ("Sex", "woman"), ("Sign_symptom", "back pain"), ("Diagnostic_procedure", "ultrasound"), ("Medication", "paracetamol")],
        ["R1\tMODIFY Arg1:T2 Arg2:T3", "A1\tNegated T4", "#1\tAnnotatorNotes T5\tdose not stated", "*\tEquiv T1 T2"],
    ),
    "nested": (
        "Biopsy of the left kidney showed nephritis.\nKidney function recovered.\n",
        [("Diagnostic_procedure", "Biopsy of the left kidney"), ("Biological_structure", "left kidney"), ("Biological_structure", "kidney"),
         ("Sign_symptom", "nephritis"), ("Biological_structure", "Kidney")],
        [],
    ),
    "discontinuous": (
        "There was pain in the neck and in the right arm, with swollen and tender joints.\n",
        [("Sign_symptom", "pain", "right arm"), ("Sign_symptom", "pain in the neck"), ("Sign_symptom", "swollen", "joints"), ("Sign_symptom", "tender joints")],
        [],
    ),
    "crossing": (
        "Severe upper abdominal pain radiating backwards after a liver biopsy under sedation.\n",
        [("Biological_structure", "upper abdominal"), ("Sign_symptom", "abdominal pain"), ("Diagnostic_procedure", "liver biopsy"),
         ("Diagnostic_procedure", "biopsy under sedation")],
        [],
    ),
    "astral": (
        "😷 The 8-year-old boy 👦🏽 had a cough.\n𝛽-blockers 💊 were stopped 🙂; fever persisted.\n",
        [("Age", "8-year-old"), ("Sex", "boy"), ("Sign_symptom", "cough"), ("Medication", "𝛽-blockers"), ("Sign_symptom", "fever")],
        [],
    ),
    "crlf": (
        "The man was tired.\r\nHis haemoglobin was low.\r\n\r\nIron was started.\r\n",
        [("Sex", "man"), ("Sign_symptom", "tired"), ("Diagnostic_procedure", "haemoglobin"), ("Medication", "Iron")],
        [],
    ),
    "bom": (
        "\ufeffDizziness began two days ago 🤕.\nA head scan was clear.\n",
        [("Sign_symptom", "Dizziness"), ("Diagnostic_procedure", "head scan"), ("Biological_structure", "head")],
        [],
    ),
    "newline": (
        "The note wraps: shortness of\nbreath on climbing stairs. Naïve to ibuprofen, e\u0301toile test negative.\n",
        [("Sign_symptom", "shortness of", "breath"), ("Medication", "ibuprofen"), ("Diagnostic_procedure", "e\u0301toile test")],
        ["E1\tSign_symptom:T1 "],
    ),
    "unmarked": ("Nothing was found on this visit.\n", [], []),
}

if __name__ == "__main__":
    main(Path(sys.argv[1]))
