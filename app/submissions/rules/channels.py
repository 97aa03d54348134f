"""CHAN: ways to a service that can really be used. Pure."""

import re
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Part, Rule
from app.submissions.rules.letters import with_latin_digits

_ONLINE = frozenset({"portal", "e.gov.kw", "ashal-portal"})
_IDENTIFYING = ("type", "channel", "url", "phone", "title")
_BY_NUMBER = frozenset({"phone", "whatsapp"})
_ONLINE_STAGE = 2
_KUWAITI = re.compile(r"(?:(?:\+|00)?965)?(?:[124569]\d{7}|1\d{6}|1\d{2})")
_FOREIGN = re.compile(r"(?:\+|00)(?!965)\d{8,15}")
_SIGNS = re.compile(r"[\s().\-/]")


def _channels(entry: Entry) -> Iterator[tuple[str, Part]]:
    for place, channel in enumerate(entry.list_of("hasChannel")):
        yield f"/hasChannel/{place}", channel


def _not_online(entry: Entry, _context: Context) -> Iterator[Hit]:
    stage = entry.content.get("digitalStage") or 0
    reachable = (one.get("url") or one.get("channel") for _, one in _channels(entry))
    if stage >= _ONLINE_STAGE and not any(reachable):
        yield Hit("/hasChannel", {"stage": stage})


def _repeated(entry: Entry, _context: Context) -> Iterator[Hit]:
    seen: set[tuple[object, ...]] = set()
    for pointer, one in _channels(entry):
        key = (one.get("purpose", "apply"), *(str(one.get(name)) for name in _IDENTIFYING))
        if key in seen:
            yield Hit(pointer)
        seen.add(key)


def _no_address(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, one in _channels(entry):
        if one.get("type") in _ONLINE and not (one.get("url") or one.get("channel")):
            yield Hit(f"{pointer}/url")


def _no_number(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, one in _channels(entry):
        has_number = one.get("phone") or one.get("channel") or one.get("url")
        if one.get("type") in _BY_NUMBER and not has_number:
            yield Hit(f"{pointer}/phone")


def _numbers(entry: Entry) -> Iterator[tuple[str, str]]:
    for pointer, one in _channels(entry):
        if one.get("phone"):
            yield f"{pointer}/phone", one["phone"]
    for place, one in enumerate(entry.list_of("contactPoint")):
        if one.get("telephone"):
            yield f"/contactPoint/{place}/telephone", one["telephone"]


def _strange_number(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, number in _numbers(entry):
        bare = _SIGNS.sub("", with_latin_digits(number))
        if not (_KUWAITI.fullmatch(bare) or _FOREIGN.fullmatch(bare)):
            yield Hit(pointer)


def _other_type(entry: Entry, context: Context) -> Iterator[Hit]:
    for pointer, one in _channels(entry):
        shared = context.known.channels.get(one.get("channel") or "")
        if shared and shared.get("type", one.get("type")) != one.get("type"):
            yield Hit(f"{pointer}/type", {"type": one.get("type"), "shared": shared["type"]})


def _channels_are(*channels: Part, **more: object) -> Example:
    return Example({"hasChannel": list(channels), **more})


_PORTAL = {"type": "portal", "purpose": "apply", "channel": "moi-portal"}
_PHONE = {"type": "phone", "purpose": "inform", "phone": "+965 2222 1111"}

RULES = (
    Rule(
        id="CHAN-01",
        severity="warning",
        message=Text(
            "Digital stage {stage} needs a channel with an address.",
            "مرحلة الرقمنة {stage} تتطلب قناة لها عنوان.",
        ),
        hint=Text(
            "Give the URL of the service, or name a shared channel.",
            "أضف رابط الخدمة أو رمز قناة مشتركة.",
        ),
        why=Text(
            "A service that is said to be online must say where.",
            "الخدمة الموصوفة بأنها إلكترونية يجب أن تذكر أين تُقدم.",
        ),
        good=_channels_are(_PORTAL, digitalStage=3),
        bad=_channels_are({"type": "counter"}, digitalStage=3),
        check=_not_online,
    ),
    Rule(
        id="CHAN-02",
        severity="warning",
        message=Text("The same channel is given twice.", "القناة نفسها مذكورة مرتين."),
        hint=Text("Remove one of them.", "احذف إحداهما."),
        why=Text(
            "Readers look for a difference that is not there.",
            "القارئ يبحث عن فرق لا وجود له.",
        ),
        good=_channels_are(_PORTAL, {"type": "counter"}),
        bad=_channels_are(_PORTAL, _PORTAL),
        check=_repeated,
    ),
    Rule(
        id="CHAN-03",
        severity="warning",
        message=Text("This online channel has no address.", "هذه القناة الإلكترونية بلا عنوان."),
        hint=Text("Give the URL, or name a shared channel.", "أضف الرابط أو رمز قناة مشتركة."),
        why=Text(
            "Readers would have to search for a site that the entity knows.",
            "يضطر القارئ إلى البحث عن موقع تعرفه الجهة.",
        ),
        good=_channels_are(_PORTAL),
        bad=_channels_are({"type": "portal", "purpose": "apply"}),
        check=_no_address,
    ),
    Rule(
        id="CHAN-04",
        severity="suggestion",
        message=Text("The channel has no phone number.", "القناة الهاتفية بلا رقم."),
        hint=Text("Add the number to be dialled.", "أضف الرقم الذي يُتصل به."),
        why=Text(
            "A channel by phone is of no use without its number.",
            "لا فائدة من قناة هاتفية بلا رقم.",
        ),
        good=_channels_are(_PHONE),
        bad=_channels_are({"type": "phone", "purpose": "inform"}),
        check=_no_number,
    ),
    Rule(
        id="CHAN-05",
        severity="warning",
        message=Text("This is not a phone number of Kuwait.", "هذا ليس رقم هاتف كويتياً."),
        hint=Text(
            "Write eight digits, +965 before them if you like; seven for 18xxxxx.",
            "اكتب ثمانية أرقام، وقبلها +965 إن شئت، أو سبعة للأرقام 18xxxxx.",
        ),
        why=Text(
            "A number with a digit too few or too many reaches nobody or a stranger.",
            "الرقم الناقص أو الزائد لا يصل إلى أحد أو يصل إلى غريب.",
        ),
        good=_channels_are(_PHONE),
        bad=_channels_are({**_PHONE, "phone": "222 1111"}),
        check=_strange_number,
    ),
    Rule(
        id="CHAN-06",
        severity="warning",
        message=Text(
            "The shared channel is of type '{shared}', not '{type}'.",
            "القناة المشتركة من النوع '{shared}' لا '{type}'.",
        ),
        hint=Text(
            "Use the type of the shared channel, or name another one.",
            "استعمل نوع القناة المشتركة أو اختر قناة أخرى.",
        ),
        why=Text(
            "Filters count by type; readers follow the shared channel.",
            "التصفية تعتمد على النوع، والقارئ يتبع القناة المشتركة.",
        ),
        good=_channels_are(_PORTAL),
        bad=_channels_are({**_PORTAL, "type": "sahl"}),
        check=_other_type,
    ),
)
