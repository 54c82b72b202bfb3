"""Text: findings for people, with the source line, a caret, notes and one remedy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netlint.core.finding import Finding, Related
from netlint.reports.checked import CheckedFile, Summary

Style = Callable[[str, str], str]
"""Paints a text as ``error``, ``code``, ``place``, ``mark`` or ``note``."""


def plain(text: str, kind: str) -> str:
    """No colour."""
    return text


def render(files: Sequence[CheckedFile], summary: Summary, style: Style = plain) -> str:
    """Every finding in full, and a line that counts them."""
    blocks = [_block(file, f, style) for file in files for f in file.findings]
    return "\n".join([*blocks, *([""] if blocks else []), counted(summary)]) + "\n"


def concise(files: Sequence[CheckedFile], summary: Summary, style: Style = plain) -> str:
    """One line a finding."""
    lines = [headline(file, f, style) for file in files for f in file.findings]
    return "".join(f"{line}\n" for line in lines)


def headline(file: CheckedFile, finding: Finding, style: Style) -> str:
    """``file:line:col: severity CODE name: message``; a key path where there is no text."""
    if finding.span is not None:
        place = f"{file.path}:{finding.span.start.line}:{finding.span.start.column}"
    else:
        place = f"{file.path}:{finding.spot}"
    kind = str(finding.severity)
    word = style(kind, kind)
    code = style(finding.code, "code")
    return f"{style(place, 'place')}: {word} {code} {finding.name}: {_line(finding.message)}"


def _block(file: CheckedFile, finding: Finding, style: Style) -> str:
    lines = [headline(file, finding, style)]
    from netlint.reports.display import excerpt

    shown = excerpt(file.lines, finding.span) if finding.span is not None else None
    if shown is not None and shown.line.strip():
        margin = len(str(shown.number))
        lines.append(f"  {style(f'{shown.number} |', 'note')} {shown.line}")
        mark = style(shown.marks, str(finding.severity))
        lines.append(f"  {style(' ' * margin + ' |', 'note')} {mark}")
    lines += [f"  {style('note:', 'note')} {_note(file, r)}" for r in finding.related]
    if finding.help:
        lines.append(f"  {style('help:', 'help')} {_line(finding.help)}")
    return "\n".join(lines)


def _note(file: CheckedFile, related: Related) -> str:
    if related.span is None:
        return _line(
            f"{related.message} ({related.spot})" if related.spot.path else related.message
        )
    return _line(f"{related.message} (line {related.span.start.line})")


def _line(text: str) -> str:
    """A text on one line, without what would disturb a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def counted(summary: Summary) -> str:
    """``2 files checked: 3 errors, 1 warning``."""
    files = _count(summary.files, "file") + " checked"
    kinds = ((summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info"))
    found = ", ".join(_count(n, word) for n, word in kinds if n) or "no findings"
    skipped = f", {summary.skipped} skipped" if summary.skipped else ""
    return f"{files}{skipped}: {found}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
