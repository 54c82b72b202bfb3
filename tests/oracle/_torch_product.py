"""Products of torch: matmul and einsum."""

from __future__ import annotations

import torch

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Suite
from tests.oracle._torch import call, counted, tensors

EQUATIONS = (
    "nij,njk->nik",
    "nij,nkj->nik",
    "nhid,nhjd->nhij",
    "nchw,nc->nhw",
    "nchw,ncd->ndhw",
    "nij->nji",
    "nij->ni",
    "nij->n",
    "nii->ni",
    "nii->n",
    "nij,nij->nij",
    "nij,nij->n",
    "ni,nj->nij",
    "ni,ni->n",
    "nij,njk",
    "nij,njk,nkl->nil",
    "nij,jk->nik",
    "n...i,n...j->n...ij",
    "...ij,...jk->...ik",
    "n i j, n j k -> n i k",
    "nij,njk->nim",
    "nij,njk->niik",
    "nij,njk->nik,",
    "nij",
    "ij,jk->ik",
)


def draw_matmul(draw: Draw) -> Case:
    n, i, j, k = draw.sizes(4, 1, 5)
    heads = draw.integer(1, 3)
    left = draw.pick([n, i, j], [n, i, j], [n, heads, i, j], [n, j], [n, 1, i, j])
    lead = left[:-2] if draw.chance(0.7) else draw.pick([], [1], [n], [heads], [n, 1], [1, heads])
    right = [*lead, j, k]
    if draw.chance(0.35):
        right = draw.bumped(right)
    return Case("matmul", {}, [left, right])


def run_matmul(case: Case) -> Answer:
    return counted(torch.matmul, *tensors(case))


def draw_einsum(draw: Draw) -> Case:
    """One size for every letter, now and then another one."""
    equation = draw.pick(*EQUATIONS)
    sizes = {letter: draw.integer(1, 5) for letter in "ncdhwijkl"}
    dots = draw.sizes(draw.integer(0, 2), 2, 4)
    inputs: list[list[int]] = []
    for operand in equation.split("->")[0].split(","):
        letters = operand.replace("...", ".").replace(" ", "")
        inputs.append([n for one in letters for n in (dots if one == "." else [sizes[one]])])
    if draw.chance(0.3):
        last = inputs[-1]
        inputs[-1] = draw.pick(draw.bumped(last), [*last, 2])
    if draw.chance(0.06):
        inputs.append([2, 3])
    return Case("einsum", {"equation": equation}, inputs)


def run_einsum(case: Case) -> Answer:
    return call(torch.einsum, case.params["equation"], *tensors(case))


SUITES = (
    Suite("matmul", draw_matmul, run_matmul, 150),
    Suite("einsum", draw_einsum, run_einsum, 250),
)
