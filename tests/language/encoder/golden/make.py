#!/usr/bin/env python3
"""Makes the files beside it: a small BERT of random weights, its vocabulary, and what Hugging Face's tokenizers and
transformers make of texts with them. Run it in this folder; needs the packages torch, transformers<5 and safetensors.
"""

import json

import torch
from safetensors.torch import save_file
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertModel

LETTERS = "abcdefghijklmnopqrstuvwxyzß"
PIECES = (
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    + list(LETTERS + "0123456789.,!?'-$[]中東😀")
    + ["##" + c for c in LETTERS + "0123456789"]
    + "how re ref refund creme the password un able order naive ##set ##und ##able ##affa ##word".split()
)

TEXTS = [
    "How do I reset the password?",
    "",
    " \t\n ",
    "Refunds: $49.99 - naïve CRÈME, İstanbul straße!",
    "unaffable unable ordered",
    "中文 東京 abc中def 😀",
    "soft\u00adhyphen zero\u200bwidth nbsp\u00a0here line\u2028sep control\u0001char null\u0000 \ufffd vertical\u000btab",
    "literal [SEP] and [MASK] tokens, [cls] is none, nor is [",
    "a" * 100 + " " + "b" * 101 + " c",
    "e\u0301 decomposed ﬁ ½ Ωmega",
    "the order and the refund and the password " * 10,
]


def main():
    with open("vocab.txt", "w", encoding="utf-8", newline="\n") as out:
        out.writelines(piece + "\n" for piece in PIECES)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(PIECES), hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=96,
        max_position_embeddings=48, layer_norm_eps=1e-12, initializer_range=0.2)
    model = BertModel(config, add_pooling_layer=False).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            if name.endswith("bias") or "LayerNorm" in name:
                value.add_(torch.randn_like(value) * 0.1)
    save_file({name: value.contiguous() for name, value in model.named_parameters()}, "model.safetensors")

    tokenizer = BertWordPieceTokenizer("vocab.txt", lowercase=True)
    tokenizer.enable_truncation(config.max_position_embeddings)
    with open("texts.jsonl", "w", encoding="utf-8") as out:
        for text in TEXTS:
            ids = tokenizer.encode(text).ids
            with torch.no_grad():
                states = model(torch.tensor([ids])).last_hidden_state[0]
            mean = torch.nn.functional.normalize(states.mean(0), dim=0)
            line = {"text": text, "ids": ids, "embedding": [round(x, 6) for x in mean.tolist()]}
            if len(ids) < 12:
                line["states"] = [[round(x, 5) for x in row] for row in states.tolist()]
            out.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
