"""Refusals: why a text cannot be read; what there is to say, and where."""

from __future__ import annotations

from yaml.error import YAMLError

from netlint.core.problems import BrokenText
from netlint.spec import limits, syntax
from netlint.spec.broken import Broken
from netlint.spec.frames import Frame
from netlint.spec.limits import NESTING, Halt
from netlint.spec.nodes import Part, bounds, stretch


def second(text: str, start: int) -> Halt:
    """The end of reading where a second document starts."""
    return _halt(syntax.second(text, start))


def unknown_tag(text: str, start: int) -> tuple[BrokenText, Part]:
    """The fault of the first tag after ``start``, and its place."""
    found = syntax.unknown_tag(text, start)
    problem = BrokenText(fact=found.fact, remedy=found.remedy)
    return problem, stretch(found.start, found.stop)


def unreadable(text: str, error: YAMLError, frames: list[Frame], stop: int) -> Halt:
    """The end of reading where the parser gave up, ``stop`` being the end of what it understood."""
    frame = frames[-1]
    if syntax.too_deep(error):
        begun = frame.bracket and not frame.parts
        opener = syntax.opener(text, stop + begun, NESTING + 2 - len(frames))
        return limits.too_deep(opener, opener + 1)
    brackets = [one.start for one in frames if one.bracket]
    last = bounds(frame.parts[-1]) if frame.parts else (0, 0)
    last = last if last[1] == stop else (stop, stop)
    return _halt(syntax.diagnose(text, error, brackets, last))


def _halt(found: Broken) -> Halt:
    problem = BrokenText(fact=found.fact, remedy=found.remedy)
    return Halt(problem, stretch(found.start, found.stop))
