"""Texts that would run a script in a page that shows them carelessly, in every text of a service.

A text that runs sets ``top.ran``, opens a dialog or leaves an attribute ``data-broke``
on an element: a page that has none of the three has only shown them.
"""

from collections.abc import Callable
from itertools import cycle
from typing import Any

from app.catalogue.schemas.content import ServiceEntry
from tests.catalogue import world

RUN = "top.ran=1"
_CORES = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN} data-broke=1>",
    f"<svg onload={RUN} data-broke=1>",
    f"<svg><title><img src=x onerror={RUN} data-broke=1></title></svg>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN} data-broke=1>",
    f'" onmouseover="{RUN}" data-broke="1" x="',
    f"' onfocus='{RUN}' autofocus data-broke='1' x='",
    f'"><script>{RUN}</script>',
    f"'><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"<iframe srcdoc='<script>{RUN}</script>' data-broke=1></iframe>",
    f"<object data='javascript:{RUN}' data-broke=1></object>",
    f"<a href='javascript:{RUN}' data-broke=1>x</a>",
    "<base href='https://evil.example/' data-broke=1>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/' data-broke=1>",
    "<link rel=stylesheet href='https://evil.example/x.css' data-broke=1>",
    f"<details open ontoggle={RUN} data-broke=1>x</details>",
    f"<input autofocus onfocus={RUN} data-broke=1>",
    f"<video><source onerror={RUN} data-broke=1></video>",
    f"<style data-broke=1>*{{background:url('javascript:{RUN}')}}</style>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;img src=x onerror={RUN} data-broke=1&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"${{{RUN}}}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"{{% print {RUN} %}}",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"`-{RUN}-`",
    f"';{RUN};//",
    f'";{RUN};//',
    f"\\';{RUN};//",
    f"\u2028{RUN}\u2029",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"＜script＞{RUN}＜/script＞",
)
_WRAPS: tuple[Callable[[str], str], ...] = (
    lambda core: core,
    lambda core: f"تجديد {core} الرخصة",
    lambda core: f"تـجـديـد{core}",
    lambda core: core.swapcase().replace("TOP.RAN", "top.ran"),
    lambda core: f'x="{core}',
)
PAYLOADS = tuple(wrap(core) for core in _CORES for wrap in _WRAPS)


def hostile_entries(number: int) -> list[ServiceEntry]:
    """Make services that hold every payload, each of them in many places."""
    texts = cycle(PAYLOADS)
    return [_entry(f"hostile-{place}", lambda: next(texts)) for place in range(number)]


def _line(take: Callable[[], str]) -> str:
    return " ".join(take().split("\u2028")).replace("\u2029", " ")[:300]


def _text(take: Callable[[], str]) -> dict[str, str]:
    return {"ar": take(), "en": take()}


def _entry(name: str, take: Callable[[], str]) -> ServiceEntry:
    url = f"https://moi.example.kw/?x='onclick='{RUN}'data-broke='1'&y=javascript:{RUN}"
    hours = {"days": ["SU"], "opens": "08:00", "closes": "13:00", "description": _text(take)}
    content: dict[str, Any] = {
        **world.FULL,
        "title": _text(take),
        "description": _text(take),
        "keyword": {"ar": [_line(take) for _ in range(6)], "en": [_line(take) for _ in range(6)]},
        "hasChannel": [
            {
                "type": kind,
                "purpose": purpose,
                "url": url,
                "phone": _line(take),
                "title": _text(take),
                "description": _text(take),
                "openingHours": [{**hours, "description": _text(take)}],
            }
            for kind in ("portal", "counter")
            for purpose in ("apply", "pay", "inform")
        ],
        "hasCost": [
            {"amountFils": 5000, "description": _text(take), "condition": _text(take)}
            for _ in range(4)
        ],
        "hasInputType": [
            {"evidenceType": "pp", "description": _text(take)},
            {"evidenceType": "cid", "description": _text(take), "isOptional": True},
        ],
        "holdsRequirement": [{"title": _text(take), "description": _text(take)} for _ in range(6)],
        "follows": [{"title": _text(take), "description": _text(take)} for _ in range(6)],
        "processingNote": _text(take),
        "produces": [{"type": "permit", "title": _text(take)}],
        "contactPoint": [
            {
                "title": _text(take),
                "email": f'"onclick="{RUN}"data-broke="1"@x.example',
                "telephone": _line(take),
                "contactPage": url,
                "openingHours": [hours],
            }
        ],
        "openingHours": [hours],
        "provenance": {
            "isDemonstration": True,
            "basis": take(),
            "source": [{"code": "x", "title": _line(take), "url": url}],
        },
    }
    return world.entry(name, content)
