"""Rule: everything public says in ``help`` what it is."""

import inspect
from collections.abc import Iterator
from typing import Any

import husrom as hr


def undocumented(thing: Any, name: str) -> Iterator[str]:
    if not inspect.getdoc(thing):
        yield name
    if inspect.isclass(thing):
        for member, value in vars(thing).items():
            if not member.startswith("_") and (callable(value) or inspect.isdatadescriptor(value) or isinstance(value, classmethod)):
                yield from undocumented(value, f"{name}.{member}")


def test_every_public_name_has_a_docstring() -> None:
    public = [(getattr(hr, name), name) for name in hr.__all__]
    public += [(getattr(module, name), name) for module in (hr.matching, hr.solve) for name in module.__all__]
    told = [(thing, name) for thing, name in public if inspect.isclass(thing) or inspect.isroutine(thing)]
    assert told
    assert [found for thing, name in told for found in undocumented(thing, name)] == []
