"""The learner's data in formats that outlive this program."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizcv.store.progress import ProgressStore

SCHEMA = 1
_TABLES = ("sessions", "reviews", "states", "flags", "renames", "settings", "mocks")
_JSON_COLUMNS = frozenset({"params", "topics", "settings", "summary", "body", "value"})


def as_json(store: ProgressStore) -> dict[str, Any]:
    """Return everything as plain data: {"schema": 1, table: [row, …], …}.

    Reviews that were undone are there too, marked.
    """
    return {"schema": SCHEMA, **{table: _rows(store, table) for table in _TABLES}}


def as_csv(store: ProgressStore) -> str:
    """Return the review log as CSV with a header, undone answers marked, times in UTC."""
    rows = _rows(store, "reviews")
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=_columns(store, "reviews"))
    writer.writeheader()
    for row in rows:
        nested = {name: json.dumps(row[name]) for name in ("params", "topics")}
        writer.writerow({**row, **nested, "undone": int(row["undone"])})
    return out.getvalue()


def _columns(store: ProgressStore, table: str) -> list[str]:
    columns = [row["name"] for row in store.rows(f"PRAGMA table_info({table})")]
    return [*columns, "undone"] if table == "reviews" else columns


def _rows(store: ProgressStore, table: str) -> list[dict[str, Any]]:
    undone = {row["review"] for row in store.rows("SELECT review FROM undone")}
    rows = []
    for row in store.rows(f"SELECT * FROM {table} ORDER BY 1"):  # noqa: S608 - our own names
        values = {name: _plain(name, row[name]) for name in row.keys()}  # noqa: SIM118
        if table == "reviews":
            values["undone"] = row["id"] in undone
        rows.append(values)
    return rows


def _plain(name: str, value: Any) -> Any:
    return json.loads(value) if name in _JSON_COLUMNS and value is not None else value
