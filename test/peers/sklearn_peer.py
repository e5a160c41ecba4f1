"""Trains scikit-learn's MLPClassifier as it is told: one JSON of runs in; out, for each, where it began, the order in
which it saw the examples in every epoch, its loss curve, and where it ended.

Nothing of scikit-learn is changed but where a run says `epsilon: corrected`, which its convention for Adam is not.
"""

import json
import sys
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier, _multilayer_perceptron
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer
from sklearn.preprocessing import MinMaxScaler

warnings.simplefilter("ignore")
shuffle = _multilayer_perceptron.shuffle
orders = []


def noted(indices, random_state):
    order = shuffle(indices, random_state=random_state)
    orders.append(order.tolist())
    return order


_multilayer_perceptron.shuffle = noted


class Noting(MLPClassifier):
    def _initialize(self, y, layer_units, dtype):
        super()._initialize(y, layer_units, dtype)
        self.first = parameters_of(self)


class CorrectedAdam(AdamOptimizer):
    """Epsilon beside the corrected root, as in algorithm 1 of the paper: its share of the root's correction moves out."""

    def _get_updates(self, grads):
        self.epsilon = self.given * np.sqrt(1 - self.beta_2 ** (self.t + 1))
        return super()._get_updates(grads)

    def __init__(self, params, learning_rate_init, beta_1, beta_2, epsilon):
        super().__init__(params, learning_rate_init, beta_1, beta_2, epsilon)
        self.given = epsilon


def parameters_of(network):
    return {
        "weights": [w.T.tolist() for w in network.coefs_],
        "biases": [b.tolist() for b in network.intercepts_],
    }


def train(run, data):
    orders.clear()
    _multilayer_perceptron.AdamOptimizer = CorrectedAdam if run["epsilon"] == "corrected" else AdamOptimizer
    X = MinMaxScaler().fit_transform(np.array(data["X"], dtype=np.float64))
    network = Noting(random_state=0, max_iter=run["epochs"], **run["settings"])
    network.fit(X, np.array(data["classes"]))
    return {
        "first": network.first,
        "orders": orders.copy(),
        "curve": network.loss_curve_,
        "last": parameters_of(network),
    }


given = json.load(sys.stdin)
json.dump([train(run, given["data"][run["data"]]) for run in given["runs"]], sys.stdout)
