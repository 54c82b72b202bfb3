"""Composer: the values of a document and where they stand, from the events of a parser."""

from __future__ import annotations

from operator import attrgetter

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from netlint.core.fault import Fault
from netlint.core.finding import Path
from netlint.core.problems import BadValue, BrokenText, LimitExceeded, Problem, UndefinedReference
from netlint.spec import limits, scalars
from netlint.spec.frames import Anchor, Frame, path
from netlint.spec.limits import NESTING, Halt
from netlint.spec.mappings import MERGE, Mapping
from netlint.spec.nodes import Merged, Node, Part, bounds, stretch
from netlint.spec.parsers import Event, Events
from netlint.spec.positions import Lines


class Composer:
    """One pass over the events, without recursion.

    An own loop rather than PyYAML's composer: that one is recursive C code, forgets where an
    alias stood, refuses an anchor used twice, and makes an object of every scalar's place.
    """

    def __init__(self, text: str, lines: Lines, get: Events) -> None:
        self.text = text
        self.lines = lines
        self.get = get
        self.faults: list[Fault] = []
        self.frames = [Frame(False, 0)]
        self.anchors: dict[str, Anchor] = {}
        self.expanded = 0

    def compose(self) -> tuple[object, Part | None]:
        """Return the document's value and its tree; None and None if it cannot be read."""
        try:
            self._read()
        except Halt as halt:
            self.faults.clear()
            self._report(halt.problem, halt.place, halt.path)
        self.faults.sort(key=attrgetter("span"))
        (frame, *_), unreadable = self.frames, (BrokenText, LimitExceeded)
        if not frame.parts or any(isinstance(one.problem, unreadable) for one in self.faults):
            return None, None
        return frame.values[0], frame.parts[0]

    def _read(self) -> None:
        get, frames, plain = self.get, self.frames, scalars.Plain()
        frame = frames[0]
        values, parts, mapping, is_key = frame.values, frame.parts, False, False
        stop = documents = 0
        while True:
            try:
                event = get()
            except YAMLError as error:
                from netlint.spec import refusal

                raise refusal.unreadable(self.text, error, frames, stop) from None
            kind: object = event.__class__

            if kind is ScalarEvent:
                start, after, stop = event.start_mark.index, stop, event.end_mark.index
                try:
                    if start == stop or event.style or event.anchor or event.tag:
                        value, start, stop = self._scalar(event, is_key, after)
                    else:
                        value = event.value if is_key else plain[event.value]
                except OverflowError as error:
                    place = stretch(self._bare(event), event.end_mark.index)
                    raise limits.too_large(str(error), place, path(self.frames)) from None
                values.append(value)
                parts.append(start << 32 | stop)
                is_key = mapping and not is_key

            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                frame = self._open(event, kind is MappingStartEvent)
                values, parts, mapping = frame.values, frame.parts, frame.mapping
                stop = frame.start
                is_key = mapping

            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if frame.bracket:
                    stop = event.end_mark.index
                frame = self._close(stop)
                values, parts, mapping = frame.values, frame.parts, frame.mapping
                is_key = mapping and not len(values) & 1

            elif kind is AliasEvent:
                stop = event.end_mark.index
                self._alias(event, is_key)
                is_key = mapping and not is_key

            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    from netlint.spec import refusal

                    raise refusal.second(self.text, event.start_mark.index)

            elif kind is StreamEndEvent:
                return

    def _scalar(self, event: Event, is_key: bool, after: int) -> tuple[object, int, int]:
        """Read a scalar that is empty, quoted, a block, tagged or anchored."""
        text, style, tag = event.value, event.style or "", event.tag
        stop = event.end_mark.index
        start = min(self._bare(event), stop)
        if style and style in "|>":
            from netlint.spec import extent

            stop = extent.block_end(self.text, start, stop, text)
        if start == stop:
            start = stop = self._nowhere(event, is_key, after)

        value: object = text
        if tag and tag not in scalars.TAGS:
            self._refuse_tag(event)
        elif tag:
            value = self._tagged(event, tag, stretch(start, stop))
        elif not style and (event.anchor or not is_key):
            value = scalars.resolve(text)
        if event.anchor:
            place, size = stretch(start, stop), max(stop - start, 1)
            self.anchors[event.anchor] = Anchor(0, True, value, place, text, size)
        return (text if is_key else value), start, stop

    def _bare(self, event: Event) -> int:
        start = event.start_mark.index
        if not (properties := (event.anchor is not None) + (event.tag is not None)):
            return start
        from netlint.spec import extent

        return extent.bare(self.text, start, properties)

    def _nowhere(self, event: Event, is_key: bool, after: int) -> int:
        """Return the place of a null without text."""
        if len(self.frames) == 1:
            return 0
        from netlint.spec import extent

        mapping = self.frames[-1].mapping
        if mapping and not is_key:
            return extent.after_key(self.text, after)
        if not mapping and (event.anchor or event.tag):
            return extent.after_indicator(self.text, after)
        return event.end_mark.index

    def _tagged(self, event: Event, tag: str, place: Part) -> object:
        try:
            return scalars.tagged(tag, event.value)
        except ValueError:
            from netlint.spec.broken import shown

            self._misfit(shown(event.value), tag, place)
        return None

    def _misfit(self, what: str, tag: str, place: Part) -> None:
        fact = f"has {what}, which is no {scalars.name(tag)}"
        self._report(BadValue(fact=fact), place, path(self.frames))

    def _refuse_tag(self, event: Event) -> None:
        from netlint.spec import refusal

        self._report(*refusal.unknown_tag(self.text, event.start_mark.index))

    def _open(self, event: Event, mapping: bool) -> Frame:
        start, stop = event.start_mark.index, event.end_mark.index
        if event.anchor or event.tag:
            start = self._bare(event)
        if len(self.frames) > NESTING:
            raise limits.too_deep(start, start + 1)
        bracket = event.flow_style and start != stop and self.text[stop - 1] in "[{"
        frame = Frame(mapping, start, bracket)
        if event.tag in scalars.TAGS:
            frame.tag = event.tag
        elif event.tag:
            self._refuse_tag(event)
        if event.anchor:
            frame.anchor = self.anchors[event.anchor] = Anchor(self.expanded)
        self.frames.append(frame)
        return frame

    def _close(self, stop: int) -> Frame:
        """Give the collection that ends here to its parent, and return that."""
        frame = self.frames.pop()
        values = frame.values
        value: object = values
        keys: list[object] | None = None
        merged: Merged | None = None
        if frame.mapping:
            keys = values[::2]
            try:
                built = dict(zip(keys, values[1::2], strict=True))
            except TypeError:
                built = {}
            if len(built) != len(keys) or MERGE in built:
                rows = values, frame.parts, self._report
                built, merged = Mapping(self.text, self.lines, path(self.frames), *rows).build()
            value = built
        node = Node(frame.start, stop, frame.parts, keys, merged)
        if frame.tag and frame.tag != (scalars.MAPPING if frame.mapping else scalars.SEQUENCE):
            self._misfit("a mapping" if frame.mapping else "a list", frame.tag, node)
            value = None
        if anchor := frame.anchor:
            anchor.known, anchor.value, anchor.text, anchor.part = True, value, value, node
            anchor.size = stop - frame.start + self.expanded - anchor.before
            anchor.height = frame.height
        parent = self.frames[-1]
        parent.values.append(value)
        parent.parts.append(node)
        if frame.height >= parent.height:
            parent.height = frame.height + 1
        return parent

    def _alias(self, event: Event, is_key: bool) -> None:
        frame = self.frames[-1]
        place = stretch(event.start_mark.index, event.end_mark.index)
        name = event.anchor or ""
        anchor = self.anchors.get(name)
        if anchor is None or not anchor.known:
            fact = f'"*{name}" stands for {"itself" if anchor else "nothing"}'
            problem = UndefinedReference(fact=fact, name=name, known=tuple(self.anchors))
            self._report(problem, place, path(self.frames))
            anchor = Anchor(part=place, text=name)
        self.expanded += anchor.size
        if self.expanded > limits.expansion(len(self.text)):
            raise limits.too_long(len(self.text), place, path(self.frames))
        merging = frame.mapping and not is_key and frame.values[-1] == MERGE
        height = anchor.height - merging
        if len(self.frames) - 1 + height > NESTING:
            raise limits.too_deep(*bounds(place))
        frame.height = max(frame.height, height + 1)
        frame.values.append(anchor.text if is_key else anchor.value)
        frame.parts.append(place if is_key else anchor.part)

    def _report(self, problem: Problem, place: Part, here: Path = ()) -> None:
        self.faults.append(Fault(problem=problem, path=here, span=self.lines.span(*bounds(place))))
