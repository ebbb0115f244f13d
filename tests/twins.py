"""Papers, written again as naively as they read: oracles for variants that torch lacks.

A twin takes the gradient (whose ``curvature`` is the Hessian), a place, a number of steps and the optimizer with its
hyperparameters, and yields the places after each step.
"""

import numpy as np


def naive_momentum_ema(gradient, place, steps, optimizer):
    velocity = np.zeros(2)
    for _ in range(steps):
        velocity = optimizer.momentum * velocity + (1 - optimizer.momentum) * gradient(place)
        place = place - optimizer.lr * velocity
        yield place


def naive_nesterov_look_ahead(gradient, place, steps, optimizer):
    """Sutskever et al. (2013), eqs. 3 and 4, whose velocity is −η times ours."""
    velocity = np.zeros(2)
    for _ in range(steps):
        ahead = gradient(place + optimizer.momentum * velocity)
        velocity = optimizer.momentum * velocity - optimizer.lr * ahead
        place = place + velocity
        yield place


def naive_rmsprop_inside(gradient, place, steps, optimizer):
    mean_square = np.zeros(2)
    for _ in range(steps):
        g = gradient(place)
        mean_square = optimizer.alpha * mean_square + (1 - optimizer.alpha) * g**2
        place = place - optimizer.lr * g / np.sqrt(mean_square + optimizer.eps)
        yield place


def naive_adam_without_correction(gradient, place, steps, optimizer):
    mean, mean_square = np.zeros(2), np.zeros(2)
    for _ in range(steps):
        g = gradient(place)
        mean = optimizer.beta1 * mean + (1 - optimizer.beta1) * g
        mean_square = optimizer.beta2 * mean_square + (1 - optimizer.beta2) * g**2
        place = place - optimizer.lr * mean / (np.sqrt(mean_square) + optimizer.eps)
        yield place


def naive_adagrad_inside(gradient, place, steps, optimizer):
    squares = []
    for t in range(steps):
        g = gradient(place)
        squares.append(g**2)
        rate = optimizer.lr / (1 + t * optimizer.lr_decay)
        place = place - rate * g / np.sqrt(np.sum(squares, axis=0) + optimizer.eps)
        yield place


def naive_amsgrad_without_correction(gradient, place, steps, optimizer):
    """Reddi et al. (2018), algorithm 2, with ε."""
    mean, mean_squares = np.zeros(2), [np.zeros(2)]
    for _ in range(steps):
        g = gradient(place)
        mean = optimizer.beta1 * mean + (1 - optimizer.beta1) * g
        mean_squares.append(optimizer.beta2 * mean_squares[-1] + (1 - optimizer.beta2) * g**2)
        place = place - optimizer.lr * mean / (np.sqrt(np.max(mean_squares, axis=0)) + optimizer.eps)
        yield place


def naive_lion(gradient, place, steps, optimizer):
    """Chen et al. (2023), algorithm 2."""
    mean = np.zeros(2)
    for _ in range(steps):
        g = gradient(place)
        update = np.sign(optimizer.beta1 * mean + (1 - optimizer.beta1) * g)
        place = place - optimizer.lr * (update + optimizer.weight_decay * place)
        mean = optimizer.beta2 * mean + (1 - optimizer.beta2) * g
        yield place


def naive_sophia(gradient, place, steps, optimizer):
    """Liu et al. (2024), algorithm 3, whose steps count from 1 and whose k is 10."""
    mean, mean_curvature = np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        mean = optimizer.beta1 * mean + (1 - optimizer.beta1) * gradient(place)
        if t % optimizer.every == 1 % optimizer.every:
            diagonal = np.diag(gradient.curvature(place))
            mean_curvature = optimizer.beta2 * mean_curvature + (1 - optimizer.beta2) * diagonal
        place = place - optimizer.lr * optimizer.weight_decay * place
        ratio = mean / np.maximum(optimizer.gamma * mean_curvature, optimizer.eps)
        place = place - optimizer.lr * np.clip(ratio, -1, 1)
        yield place


def naive_schedule_free_sgd(gradient, x, steps, optimizer):
    """Defazio et al. (2024), eqs. 3–5: at a constant rate, x is the plain mean of z."""
    z, beta = x, optimizer.momentum
    for t in range(1, steps + 1):
        y = (1 - beta) * z + beta * x
        z = z - optimizer.lr * (gradient(y) + optimizer.weight_decay * y)
        x = (1 - 1 / t) * x + 1 / t * z
        yield x


def naive_schedule_free_adamw(gradient, x, steps, optimizer):
    """Defazio et al. (2024), algorithm 1, at a constant rate and with v corrected, as in the authors' code."""
    z, mean_square = x, np.zeros(2)
    for t in range(1, steps + 1):
        y = (1 - optimizer.beta1) * z + optimizer.beta1 * x
        g = gradient(y)
        mean_square = optimizer.beta2 * mean_square + (1 - optimizer.beta2) * g**2
        root = np.sqrt(mean_square / (1 - optimizer.beta2**t)) + optimizer.eps
        z = z - optimizer.lr * g / root - optimizer.lr * optimizer.weight_decay * y
        x = (1 - 1 / t) * x + 1 / t * z
        yield x


def sharp(gradient, optimizer):
    """Foret et al. (2021), eq. 2 with p = 2, and its gradient."""

    def climbed(place):
        g = gradient(place)
        return gradient(place + optimizer.rho * g / np.linalg.norm(g))

    return climbed


def naive_sam_sgd(gradient, place, steps, optimizer):
    for _ in range(steps):
        place = place - optimizer.lr * sharp(gradient, optimizer)(place)
        yield place


def naive_sam_adam(gradient, place, steps, optimizer):
    mean, mean_square = np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        g = sharp(gradient, optimizer)(place)
        mean = optimizer.beta1 * mean + (1 - optimizer.beta1) * g
        mean_square = optimizer.beta2 * mean_square + (1 - optimizer.beta2) * g**2
        root = np.sqrt(mean_square / (1 - optimizer.beta2**t)) + optimizer.eps
        place = place - optimizer.lr * mean / (1 - optimizer.beta1**t) / root
        yield place


#: By the rule's key and the variant in words.
TWINS = {
    ("momentum", "EMA"): naive_momentum_ema,
    ("nesterov", "look-ahead form"): naive_nesterov_look_ahead,
    ("rmsprop", "ε inside the root"): naive_rmsprop_inside,
    ("adam", "without bias correction"): naive_adam_without_correction,
    ("adam", "AMSGrad, without bias correction"): naive_amsgrad_without_correction,
    ("adagrad", "ε inside the root"): naive_adagrad_inside,
    ("lion", ""): naive_lion,
    ("sophia", ""): naive_sophia,
    ("schedule_free_sgd", ""): naive_schedule_free_sgd,
    ("schedule_free_adamw", ""): naive_schedule_free_adamw,
    ("sam", "over SGD"): naive_sam_sgd,
    ("sam", "over Adam"): naive_sam_adam,
}
