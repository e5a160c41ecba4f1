"""One Python participant at one task: child.py NAME FOLDER. It answers the requests of protocol.ts as child.ts does."""

import importlib.util
import json
import os
import sys
from time import perf_counter, process_time

import numpy as np

name, folder = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))


class Task:
    def __init__(self):
        with open(os.path.join(folder, "task.json"), encoding="utf8") as file:
            task = json.load(file)
        network = task["network"]
        self.mode, self.batch = task["mode"], task["batch"]
        self.sizes, self.loss, self.rate = network["sizes"], network["loss"], network["rate"]
        self.layers = list(enumerate(network["activations"], start=1))

    def matrix(self, name):
        """X (features, m), Y (classes, m), W1 (units, inputs), b1 (units, 1)."""
        rows = self.sizes[0] if name == "X" else self.sizes[-1] if name == "Y" else self.sizes[int(name[1:])]
        return np.fromfile(os.path.join(folder, f"{name}.f32"), dtype="<f4").reshape(rows, -1)


def stopwatch():
    """Milliseconds since now; of the clock's and the processor's time the shorter counts, as in stopwatch.ts."""
    clock, processor = perf_counter(), process_time()
    return lambda: 1000 * min(perf_counter() - clock, process_time() - processor)


def blas():
    """What multiplies matrices: Debian's reference library is many times slower than the one that people install."""
    with open("/proc/self/maps", encoding="utf8") as maps:
        return "OpenBLAS" if "openblas" in maps.read() else "without OpenBLAS"


values = np.linspace(1, 2, 16384)


def probe():
    """Milliseconds of a computation that is always the same: more means that something else uses the machine."""
    values.dot(values)
    elapsed = stopwatch()
    for _ in range(160):
        values.dot(values)
    return elapsed()


def answer(request):
    global output
    if "results" in request:
        results = []
        for _ in range(request["results"]):
            output = work()
            results.append([float(value) for value in result(output)])
        return {"results": results}
    before = probe()
    elapsed = stopwatch()
    for _ in range(request["sample"]):
        output = work()
    return {"work": elapsed(), "before": before, "after": probe()}


# By its place, not its name: the file numpy.py is not the package numpy.
specification = importlib.util.spec_from_file_location(f"{name}_peer", os.path.join(here, "peers", f"{name}.py"))
module = importlib.util.module_from_spec(specification)
specification.loader.exec_module(module)

with os.fdopen(3, "w", buffering=1) as answers:
    work, result = module.peer(Task())
    answers.write(json.dumps({"differs": "", "version": f"{module.version}, {blas()}"}) + "\n")
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
