"""The pictures that the pages of a PDF show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject, EncodedStreamObject, StreamObject

from loaders.pictures import BROKEN_PICTURE, Gallery

_DRAWS = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_DEPTH = 4  # of forms within forms


def show_page(gallery: Gallery, page: PageObject, place: str, seen: set[object]) -> None:
    """Show the pictures of a page, in its forms too, each at the first page that draws it.

    Some programs list every picture of the file with every page: what a page draws decides.
    """
    objects = _objects(page)
    contents = page.get_contents() if objects else None
    drawn = set(_DRAWS.findall(contents.get_data())) if contents is not None else set()
    for name in objects:
        if name[1:].encode() in drawn:
            for image in _images(objects.raw_get(name), seen, _DEPTH):
                _show(gallery, image, place)


def _objects(holder: DictionaryObject) -> DictionaryObject:
    for name in ("/Resources", "/XObject"):
        found = holder.get(name)
        inside = found.get_object() if found is not None else None
        holder = inside if isinstance(inside, DictionaryObject) else DictionaryObject()
    return holder


def _images(reference: Any, seen: set[object], depth: int) -> Iterator[StreamObject]:
    if reference in seen:
        return
    seen.add(reference)
    each = reference.get_object()
    kind = each.get("/Subtype") if isinstance(each, StreamObject) else None
    if kind == "/Image":
        yield each
    elif kind == "/Form" and depth:
        inside = _objects(each)
        for name in inside:
            yield from _images(inside.raw_get(name), seen, depth - 1)


def _show(gallery: Gallery, stored: StreamObject, place: str) -> None:
    """One picture: as it lies in the file where that is a format of its own, else unpacked."""
    filters = stored.get("/Filter")
    last = str(filters[-1] if isinstance(filters, list) and filters else filters)
    try:
        if last in ("/DCTDecode", "/JPXDecode"):
            gallery.add_file(place, last[1:], stored.get_data())
        elif isinstance(stored, EncodedStreamObject):
            # pypdf makes a file of it besides, which nobody wants: it need not be packed well.
            image = stored.decode_as_image({"compress_level": 0})
            if image is not None:
                gallery.add(place, image)
    except (*BROKEN_PICTURE, PyPdfError, DependencyError):
        gallery.unread(last[1:])
