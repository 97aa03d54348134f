"""LINK: addresses that lead where they say, safely and to the right page. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.core.rule_texts import Text
from app.submissions.rules import hosts
from app.submissions.rules.base import Check, Content, Context, Entry, Example, Hit, Rule
from app.submissions.rules.hosts import Address, address_of
from app.submissions.rules.letters import clipped
from app.submissions.rules.link_records import LinkRecord

_ACTIONS = frozenset({"apply", "pay", "track", "book", "appeal"})
_SESSION = re.compile(
    r"(?:^|[?&;])(?:utm_\w+|fbclid|gclid|jsessionid|phpsessid|sid|session_?id|token)=", re.I
)


def _links(entry: Entry) -> Iterator[tuple[str, str, bool]]:
    """Yield every address with its pointer and whether people act there."""
    for place, one in enumerate(entry.list_of("hasChannel")):
        if one.get("url"):
            is_action = one.get("purpose", "apply") in _ACTIONS
            yield f"/hasChannel/{place}/url", one["url"], is_action
    for place, one in enumerate(entry.list_of("contactPoint")):
        if one.get("contactPage"):
            yield f"/contactPoint/{place}/contactPage", one["contactPage"], False


def addresses_of(content: Content) -> tuple[str, ...]:
    """List the addresses that a content names, each once, in their order."""
    found = _links(Entry("", "", "", content))
    return tuple(dict.fromkeys(url for _, url, _ in found))


def _each(is_bad: Callable[[Address, bool], bool]) -> Check:
    """Make a check that quotes the host of every address that is bad."""

    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        for pointer, url, is_action in _links(entry):
            address = address_of(url)
            if address and is_bad(address, is_action):
                yield Hit(pointer, {"host": clipped(address.host)})

    return check


def _unreadable(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, url, _ in _links(entry):
        if address_of(url) is None:
            yield Hit(pointer)


def _unencrypted(address: Address, _is_action: bool) -> bool:
    return address.parts.scheme.lower() == "http"


def _elsewhere(address: Address, is_action: bool) -> bool:
    is_official = hosts.is_government(address.host) or hosts.is_store(address.host)
    return is_action and not is_official and not hosts.is_numeric(address.host)


def _strange(address: Address, _is_action: bool) -> bool:
    return hosts.has_strange_letters(address.host)


def _imitating(address: Address, _is_action: bool) -> bool:
    return hosts.imitates_government(address.host)


def _hidden(address: Address, _is_action: bool) -> bool:
    return address.has_user or hosts.is_numeric(address.host)


def _short(address: Address, _is_action: bool) -> bool:
    return hosts.is_shortener(address.host)


def _of_a_session(address: Address, _is_action: bool) -> bool:
    return bool(_SESSION.search(f"{address.parts.path}?{address.parts.query}"))


def _front_page(address: Address, is_action: bool) -> bool:
    page = re.sub(r"/(?:ar|en|index\.\w+|home)?", "", address.parts.path.lower())
    return is_action and not (page or address.parts.query or address.parts.fragment)


def _url(url: str, purpose: str = "apply") -> Example:
    return Example({"hasChannel": [{"type": "portal", "purpose": purpose, "url": url}]})


_PAGE = "https://www.moi.gov.kw/licences/renew"
_GOOD = _url(_PAGE)


def _broken(entry: Entry, context: Context) -> Iterator[Hit]:
    for pointer, url, _ in _links(entry):
        record = context.links.get(url)
        if record and record.is_broken:
            yield Hit(pointer, {"times": record.strikes, "status": record.status or "-"})


def _not_for_robots(entry: Entry, context: Context) -> Iterator[Hit]:
    for pointer, url, _ in _links(entry):
        record = context.links.get(url)
        if record and record.kind == "blocked":
            yield Hit(pointer)


RULES = (
    Rule(
        id="LINK-01",
        severity="warning",
        message=Text("The link to {host} is not encrypted.", "الرابط إلى {host} غير مشفر."),
        hint=Text("Use https.", "استعمل https."),
        why=Text(
            "Over http anybody on the way can read and change what people send.",
            "عبر http يستطيع أي طرف في الطريق أن يقرأ ما يُرسل ويغيّره.",
        ),
        good=_GOOD,
        bad=_url("http://www.moi.gov.kw/licences/renew"),
        check=_each(_unencrypted),
    ),
    Rule(
        id="LINK-02",
        severity="warning",
        message=Text(
            "People act on {host}, which is not a government host of Kuwait.",
            "يُنفذ الإجراء على {host} وليس موقعاً حكومياً كويتياً.",
        ),
        hint=Text(
            "Use an address below gov.kw, or check that the entity runs this one.",
            "استعمل عنواناً ضمن gov.kw أو تأكد أن الجهة تدير هذا الموقع.",
        ),
        why=Text(
            "People learn to trust gov.kw; every exception helps those who deceive.",
            "يعتاد الناس الثقة بنطاق gov.kw، وكل استثناء يخدم المحتالين.",
        ),
        good=_GOOD,
        bad=_url("https://licences.example.com/renew"),
        check=_each(_elsewhere),
    ),
    Rule(
        id="LINK-03",
        severity="error",
        message=Text(
            "The host {host} holds letters that deceive.", "في اسم الموقع {host} أحرف خادعة."
        ),
        hint=Text("Type the address in Latin letters.", "اكتب العنوان بأحرف لاتينية."),
        why=Text(
            "Look-alike letters in a host lead people to a stranger's site.",
            "الأحرف المتشابهة في اسم الموقع تقود الناس إلى موقع آخر.",
        ),
        good=_GOOD,
        bad=_url("https://www.mоi.gov.kw/licences"),
        check=_each(_strange),
    ),
    Rule(
        id="LINK-04",
        severity="error",
        message=Text(
            "The host {host} imitates a government host.", "الموقع {host} يقلّد موقعاً حكومياً."
        ),
        hint=Text("Use the real address below gov.kw.", "استعمل العنوان الصحيح ضمن gov.kw."),
        why=Text(
            "Sites such as moi-gov-kw.com are made to steal civil numbers and payments.",
            "مواقع مثل moi-gov-kw.com تُنشأ لسرقة الأرقام المدنية والمدفوعات.",
        ),
        good=_GOOD,
        bad=_url("https://moi.gov.kw.example.com/renew"),
        check=_each(_imitating),
    ),
    Rule(
        id="LINK-05",
        severity="error",
        message=Text("The address {host} hides where it leads.", "العنوان {host} يخفي وجهته."),
        hint=Text(
            "Use a public host name, without a user name and not an IP address.",
            "استعمل اسم موقع عاماً بلا اسم مستخدم ولا عنوان رقمي.",
        ),
        why=Text(
            "Numbers, inner names and 'user@' in a link are the marks of a trap or a test system.",
            "الأرقام والأسماء الداخلية و'user@' في الرابط علامة فخ أو نظام تجريبي.",
        ),
        good=_GOOD,
        bad=_url("https://192.168.1.20/renew"),
        check=_each(_hidden),
    ),
    Rule(
        id="LINK-06",
        severity="warning",
        message=Text("{host} shortens addresses.", "{host} موقع لاختصار الروابط."),
        hint=Text("Give the address it leads to.", "اكتب العنوان الأصلي."),
        why=Text(
            "A short link hides its target, and whoever owns it can change it.",
            "الرابط المختصر يخفي وجهته، ومالكه يستطيع تغييرها.",
        ),
        good=_GOOD,
        bad=_url("https://bit.ly/3cnVZUU", "inform"),
        check=_each(_short),
    ),
    Rule(
        id="LINK-07",
        severity="warning",
        message=Text(
            "The link carries a session or an advertisement's mark.",
            "الرابط يحمل جلسة مستخدم أو علامة تتبع.",
        ),
        hint=Text("Remove what follows the mark.", "احذف ما يلي العلامة."),
        why=Text(
            "A session ends, or lets strangers in; a mark reports who reads.",
            "الجلسة تنتهي أو تُدخل الغرباء، والعلامة تكشف القارئ.",
        ),
        good=_GOOD,
        bad=_url("https://www.moi.gov.kw/renew;jsessionid=5A1C"),
        check=_each(_of_a_session),
    ),
    Rule(
        id="LINK-08",
        severity="suggestion",
        message=Text(
            "The link leads to the front page of {host}.",
            "الرابط يقود إلى الصفحة الأولى في {host}.",
        ),
        hint=Text("Link to the page of the service itself.", "ضع رابط صفحة الخدمة نفسها."),
        why=Text(
            "From a front page people must search again for what they had found.",
            "من الصفحة الأولى يعيد الناس البحث عما وجدوه.",
        ),
        good=_GOOD,
        bad=_url("https://www.moi.gov.kw/"),
        check=_each(_front_page),
    ),
    Rule(
        id="LINK-09",
        severity="error",
        message=Text("The address cannot be read.", "لا يمكن قراءة العنوان."),
        hint=Text("Copy it from the browser again.", "انسخه من المتصفح مرة أخرى."),
        why=Text(
            "A link that no browser understands leads nowhere.",
            "الرابط الذي لا يفهمه المتصفح لا يقود إلى شيء.",
        ),
        good=_GOOD,
        bad=_url("https://www.moi.gov.kw:renew/"),
        check=_unreadable,
    ),
    Rule(
        id="LINK-10",
        severity="warning",
        message=Text(
            "The link did not work {times} times running (status {status}).",
            "لم يعمل الرابط {times} مرات متتالية (الحالة {status}).",
        ),
        hint=Text("Open it, and replace it if it has moved.", "افتحه واستبدله إن كان قد انتقل."),
        why=Text(
            "One failure may be a bad night of a server; three running are a broken link.",
            "فشل واحد قد يكون عطلاً عابراً، أما ثلاثة متتالية فرابط معطل.",
        ),
        good=replace(_GOOD, links={_PAGE: LinkRecord("gone", 404, strikes=2)}),
        bad=replace(_GOOD, links={_PAGE: LinkRecord("gone", 404, strikes=3)}),
        check=_broken,
    ),
    Rule(
        id="LINK-11",
        severity="suggestion",
        message=Text(
            "The site does not answer robots; nobody knows whether the link works.",
            "الموقع لا يجيب البرامج الآلية، فلا يُعرف هل الرابط يعمل.",
        ),
        hint=Text("Open it yourself now and then.", "افتحه بنفسك من حين إلى آخر."),
        why=Text(
            "A refusal of robots (401, 403, 405, 429, a captcha) says nothing of the page.",
            "رفض البرامج الآلية (401 أو 403 أو 405 أو 429 أو captcha) لا يدل على حال الصفحة.",
        ),
        good=replace(_GOOD, links={_PAGE: LinkRecord("sound", 200)}),
        bad=replace(_GOOD, links={_PAGE: LinkRecord("blocked", 403)}),
        check=_not_for_robots,
    ),
)
