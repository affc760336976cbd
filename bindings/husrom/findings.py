"""What is wrong, doubtful or worth saying about an input."""

from __future__ import annotations

from collections.abc import Sequence

from husrom._core.model import Finding, findings_text

__all__ = ["Finding", "words"]


def words(findings: Sequence[Finding], title: str, lang: str = "en") -> str:
    """All findings in words: where, what, what is allowed, what to do; a first line counts them."""
    return findings_text(list(findings), title, lang)
