"""Writes a policy held as plain dicts as TOML text, for tests."""

from __future__ import annotations

import datetime
import json
from typing import Any


def value(item: Any) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, datetime.date):
        return item.isoformat()
    if isinstance(item, (int, float)):
        return repr(item)
    if isinstance(item, str):
        return json.dumps(item, ensure_ascii=False)
    if isinstance(item, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {value(v)}" for k, v in item.items()) + " }"
    return "[" + ", ".join(value(v) for v in item) + "]"


def dump(policy: dict[str, Any]) -> str:
    """Top-level scalars, then tables, then arrays of tables."""
    lines = [f"{k} = {value(v)}" for k, v in policy.items() if not isinstance(v, (dict, list)) or k == "title"]
    for key, table in policy.items():
        if isinstance(table, dict) and key not in ("title", "columns"):
            lines += [f"\n[{key}]", *(f"{k} = {value(v)}" for k, v in table.items())]
    for name, declaration in policy.get("columns", {}).items():
        lines += [f"\n[columns.{json.dumps(name)}]", *(f"{k} = {value(v)}" for k, v in declaration.items())]
    for key, entries in policy.items():
        if isinstance(entries, list):
            for entry in entries:
                lines += [f"\n[[{key}]]", *(f"{k} = {value(v)}" for k, v in entry.items())]
    return "\n".join(lines) + "\n"
