"""What the scripts that run kronfluence share: models, examples and losses on token ids."""
import sys

# Not needed here, and one that was built for another torch would stop transformers.
sys.modules.setdefault("torchvision", None)

import torch
import torch.nn.functional as F
import transformers
from kronfluence.task import Task
from transformers.pytorch_utils import Conv1D


def with_linear_layers(model):
    """The model, GPT-2's transposed layers replaced by linear ones, which are those that kronfluence follows."""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, Conv1D):
                layer = torch.nn.Linear(*child.weight.shape)
                layer.weight.data = child.weight.data.T.contiguous()
                layer.bias.data = child.bias.data
                setattr(module, name, layer)
    return model


def load(checkpoint, **options):
    """A checkpoint in float32, ready to be measured."""
    model = transformers.AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32, **options)
    return with_linear_layers(model.eval())


class Examples(torch.utils.data.Dataset):
    """Sequences as (token ids, first and end of the tokens whose loss counts)."""

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        ids, first, end = self.rows[index]
        labels = [-100] * first + ids[first:end] + [-100] * (len(ids) - end)
        return dict(
            input_ids=torch.tensor(ids), labels=torch.tensor(labels),
            attention_mask=torch.ones(len(ids), dtype=torch.long))

    @classmethod
    def documents(cls, documents):
        return cls([(ids, 1, len(ids)) for ids in documents])

    @classmethod
    def steps(cls, segments):
        """Each step after its prompt and the steps before it; `segments` are a prompt's and its steps' ids."""
        rows = []
        for prompt, *steps in segments:
            ids = list(prompt)
            for step in steps:
                rows.append((ids + step, len(ids), len(ids) + len(step)))
                ids = ids + step
        return cls(rows)


def padded(examples):
    """A batch, as long as its longest example."""
    length = max(len(example["input_ids"]) for example in examples)
    filler = dict(input_ids=0, labels=-100, attention_mask=0)
    return {
        key: torch.stack(
            [F.pad(example[key], (0, length - len(example[key])), value=value) for example in examples])
        for key, value in filler.items()
    }


class SummedLoss(Task):
    """Cross-entropies summed over the tokens that count, of every linear layer but the unembedding."""

    def __init__(self, model):
        super().__init__()
        self.modules = [
            name for name, module in model.named_modules()
            if isinstance(module, torch.nn.Linear) and name not in ("lm_head", "embed_out")]

    def compute_train_loss(self, batch, model, sample=False):
        logits = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        logits = logits[:, :-1].flatten(0, 1)
        labels = batch["labels"][:, 1:].flatten()
        if sample:
            with torch.no_grad():
                drawn = torch.multinomial(logits.softmax(-1), 1).squeeze(1)
            labels = torch.where(labels == -100, labels, drawn)
        return F.cross_entropy(logits, labels, ignore_index=-100, reduction="sum")

    def compute_measurement(self, batch, model):
        return self.compute_train_loss(batch, model)

    def get_influence_tracked_modules(self):
        return self.modules

    def get_attention_mask(self, batch):
        return batch["attention_mask"]
