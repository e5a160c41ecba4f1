"""Trains the networks it is given with PyTorch, in float64: one JSON of networks in, one of losses and parameters out.

Conventions of ours that are not PyTorch's are written out here, each where a word's `differs` says so.
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def celu(z, alpha):
    return torch.where(z > 0, z, alpha * torch.expm1(torch.clamp(z, max=0) / alpha))


def activation(name, given, z):
    return {
        "linear": lambda: z,
        "relu": lambda: F.relu(z),
        "tanh": lambda: torch.tanh(z),
        "sigmoid": lambda: torch.sigmoid(z),
        "softmax": lambda: F.softmax(z, dim=1),
        "log-softmax": lambda: F.log_softmax(z, dim=1),
        "leaky-relu": lambda: F.leaky_relu(z, given.get("slope", 0.01)),
        "elu": lambda: F.elu(z, given.get("alpha", 1.0)),
        # PyTorch 1.13 rounds 1/alpha and 1/6 to float32 in the slopes of its own, whatever the precision.
        "celu": lambda: celu(z, given.get("alpha", 1.0)),
        "selu": lambda: F.selu(z),
        "gelu": lambda: F.gelu(z, approximate="tanh" if given.get("approximate") else "none"),
        "softplus": lambda: F.softplus(z, beta=given.get("beta", 1.0), threshold=1e9),
        "softsign": lambda: F.softsign(z),
        "swish": lambda: z * torch.sigmoid(given["beta"] * z) if "beta" in given else F.silu(z),
        "hard-sigmoid": lambda: torch.clamp(z / 6 + 0.5, 0, 1),
        "hard-tanh": lambda: F.hardtanh(z),
        "hard-swish": lambda: F.hardswish(z),
        "relu6": lambda: F.relu6(z),
        "mish": lambda: F.mish(z),
        "log-sigmoid": lambda: F.logsigmoid(z),
    }[name]()


def loss(name, given, z, last, y):
    """z is what the last activation is given, a what it makes."""
    a = activation(last["activation"], last["given"], z)
    examples = y.shape[0]
    return {
        "squared-error": lambda: F.mse_loss(a, y, reduction="sum") / examples / 2,
        "mean-squared-error": lambda: F.mse_loss(a, y),
        "mean-absolute-error": lambda: F.l1_loss(a, y),
        "huber": lambda: F.huber_loss(a, y, delta=given.get("delta", 1.0)),
        # PyTorch has no log-cosh, no hinge of this form and no squared one.
        "log-cosh": lambda: torch.log(torch.cosh(a - y)).mean(),
        "hinge": lambda: F.relu(1 - y * a).mean(),
        "squared-hinge": lambda: (F.relu(1 - y * a) ** 2).mean(),
        "cosine": lambda: (1 - F.cosine_similarity(a, y, dim=1)).mean(),
        "poisson": lambda: F.poisson_nll_loss(a, y),
        # Rows are summed here, averaged there.
        "binary-cross-entropy": lambda: F.binary_cross_entropy(
            a, y * (1 - given.get("smoothing", 0)) + given.get("smoothing", 0) / 2, reduction="sum"
        )
        / examples,
        "cross-entropy": lambda: F.cross_entropy(z, y, label_smoothing=given.get("smoothing", 0.0)),
        "kullback-leibler": lambda: F.kl_div(F.log_softmax(z, dim=1), y, reduction="batchmean"),
        "negative-log-likelihood": lambda: F.nll_loss(a, y.argmax(dim=1)),
    }[name]()


class Lion(torch.optim.Optimizer):
    """PyTorch has none."""

    def __init__(self, parameters, given):
        super().__init__(parameters, {})
        self.given = given

    @torch.no_grad()
    def step(self):
        rate, decay = self.given["rate"], self.given.get("decay", 0.0)
        for p in self.param_groups[0]["params"]:
            v = self.state[p].setdefault("v", torch.zeros_like(p))
            direction = torch.sign(0.9 * v + 0.1 * p.grad)
            v.mul_(0.99).add_(p.grad, alpha=0.01)
            p.mul_(1 - rate * decay).sub_(rate * direction)


class Average(torch.optim.Optimizer):
    """The course's momentum: PyTorch's SGD with the gradient dampened, but for its first step."""

    def __init__(self, parameters, given):
        super().__init__(parameters, {})
        self.given = given

    @torch.no_grad()
    def step(self):
        beta = self.given.get("beta", 0.9)
        for p in self.param_groups[0]["params"]:
            v = self.state[p].setdefault("v", torch.zeros_like(p))
            v.mul_(beta).add_(p.grad, alpha=1 - beta)
            p.sub_(self.given["rate"] * v)


def optimizer(name, given, parameters):
    o, rate, eps = torch.optim, given["rate"], given.get("epsilon")
    return {
        "gradient-descent": lambda: o.SGD(parameters, lr=rate),
        "momentum": lambda: Average(parameters, given),
        "classical-momentum": lambda: o.SGD(parameters, lr=rate, momentum=given.get("beta", 0.9)),
        "nesterov": lambda: o.SGD(parameters, lr=rate, momentum=given.get("beta", 0.9), nesterov=True),
        "rmsprop": lambda: o.RMSprop(parameters, lr=rate, alpha=0.9, eps=eps),
        "adagrad": lambda: o.Adagrad(parameters, lr=rate, eps=eps),
        "adadelta": lambda: o.Adadelta(parameters, lr=rate, eps=eps),
        "adam": lambda: o.Adam(parameters, lr=rate, eps=eps),
        "adamw": lambda: o.AdamW(parameters, lr=rate, eps=eps, weight_decay=given.get("decay", 0.01)),
        "adamax": lambda: o.Adamax(parameters, lr=rate, eps=eps),
        # One of the two ways in which PyTorch 1.13 computes it, the other multiplies mu in twice.
        "nadam": lambda: o.NAdam(parameters, lr=rate, eps=eps, foreach=True),
        "radam": lambda: o.RAdam(parameters, lr=rate, eps=eps),
        "lion": lambda: Lion(parameters, given),
    }[name]()


def train(network):
    x, y = torch.tensor(network["X"], dtype=torch.float64).T, torch.tensor(network["Y"], dtype=torch.float64).T
    layers = network["layers"]
    weights = [nn.Parameter(torch.tensor(layer["W"])) for layer in layers]
    biases = [nn.Parameter(torch.tensor(layer["b"]).reshape(-1)) for layer in layers]
    parameters = [*weights, *biases]
    descent = optimizer(network["optimizer"]["name"], network["optimizer"]["given"], parameters)
    losses = []
    for _ in range(network["steps"]):
        descent.zero_grad()
        a = x
        for at, layer in enumerate(layers):
            z = F.linear(a, weights[at], biases[at])
            a = z if at == len(layers) - 1 else activation(layer["activation"], layer["given"], z)
        j = loss(network["loss"]["name"], network["loss"]["given"], a, layers[-1], y)
        for term in network["regularization"]:
            share = 1 / x.shape[0] if term["perExample"] else 1
            norm = (lambda w: (w**2).sum() / 2) if term["name"] == "l2" else (lambda w: w.abs().sum())
            j = j + term["strength"] * share * sum(norm(w) for w in weights)
        j.backward()
        losses.append(j.item())
        for clip in network["clipping"]:
            if clip["name"] == "by-norm":
                nn.utils.clip_grad_norm_(parameters, clip["limit"])
            else:
                nn.utils.clip_grad_value_(parameters, clip["limit"])
        descent.step()
    return {
        "losses": losses,
        "weights": [w.tolist() for w in weights],
        "biases": [b.tolist() for b in biases],
    }


json.dump([train(network) for network in json.load(sys.stdin)], sys.stdout)
