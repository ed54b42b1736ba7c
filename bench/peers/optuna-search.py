"""Optuna's samplers on the functions of bench/search/standard-functions.mjs: the least value found so far
after each budget, of every seed. Prints JSON, which `npm run bench search -- --peers FILE` reads."""

import argparse
import json
import math
import sys
import time
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

BUDGETS = (50, 200)

HEIGHTS = (1, 1.2, 3, 3.2)
STEEPNESS = (
    (10, 3, 17, 3.5, 1.7, 8),
    (0.05, 10, 17, 0.1, 8, 14),
    (3, 3.5, 1.7, 10, 17, 8),
    (17, 8, 0.05, 10, 0.1, 14),
)
CENTRES = (
    (0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886),
    (0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991),
    (0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665),
    (0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381),
)


def reals(ask, count, low, high):
    return [ask(f"x{i}", FloatDistribution(low, high)) for i in range(count)]


def sphere(ask):
    return sum((x - 1.3) ** 2 for x in reals(ask, 5, -5, 5))


def branin(ask):
    x0 = ask("x0", FloatDistribution(-5, 10))
    x1 = ask("x1", FloatDistribution(0, 15))
    bent = x1 - 5.1 / (4 * math.pi**2) * x0**2 + 5 / math.pi * x0 - 6
    return bent**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x0) + 10


def hartmann(ask):
    x = reals(ask, 6, 0, 1)
    far = (sum(a * (v - p) ** 2 for a, v, p in zip(s, x, c)) for s, c in zip(STEEPNESS, CENTRES))
    return -sum(height * math.exp(-d) for height, d in zip(HEIGHTS, far))


def rosenbrock(ask):
    x = reals(ask, 4, -2, 2)
    return sum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def conditional(ask):
    kind = ask("kind", CategoricalDistribution(("linear", "tree", "network")))
    lr = math.log10(ask("lr", FloatDistribution(1e-6, 1, log=True)))
    if kind == "linear":
        return 0.4 + 0.05 * (lr + 2) ** 2
    if kind == "tree":
        depth = ask("depth", IntDistribution(1, 20))
        return 0.2 + 0.01 * (depth - 7) ** 2 + 0.05 * (lr + 1) ** 2
    layers = ask("layers", IntDistribution(1, 8))
    dropout = ask("dropout", FloatDistribution(0, 0.8))
    activation = ask("activation", CategoricalDistribution(("relu", "tanh", "sigmoid")))
    wrong = {"relu": 0, "tanh": 0.1, "sigmoid": 0.3}[activation]
    return 0.1 * (lr + 3) ** 2 + 0.05 * (layers - 3) ** 2 + 2 * (dropout - 0.2) ** 2 + wrong


FUNCTIONS = {
    "sphere, 5": sphere,
    "Branin": branin,
    "Hartmann, 6": hartmann,
    "Rosenbrock, 4": rosenbrock,
    "conditional": conditional,
}

SAMPLERS = {
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "tpe, one axis at a time": lambda seed: optuna.samplers.TPESampler(
        seed=seed, multivariate=False
    ),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed),
}


def probe(function):
    def ask(_, distribution):
        if isinstance(distribution, CategoricalDistribution):
            return distribution.choices[-1]
        if isinstance(distribution, IntDistribution):
            return distribution.low + 1
        if distribution.log:
            return 0.01
        return distribution.low + 0.3 * (distribution.high - distribution.low)

    return function(ask)


def suggest(trial):
    def ask(name, distribution):
        if isinstance(distribution, CategoricalDistribution):
            return trial.suggest_categorical(name, distribution.choices)
        if isinstance(distribution, IntDistribution):
            return trial.suggest_int(name, distribution.low, distribution.high)
        return trial.suggest_float(
            name, distribution.low, distribution.high, log=distribution.log
        )

    return ask


def search(function, sampler, budgets):
    study = optuna.create_study(sampler=sampler)
    study.optimize(lambda trial: function(suggest(trial)), n_trials=max(budgets))
    values = [trial.value for trial in study.trials]
    return {budget: min(values[:budget]) for budget in budgets}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--samplers", nargs="+", default=list(SAMPLERS), choices=list(SAMPLERS))
    options.add_argument("--functions", nargs="+", default=list(FUNCTIONS), choices=list(FUNCTIONS))
    options.add_argument("--seeds", type=int, default=30)
    options.add_argument("--budgets", type=int, nargs="+", default=list(BUDGETS))
    chosen = options.parse_args()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    warnings.simplefilter("ignore")
    results = []
    for name in chosen.functions:
        for sampler in chosen.samplers:
            start = time.monotonic()
            runs = [
                search(FUNCTIONS[name], SAMPLERS[sampler](seed), chosen.budgets)
                for seed in range(1, chosen.seeds + 1)
            ]
            seconds = time.monotonic() - start
            print(f"{name}, {sampler}: {seconds:.0f} s", file=sys.stderr)
            best = {budget: [run[budget] for run in runs] for budget in chosen.budgets}
            results.append({"function": name, "sampler": sampler, "best": best})
    probes = {name: probe(function) for name, function in FUNCTIONS.items()}
    json.dump({"version": optuna.__version__, "probes": probes, "results": results}, sys.stdout)


if __name__ == "__main__":
    main()
