#!/usr/bin/env python3
"""Test vectors for the statistics of trainings.

Written apart from the C# code, from the papers (and from the specification of
the statistics, sections A to C); no line was taken from, or checked against,
the C# implementation. Plain Python 3, standard library only, deterministic.

    python3 training-statistics.py          writes training-statistics.json beside it
    python3 training-statistics.py --check  self-checks, and compares with the file

Sources
  Blackman & Vigna 2018       xoshiro256**; state filled by SplitMix64
  Hyndman & Fan 1996          quantile, type 7
  Hake 1998                   normalised gain of a group
  Efron 1979, 1993            percentile bootstrap
  Cronbach 1951               alpha
  Mantel & Haenszel 1959, Holland & Thayer 1988    differential item functioning
  Holm 1979                   step-down adjustment

The format of the vectors and the decisions where the specification leaves
room are described in training-statistics.md.
"""

import json
import math
import os
import sys
from fractions import Fraction

MASK = (1 << 64) - 1


# --- Random numbers ----------------------------------------------------------

def splitmix64(seed):
    """Endless outputs of SplitMix64."""
    x = seed & MASK
    while True:
        x = (x + 0x9E3779B97F4A7C15) & MASK
        z = x
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


class Xoshiro:
    """xoshiro256**."""

    def __init__(self, seed=None, state=None):
        if state is None:
            source = splitmix64(seed)
            state = [next(source) for _ in range(4)]
        self.s = list(state)

    def next(self):
        s = self.s
        result = (rotl((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        return result

    def index(self, n):
        return (self.next() * n) >> 64

    # The rest is only for making data, not part of the specification.

    def unit(self):
        return (self.next() >> 11) / (1 << 53)

    def chance(self, p):
        return self.unit() < p

    def normal(self):
        return sum(self.unit() for _ in range(12)) - 6


# --- Moments and quantile ----------------------------------------------------

def mean(values):
    return math.fsum(values) / len(values)


def all_equal(values):
    return all(v == values[0] for v in values)


def variance(values):
    """With n-1; exactly 0 for equal values."""
    if all_equal(values):
        return 0.0
    m = mean(values)
    return math.fsum((v - m) ** 2 for v in values) / (len(values) - 1)


def deviation(values):
    return None if len(values) < 2 else math.sqrt(variance(values))


def quantile(ordered, p):
    """Type 7, of values already sorted."""
    h = (len(ordered) - 1) * p
    low = math.floor(h)
    if low + 1 >= len(ordered):
        return ordered[-1]
    return ordered[low] + (h - low) * (ordered[low + 1] - ordered[low])


# --- A. Learning gain --------------------------------------------------------

def group_gain(pairs, top):
    """Hake's gain of the group, None where everyone began at the maximum."""
    if all(pre == top for pre, _ in pairs):
        return None
    before = mean([pre for pre, _ in pairs])
    after = mean([post for _, post in pairs])
    return (after - before) / (top - before)


def resampled_gains(pairs, top, seed, resamples):
    generator = Xoshiro(seed)
    n = len(pairs)
    return [group_gain([pairs[generator.index(n)] for _ in range(n)], top) for _ in range(resamples)]


def gain_report(data):
    top = data["max"]
    pairs = [(a, b) for a, b in data["people"] if a is not None and b is not None]
    n = len(pairs)
    pre = [a for a, _ in pairs]
    post = [b for _, b in pairs]
    individual = [None if a == top else (b - a) / (top - a) for a, b in pairs]
    defined = [g for g in individual if g is not None]
    gain = group_gain(pairs, top) if n else None

    share = sum(a == top for a in pre) / n if n else None
    effect = None
    if n >= 2:
        differences = [b - a for a, b in pairs]
        if not all_equal(differences):
            effect = mean(differences) / deviation(differences)

    low = high = None
    undefined = 0
    if n >= 2 and gain is not None:
        gains = resampled_gains(pairs, top, int(data["seed"]), data["resamples"])
        usable = sorted(g for g in gains if g is not None)
        undefined = len(gains) - len(usable)
        if usable and 2 * len(usable) >= len(gains):
            low, high = quantile(usable, 0.025), quantile(usable, 0.975)

    return {
        "pairs": n,
        "onlyBefore": sum(a is not None and b is None for a, b in data["people"]),
        "onlyAfter": sum(a is None and b is not None for a, b in data["people"]),
        "meanBefore": mean(pre) if n else None,
        "meanAfter": mean(post) if n else None,
        "deviationBefore": deviation(pre),
        "deviationAfter": deviation(post),
        "gain": gain,
        "individualGains": individual,
        "individualMean": mean(defined) if defined else None,
        "individualUndefined": n - len(defined),
        "individualNegative": sum(g < 0 for g in defined),
        "ceilingShare": share,
        "ceilingFlag": share is not None and share >= 0.25,
        "effect": effect,
        "intervalLow": low,
        "intervalHigh": high,
        "undefinedResamples": undefined,
    }


# --- B. Items ----------------------------------------------------------------

def pearson(x, y):
    mx, my = mean(x), mean(y)
    xy = math.fsum((a - mx) * (b - my) for a, b in zip(x, y))
    xx = math.fsum((a - mx) ** 2 for a in x)
    yy = math.fsum((b - my) ** 2 for b in y)
    return xy / math.sqrt(xx * yy)


def item_and_rest(people, item):
    """Values of the item, and means of the other items, over people with both."""
    values, rests = [], []
    for row in people:
        others = [v for j, v in enumerate(row) if j != item and v is not None]
        if row[item] is not None and others:
            values.append(row[item])
            rests.append(sum(others) / len(others))
    return values, rests


def item_report(people, item):
    given = [row[item] for row in people if row[item] is not None]
    discrimination = None
    if len(given) < 20:
        state = "TooFew"
    else:
        values, rests = item_and_rest(people, item)
        if all_equal(values) or all_equal(rests):
            state = "NoVariance"
        else:
            state = "Ok"
            discrimination = pearson(values, rests)
    return {
        "responses": len(given),
        "facility": sum(given) / len(given) if given else None,
        "discrimination": discrimination,
        "state": state,
        "negative": discrimination is not None and discrimination < 0,
    }


def items_report(data):
    people, k = data["people"], data["items"]
    complete = [row for row in people if None not in row]
    alpha = None
    if k >= 2 and len(complete) >= 2:
        total = variance([sum(row) for row in complete])
        if total != 0:
            parts = math.fsum(variance([row[i] for row in complete]) for i in range(k))
            alpha = k / (k - 1) * (1 - parts / total)
    return {
        "items": [item_report(people, i) for i in range(k)],
        "alpha": alpha,
        "alphaItems": k,
        "alphaPeople": len(complete),
    }


# --- C. Items harder in one language ------------------------------------------

LEAST = 10


def bands_of_people(people, items, left_out):
    """For each item: band -> language -> [people, right]; bands are matching scores."""
    tables = []
    for i in range(items):
        table = {}
        for language, row in people:
            score = sum(v for j, v in enumerate(row) if j == i or j not in left_out)
            entry = table.setdefault(score, {}).setdefault(language, [0, 0])
            entry[0] += 1
            entry[1] += row[i]
        tables.append(table)
    return tables


def bands_of_cells(cells, items):
    tables = [{} for _ in range(items)]
    for cell in cells:
        if cell["people"] == 0:
            continue
        entry = tables[cell["item"]].setdefault(cell["band"], {}).setdefault(cell["language"], [0, 0])
        entry[0] += cell["people"]
        entry[1] += cell["right"]
    return tables


def compare(table, language):
    """The Mantel-Haenszel sums of one item, the language against all others."""
    size = rest = 0
    s, v, upper, lower = [], [], [], []
    for _, band in sorted(table.items()):
        n, a = band.get(language, (0, 0))
        m = sum(count for other, (count, _) in band.items() if other != language)
        c = sum(right for other, (_, right) in band.items() if other != language)
        b, d, t = n - a, m - c, n + m
        size += n
        rest += m
        s.append(a - (a + b) * (a + c) / t)
        v.append((a + b) * (c + d) * (a + c) * (b + d) / (t * t * (t - 1)) if t > 1 else 0.0)
        upper.append(a * d / t)
        lower.append(b * c / t)
    return size, rest, math.fsum(s), math.fsum(v), math.fsum(upper), math.fsum(lower)


def holm(ps):
    """Adjusted values of an ascending list."""
    adjusted, highest = [], 0.0
    for j, p in enumerate(ps):
        highest = max(highest, (len(ps) - j) * p)
        adjusted.append(min(1.0, highest))
    return adjusted


def one_pass(tables):
    pairs = []
    for item, table in enumerate(tables):
        for language in sorted({name for band in table.values() for name in band}):
            size, rest, s, v, upper, lower = compare(table, language)
            if size < LEAST or rest < LEAST:
                continue
            pair = {
                "item": item, "language": language, "people": size, "others": rest,
                "tested": v > 0, "s": s, "v": v, "z": None, "p": None,
                "adjusted": None, "odds": None, "delta": None, "flagged": False,
            }
            if pair["tested"]:
                if s < 0:
                    z = min(0.0, s + 0.5) / math.sqrt(v)
                else:
                    z = max(0.0, s - 0.5) / math.sqrt(v)
                pair["z"] = z
                pair["p"] = math.erfc(-z / math.sqrt(2)) / 2
                if lower != 0:
                    pair["odds"] = upper / lower
                    if upper != 0:
                        pair["delta"] = 2.35 * math.log(upper / lower)
            pairs.append(pair)
    family = sorted((q for q in pairs if q["tested"]), key=lambda q: (q["p"], q["item"], q["language"]))
    for pair, adjusted in zip(family, holm([q["p"] for q in family])):
        pair["adjusted"] = adjusted
        hard = pair["odds"] == 0 or (pair["delta"] is not None and pair["delta"] <= -1)
        pair["flagged"] = adjusted <= 0.05 and hard
    return pairs


def flagged_items(pairs):
    return sorted({q["item"] for q in pairs if q["flagged"]})


def complete_people(data):
    return [(language, row) for language, row in data["people"] if None not in row]


def passes(data):
    """All passes, the reported one last."""
    if data["cells"] is not None:
        return [one_pass(bands_of_cells(data["cells"], data["items"]))]
    people = complete_people(data)
    first = one_pass(bands_of_people(people, data["items"], set()))
    left_out = set(flagged_items(first))
    return [first, one_pass(bands_of_people(people, data["items"], left_out))]


def language_report(data):
    runs = passes(data)
    pairs = runs[-1]
    return {
        "people": None if data["people"] is None else len(complete_people(data)),
        "firstFlagged": flagged_items(runs[0]) if len(runs) > 1 else [],
        "tests": sum(q["tested"] for q in pairs),
        "flaggedItems": flagged_items(pairs),
        "pairs": pairs,
    }


# --- Random data -------------------------------------------------------------

def gain_data(rng, n, top, step, skill, growth, missing):
    """Scores as whole multiples of step, so that they are written short."""
    steps = round(top / step)

    def score(x):
        k = min(steps, max(0, round(x * steps)))
        return top if k == steps else round(k * step, 6)

    people = []
    for _ in range(n):
        level = skill + 0.2 * rng.normal()
        pre, post = score(level), score(level + growth + 0.15 * rng.normal())
        if rng.chance(missing):
            pre = None
        if rng.chance(missing):
            post = None
        people.append([pre, post])
    return people


def right(rng, ability, difficulty):
    return 1 if rng.chance(1 / (1 + math.exp(difficulty - ability))) else 0


def item_data(rng, n, k, missing, turned=()):
    """Rasch data; a turned item is easier for the weak."""
    difficulty = [1.5 * rng.normal() / 2 for _ in range(k)]
    people = []
    for _ in range(n):
        ability = 1.3 * rng.normal()
        row = [right(rng, -ability if i in turned else ability, difficulty[i]) for i in range(k)]
        people.append([None if rng.chance(missing) else v for v in row])
    return people


def language_data(rng, sizes, k, missing, harder, shift=0.0):
    """Rasch data; harder: (item, language) -> logits; every further language weaker by shift."""
    difficulty = [rng.normal() * 0.7 for _ in range(k)]
    people = []
    for place, (language, size) in enumerate(sizes):
        for _ in range(size):
            ability = rng.normal() - shift * place
            row = [right(rng, ability, difficulty[i] + harder.get((i, language), 0)) for i in range(k)]
            people.append([language, [None if rng.chance(missing) else v for v in row]])
    # Mixed, since the order of people must not matter.
    for i in range(len(people) - 1, 0, -1):
        j = rng.index(i + 1)
        people[i], people[j] = people[j], people[i]
    return people


def cells_of(people, items, width):
    """Pooled cells of complete people; bands of the given width of the total."""
    counts = {}
    for language, row in people:
        for i, v in enumerate(row):
            entry = counts.setdefault((i, language, sum(row) // width), [0, 0])
            entry[0] += 1
            entry[1] += v
    return [{"item": i, "language": language, "band": band, "people": n, "right": r}
            for (i, language, band), (n, r) in sorted(counts.items())]


# --- Cases -------------------------------------------------------------------

def gain_input(top, people, seed=1, resamples=200):
    return {"max": top, "people": people, "seed": str(seed), "resamples": resamples}


def items_input(k, people):
    return {"items": k, "people": people}


def language_input(k, people=None, cells=None):
    return {"items": k, "people": people, "cells": cells}


def random_cases():
    rng = Xoshiro(20181998)
    shapes = [(10, 1), (20, 0.5), (100, 1), (7.5, 0.25), (1, 0.1), (12, 1)]
    for i in range(20):
        top, step = shapes[i % len(shapes)]
        n = [12, 25, 6, 40, 3, 60, 18, 2, 33, 9][i % 10]
        skill = [0.4, 0.6, 0.85, 0.3, 0.7][i % 5]
        growth = [0.2, 0.1, 0.05, -0.1][i % 4]
        people = gain_data(rng, n, top, step, skill, growth, 0.1 if i % 3 == 0 and n > 3 else 0)
        yield f"random gain {i + 1}", "gain", gain_input(top, people, rng.next(), 2000 if i == 3 else 200)
    for i in range(15):
        n = [25, 40, 20, 60, 33, 22, 80, 12][i % 8]
        k = [4, 8, 6, 10, 2, 5, 3][i % 7]
        missing = [0, 0.05, 0, 0.15, 0.3][i % 5]
        turned = {0} if i % 4 == 1 else ()
        yield f"random items {i + 1}", "items", items_input(k, item_data(rng, n, k, missing, turned))
    plans = [
        ([("de", 60), ("en", 50)], 6, 0, {}, 0),
        ([("de", 90), ("en", 90)], 8, 0, {(2, "en"): 2.5}, 0),
        ([("de", 80), ("en", 60), ("fr", 60)], 8, 0, {(1, "fr"): 3}, 0.3),
        ([("ar", 60), ("de", 60), ("en", 60), ("uk", 30)], 6, 0, {}, 0.4),
        ([("de", 120), ("ar", 90)], 10, 0, {(0, "ar"): 3, (5, "ar"): 2.5}, 0.5),
        ([("de", 100), ("tr", 80)], 6, 0.03, {(4, "tr"): 3}, 0),
        ([("de", 40), ("en", 14), ("fr", 9), ("it", 12)], 7, 0, {}, 0),
        ([("de", 120), ("ar", 120)], 8, 0, {(0, "ar"): 3, (1, "ar"): 3, (2, "de"): 2.5}, 0),
        ([("de-CH", 40), ("Zh", 40), ("de", 40), ("_x", 20)], 5, 0, {(0, "Zh"): 3}, 0),
        ([("de", 30), ("en", 30)], 3, 0.05, {(1, "de"): 2}, 0),
    ]
    for i, (sizes, k, missing, harder, shift) in enumerate(plans):
        people = language_data(rng, sizes, k, missing, harder, shift)
        yield f"random language {i + 1}", "language", language_input(k, people)
    for i in range(5):
        k = [6, 8, 5, 10, 4][i]
        sizes = [("de", 150), ("en", 100)] + ([("ar", 80)] if i % 2 else [])
        people = language_data(rng, sizes, k, 0, {(i % k, "en"): 2.5}, 0.3)
        yield f"random language cells {i + 1}", "language", language_input(k, cells=cells_of(people, k, 1 + i % 3))


def seed_with_undefined(people, top, resamples, undefined):
    """The first seed whose bootstrap has that many undefined resamples."""
    seed = 0
    while sum(g is None for g in resampled_gains(people, top, seed, resamples)) != undefined:
        seed += 1
    return seed


def degenerate_gain():
    yield "no people", gain_input(10, [])
    yield "one person", gain_input(10, [[4, 7]])
    yield "one person at maximum", gain_input(10, [[10, 8]])
    yield "nobody with any score", gain_input(10, [[None, None], [None, None]])
    yield "only before", gain_input(10, [[3, None], [5, None], [10, None]])
    yield "only after", gain_input(10, [[None, 3], [None, 8]])
    yield "all before equal", gain_input(10, [[4, 6], [4, 9], [4, 4], [4, 3], [4, 10]])
    yield "all at maximum", gain_input(10, [[10, 10], [10, 9], [10, 10]])
    yield "all at maximum, inexact", gain_input(0.3, [[0.3, 0.3], [0.3, 0.2], [0.3, 0.1], [0.3, 0.3], [0.3, 0.2], [0.3, 0]])
    yield "all differences equal", gain_input(10, [[1, 3], [4, 6], [7, 9], [8, 10]])
    yield "all pairs equal, inexact", gain_input(0.7, [[0.1, 0.3]] * 7)
    yield "no change", gain_input(10, [[1, 1], [5, 5], [9, 9]])
    yield "all lose everything", gain_input(5, [[4, 0], [3, 0], [5, 0], [1, 0]])
    yield "all from nothing to maximum", gain_input(5, [[0, 5]] * 4)
    yield "ceiling exactly a quarter", gain_input(8, [[8, 8], [7, 8], [2, 5], [3, 3]])
    yield "ceiling below a quarter", gain_input(8, [[8, 6], [7, 8], [2, 5], [3, 3], [0, 1]])
    yield "two pairs, one at maximum", gain_input(6, [[6, 6], [2, 5]], 99, 200)
    yield "one resample", gain_input(10, [[1, 4], [3, 9], [6, 6]], 7, 1)
    yield "seed nought", gain_input(10, [[1, 4], [3, 9], [6, 6], [2, None], [None, 4], [10, 9]], 0, 200)
    yield "greatest seed", gain_input(10, [[1, 4], [3, 9], [6, 6], [2, 2], [10, 9]], MASK, 201)
    yield "seed above the signed range", gain_input(10, [[1, 4], [3, 9], [6, 6], [2, 2], [10, 9]], 1 << 63, 40)
    yield "near the maximum", gain_input(1000, [[1000, 1000], [999.5, 0], [1000, 999], [1000, 1000]], 5, 200)
    ceiling = [[10, 10]] * 7 + [[5, 8]]
    yield "fewer than half of the resamples", gain_input(10, ceiling, seed_with_undefined(ceiling, 10, 6, 4), 6)
    yield "half of the resamples", gain_input(10, ceiling, seed_with_undefined(ceiling, 10, 6, 3), 6)
    yield "fewer than half, odd", gain_input(10, ceiling, seed_with_undefined(ceiling, 10, 5, 3), 5)
    yield "all resamples undefined", gain_input(10, ceiling, seed_with_undefined(ceiling, 10, 3, 3), 3)
    yield "half of the resamples, one defined", gain_input(10, ceiling, seed_with_undefined(ceiling, 10, 2, 1), 2)


def degenerate_items():
    rng = Xoshiro(1951)
    yield "no people", items_input(3, [])
    yield "no items", items_input(0, [])
    yield "one person", items_input(3, [[1, 0, 1]])
    yield "two people", items_input(3, [[1, 0, 1], [0, 0, 0]])
    yield "one item", items_input(1, [[i % 2] for i in range(24)])
    yield "all right", items_input(4, [[1, 1, 1, 1] for _ in range(22)])
    yield "all wrong", items_input(4, [[0, 0, 0, 0] for _ in range(22)])
    yield "one item all right", items_input(4, [[1] + row for row in item_data(rng, 24, 3, 0)])
    yield "nil variance of the rest", items_input(3, [[i % 3 == 0, i % 2, 1 - i % 2] for i in range(24)])
    yield "nil variance of the rest, unequal numbers", items_input(
        5, [[i % 2, 1, 0, None, None] if i % 3 else [i % 2, 1, 0, 0, 1] for i in range(24)])
    yield "nil variance of a rest of thirds", items_input(
        7, [[i % 2, 1, 0, 0, None, None, None] if i % 3 else [i % 2, 1, 0, 0, 1, 0, 0] for i in range(24)])
    yield "nil variance of the total", items_input(2, [[i % 2, 1 - i % 2] for i in range(20)])
    rows = item_data(rng, 20, 4, 0)
    yield "19 people", items_input(4, rows[:19])
    yield "20 people", items_input(4, rows)
    yield "19 and 20 responses", items_input(4, [[None] + rows[0][1:]] + rows[1:])
    yield "20 responses, 19 with a rest", items_input(4, [[rows[0][0], None, None, None]] + rows[1:])
    yield "20 responses, nobody with a rest", items_input(
        2, [[i % 2, None] for i in range(20)] + [[None, i % 2] for i in range(20)])
    yield "20 responses, one with a rest", items_input(2, [[i % 2, None] for i in range(19)] + [[1, 1]])
    yield "an item given to nobody", items_input(4, [row[:3] + [None] for row in rows])
    yield "nothing given", items_input(3, [[None, None, None] for _ in range(4)])
    yield "one complete person", items_input(4, [rows[0]] + [row[:i % 4] + [None] + row[i % 4 + 1:] for i, row in enumerate(rows)])
    yield "perfect agreement", items_input(3, [[i % 2] * 3 for i in range(20)])
    yield "perfect opposition", items_input(3, [[i % 2, i % 2, 1 - i % 2] for i in range(20)])


def block(language, a, b, row_right, row_wrong):
    return [[language, list(row_right)] for _ in range(a)] + [[language, list(row_wrong)] for _ in range(b)]


def degenerate_language():
    rng = Xoshiro(1959)
    yield "no people", language_input(3, [])
    yield "no items", language_input(0, [[name, []] for name in ["de", "en"] for _ in range(12)])
    yield "one language only", language_input(4, language_data(rng, [("de", 40)], 4, 0, {}))
    yield "9 people in a language", language_input(4, language_data(rng, [("de", 30), ("en", 9)], 4, 0, {}))
    yield "10 people in a language", language_input(4, language_data(rng, [("de", 30), ("en", 10)], 4, 0, {}))
    people = language_data(rng, [("de", 30), ("en", 10)], 4, 0, {})
    place = next(i for i, person in enumerate(people) if person[0] == "en")
    people[place][1][2] = None
    yield "9 people after leaving out nulls", language_input(4, people)
    yield "nulls everywhere", language_input(3, [[name, [1, None, 0]] for name in ["de", "en"] for _ in range(15)])
    yield "three languages, others too few", language_input(
        3, language_data(rng, [("de", 30), ("en", 5), ("fr", 4)], 3, 0, {}))
    yield "three languages, others together enough", language_input(
        3, language_data(rng, [("de", 30), ("en", 5), ("fr", 5)], 3, 0, {}))
    yield "all right", language_input(3, [[name, [1, 1, 1]] for name in ["de", "en"] for _ in range(15)])
    yield "one item", language_input(1, language_data(rng, [("de", 20), ("en", 20)], 1, 0, {}))
    yield "total in one stratum", language_input(
        2, block("de", 18, 6, [1, 0], [0, 1]) + block("en", 5, 17, [1, 0], [0, 1]))
    yield "no difference at all", language_input(
        2, block("de", 12, 12, [1, 0], [0, 1]) + block("en", 12, 12, [1, 0], [0, 1]))
    yield "odds nought and odds without denominator", language_input(
        2, block("de", 20, 0, [1, 0], [0, 1]) + block("en", 0, 20, [1, 0], [0, 1]))
    people = language_data(rng, [("de", 40), ("en", 40)], 5, 0, {})
    for name, row in people:
        row[0] = int(name == "de")
    yield "odds nought, flagged in both passes", language_input(5, people)
    yield "strata never shared", language_input(
        3, [["de", [1, 1, i % 2]] for i in range(14)] + [["en", [0, 0, i % 2]] for i in range(14)])
    yield "strata of one person", language_input(
        6, block("de", 9, 6, [1, 0, 1, 0, 0, 0], [0, 1, 1, 0, 0, 0]) + block("en", 6, 8, [1, 0, 1, 0, 0, 0], [0, 1, 1, 0, 0, 0])
        + [["en", [1, 1, 1, 1, 1, 1]], ["de", [0, 0, 0, 0, 0, 0]], ["de", [1, 1, 1, 0, 1, 0]]])
    yield "continuity correction passes nought", language_input(
        2, block("de", 8, 7, [1, 0], [0, 1]) + block("en", 7, 8, [1, 0], [0, 1]))
    yield "same people, two languages, ties in Holm", language_input(
        4, [[name, [i % 2, 1 - i % 2, i % 3 == 0, i % 3 != 0]] for name in ["b", "a"] for i in range(12)])
    yield "cells none", language_input(3, cells=[])
    cells = cells_of(language_data(rng, [("de", 60), ("en", 60)], 3, 0, {(1, "en"): 3}), 3, 1)
    split = []
    for cell in reversed(cells):
        n, r = cell["people"], cell["right"]
        part = dict(cell, people=n // 2, right=min(r, n // 2))
        split += [part, dict(cell, people=n - part["people"], right=r - part["right"])]
    split.append({"item": 0, "language": "fr", "band": 0, "people": 0, "right": 0})
    split.append({"item": 2, "language": "en", "band": 77, "people": 0, "right": 0})
    yield "cells whole", language_input(3, cells=cells)
    yield "cells split, backwards, and empty", language_input(3, cells=split)
    yield "cells, one stratum, odds nought and odds without denominator", language_input(1, cells=[
        {"item": 0, "language": "de", "band": 3, "people": 20, "right": 20},
        {"item": 0, "language": "en", "band": 3, "people": 20, "right": 0}])
    yield "cells, sure but small, and sure and large enough", language_input(2, cells=[
        {"item": i, "language": name, "band": band, "people": 2000, "right": r}
        for i, name, band, r in [(0, "de", 1, 1000), (0, "en", 1, 870), (0, "de", 2, 1500), (0, "en", 2, 1400),
                                 (1, "de", 1, 1000), (1, "en", 1, 770), (1, "de", 2, 1500), (1, "en", 2, 1280)]])
    few = [{"item": i, "language": name, "band": 1, "people": n, "right": r}
           for i, name, n, r in [(0, "de", 20, 12), (0, "en", 9, 2), (1, "de", 20, 12), (1, "en", 10, 2)]]
    yield "cells, 9 people for one item", language_input(3, cells=few)
    yield "cells, negative bands and one person", language_input(2, cells=[
        {"item": 1, "language": name, "band": band, "people": n, "right": r}
        for name, band, n, r in [("de", -1, 15, 12), ("en", -1, 15, 3), ("de", 0, 1, 1), ("en", 4, 1, 0), ("de", 9, 12, 12), ("en", 9, 12, 12)]])


def whole(value):
    """Truth values of the generators become 1 and 0."""
    if isinstance(value, dict):
        return {k: whole(v) for k, v in value.items()}
    if isinstance(value, list):
        return [whole(v) for v in value]
    return int(value) if isinstance(value, bool) else value


REPORTS = {"gain": gain_report, "items": items_report, "language": language_report}
DEGENERATE = {"gain": degenerate_gain, "items": degenerate_items, "language": degenerate_language}


def all_cases():
    sources = list(random_cases())
    for kind, source in DEGENERATE.items():
        sources += [(f"{kind}: {name}", kind, data) for name, data in source()]
    cases = []
    for name, kind, data in sources:
        data = whole(data)
        cases.append({"name": name, "kind": kind, "input": data, "expected": REPORTS[kind](data)})
    return cases


# --- Writing -----------------------------------------------------------------

def text(value):
    """JSON with 17 significant digits, and no -0."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("not finite")
        return "0" if value == 0 else format(value, ".17g")
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(k) + ":" + text(v) for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(text(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


# --- Self-checks -------------------------------------------------------------

def ensure(truth, what):
    if not truth:
        raise AssertionError(what)


def near(a, b, tolerance=1e-10):
    return abs(a - b) <= tolerance * max(1, abs(a), abs(b))


def check_generator():
    generator = Xoshiro(state=(1, 2, 3, 4))
    ensure([generator.next() for _ in range(4)] == [11520, 0, 1509978240, 1215971899390074240], "xoshiro256**")
    source = splitmix64(1234567)
    ensure([next(source) for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423], "SplitMix64")
    generator = Xoshiro(1)
    counts = [0] * 7
    for _ in range(70000):
        counts[generator.index(7)] += 1
    ensure(sum((c - 10000) ** 2 / 10000 for c in counts) < 22.5, "index is uniform")


def check_bootstrap():
    ensure(quantile([1.0, 2.0, 3.0, 4.0], 0.25) == 1.75 and quantile([5.0], 0.975) == 5.0, "quantile")
    report = gain_report(gain_input(10, [[2, 6]] * 5))
    ensure(report["intervalLow"] == report["intervalHigh"] == report["gain"] == 0.5, "equal pairs")
    # With everyone beginning at 0 the gain is a mean: the interval is near mean -+ 1.96 s/sqrt(n).
    rng = Xoshiro(3)
    people = [[0, rng.index(101)] for _ in range(200)]
    report = gain_report(gain_input(100, people, 4, 4000))
    half = 1.96 * report["deviationAfter"] / 100 / math.sqrt(200)
    ensure(abs(report["intervalLow"] - (report["gain"] - half)) < 0.1 * half, "lower end")
    ensure(abs(report["intervalHigh"] - (report["gain"] + half)) < 0.1 * half, "upper end")
    # Two pairs, one at the maximum: a quarter of the resamples is undefined.
    report = gain_report(gain_input(6, [[6, 6], [2, 5]], 5, 4000))
    ensure(abs(report["undefinedResamples"] - 1000) < 110, "undefined resamples")


def exact_variance(values):
    n = len(values)
    return (sum(v * v for v in values) - sum(values) ** 2 / Fraction(n)) / (n - 1)


def check_items(case):
    """Discrimination and alpha again, in fractions."""
    people, k, expected = case["input"]["people"], case["input"]["items"], case["expected"]
    for i, item in enumerate(expected["items"]):
        chosen = []
        for row in people:
            others = [v for v in row[:i] + row[i + 1:] if v is not None]
            if row[i] is not None and others:
                chosen.append((Fraction(row[i]), Fraction(sum(others), len(others))))
        if item["state"] == "NoVariance":
            ensure(len({x for x, _ in chosen}) < 2 or len({y for _, y in chosen}) < 2, "variance is nil")
        elif item["state"] == "Ok":
            n = len(chosen)
            sx, sy = sum(x for x, _ in chosen), sum(y for _, y in chosen)
            xy = n * sum(x * y for x, y in chosen) - sx * sy
            xx = n * sum(x * x for x, _ in chosen) - sx * sx
            yy = n * sum(y * y for _, y in chosen) - sy * sy
            ensure(xx > 0 and yy > 0, "variance is not nil")
            r = math.copysign(math.sqrt(xy * xy / (xx * yy)), xy)
            ensure(near(r, item["discrimination"]) and item["negative"] == (xy < 0), "discrimination")
            ensure(abs(r) > 1e-9, "r too near to nil: " + case["name"])
    complete = [[Fraction(v) for v in row] for row in people if None not in row]
    if expected["alpha"] is not None:
        # By the covariances: alpha = k/(k-1) * (sum of covariances)/(variance of the total).
        total = exact_variance([sum(row) for row in complete])
        parts = sum(exact_variance([row[i] for row in complete]) for i in range(k))
        ensure(near(float(Fraction(k, k - 1) * (total - parts) / total), expected["alpha"]), "alpha")
    elif k >= 2 and len(complete) >= 2:
        ensure(exact_variance([sum(row) for row in complete]) == 0, "variance of the total")


def exact_pair(people, item, language, left_out):
    """S, V and odds person by person, in fractions."""
    strata = {}
    for name, row in people:
        score = sum(row) - sum(row[j] for j in left_out if j != item)
        strata.setdefault(score, []).append((name == language, row[item]))
    s = v = upper = lower = Fraction(0)
    for members in strata.values():
        t = Fraction(len(members))
        a, b, c, d = (members.count(kind) for kind in [(True, 1), (True, 0), (False, 1), (False, 0)])
        s += a - (a + b) * (a + c) / t
        if t > 1:
            v += (a + b) * (c + d) * (a + c) * (b + d) / (t * t * (t - 1))
        upper += a * d / t
        lower += b * c / t
    return s, v, upper, lower


def check_language(case):
    data = case["input"]
    for pairs in passes(data):
        for q in pairs:
            if q["tested"]:
                ensure(abs(q["adjusted"] - 0.05) > 1e-7, "adjusted near 0.05: " + case["name"])
                ensure(q["delta"] is None or abs(q["delta"] + 1) > 1e-7, "delta near -1: " + case["name"])
    if data["people"] is None:
        return
    people, left_out = complete_people(data), case["expected"]["firstFlagged"]
    sizes = {}
    for name, _ in people:
        sizes[name] = sizes.get(name, 0) + 1
    admitted = [(i, name) for i in range(data["items"]) for name in sorted(sizes)
                if sizes[name] >= 10 and len(people) - sizes[name] >= 10]
    ensure(admitted == [(q["item"], q["language"]) for q in case["expected"]["pairs"]], "admitted pairs")
    tested = [q for q in case["expected"]["pairs"] if q["tested"]]
    for q in case["expected"]["pairs"]:
        s, v, upper, lower = exact_pair(people, q["item"], q["language"], left_out)
        ensure(near(float(s), q["s"]) and near(float(v), q["v"]) and q["tested"] == (v > 0), "S and V")
        if not q["tested"]:
            continue
        ensure((q["odds"] is None) == (lower == 0), "odds")
        if lower:
            ensure(near(float(upper / lower), q["odds"]), "odds")
        z = 0.0 if abs(s) <= Fraction(1, 2) else float(abs(s) - Fraction(1, 2)) / math.sqrt(v) * (1 if s > 0 else -1)
        ensure(near(z, q["z"], 1e-9), "z")
        # Holm by definition: the greatest (m - rank) * p over all ranks up to this one.
        below = sorted(o["p"] for o in tested)
        steps = [(len(below) - j) * p for j, p in enumerate(below) if p <= q["p"]]
        ensure(near(min(1, max(steps)), q["adjusted"]), "Holm")


def check_cases(cases):
    ensure(len({case["name"] for case in cases}) == len(cases), "names are unique")
    for case in cases:
        if case["kind"] == "items":
            check_items(case)
        elif case["kind"] == "language":
            check_language(case)
    by_name = {case["name"]: case for case in cases}
    ensure(by_name["language: cells whole"]["expected"] == by_name["language: cells split, backwards, and empty"]["expected"], "cells add up")
    languages = [case["expected"] for case in cases if case["kind"] == "language"]
    ensure(any(e["firstFlagged"] for e in languages), "a case with a flag in the first pass")
    reported = [q for e in languages for q in e["pairs"] if q["tested"]]
    ensure(any(q["odds"] == 0 and q["flagged"] for q in reported), "a flagged pair of odds nought")
    ensure(any(q["odds"] is None for q in reported), "a tested pair without odds")
    ensure(any(q["adjusted"] <= 0.05 and q["delta"] is not None and -1 < q["delta"] < 0 for q in reported), "sure but small")
    ensure(any(q["adjusted"] > 0.05 and q["delta"] is not None and q["delta"] <= -1 for q in reported), "large but unsure")
    ensure(any(e["people"] is not None and e["firstFlagged"] != e["flaggedItems"] for e in languages), "a case where the passes differ")


def main():
    check_generator()
    check_bootstrap()
    cases = all_cases()
    check_cases(cases)
    output = "[\n" + ",\n".join(text(case) for case in cases) + "\n]\n"
    ensure(json.loads(output) is not None and len(output) < 600_000, "a valid file under 600 kB")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "training-statistics.json")
    if "--check" in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            ensure(file.read() == output, "the file is not up to date")
    else:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(output)
    print(f"{len(cases)} cases, {len(output)} bytes, self-checks passed")


if __name__ == "__main__":
    main()
