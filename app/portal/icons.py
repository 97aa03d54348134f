"""Which icon of the sprite stands beside a topic, an event or a channel."""

DEFAULT_ICON = "document"
_ICONS: dict[str, dict[str, str]] = {
    "services": {
        "01": "card",
        "02": "plane",
        "03": "car",
        "04": "briefcase",
        "05": "umbrella",
        "06": "heart",
        "07": "health",
        "08": "book",
        "09": "house",
        "10": "building",
        "11": "plug",
        "12": "shop",
        "13": "leaf",
        "14": "coins",
        "15": "scale",
        "16": "palette",
        "17": "screen",
        "18": "globe",
    },
    "life-event": {
        "having-a-child": "child",
        "getting-married": "rings",
        "divorce-separation": "apart",
        "studying": "cap",
        "starting-school": "book",
        "finding-a-job": "briefcase",
        "losing-a-job": "briefcase-less",
        "retiring": "umbrella",
        "getting-a-home": "key",
        "building-a-home": "house",
        "moving-address": "pin",
        "owning-a-car": "car",
        "learning-to-drive": "wheel",
        "health-problem": "health",
        "living-with-disability": "access",
        "death-of-relative": "sunset",
        "travelling-abroad": "plane",
        "moving-to-kuwait": "enter",
        "leaving-kuwait": "exit",
        "legal-dispute": "scale",
        "financial-hardship": "wallet",
        "renewing-documents": "renew",
        "turning-18-21": "card",
        "caring-for-family": "people",
        "military-service": "shield",
        "religious-duties": "star",
        "leisure-culture": "palette",
        "buying-consuming": "shop",
        "hiring-domestic-help": "person-add",
        "emergency-crime": "alert",
        "civic-participation": "voice",
        "saving-investing": "coins",
    },
    "business-event": {
        "starting-a-business": "shop",
        "licensing-activity": "certificate",
        "hiring-staff": "person-add",
        "premises-building": "building",
        "importing-exporting": "box",
        "tax-finance": "coins",
        "growing-investing": "chart",
        "protecting-ip": "bulb",
        "selling-to-government": "contract",
        "closing-changing-business": "swap",
        "compliance-inspection": "check-list",
        "government-to-government": "columns",
    },
    "channel": {
        "sahl": "phone-app",
        "sahl-business": "phone-app",
        "mobile-app": "phone-app",
        "portal": "window",
        "e.gov.kw": "window",
        "ashal-portal": "window",
        "counter": "counter",
        "kiosk": "kiosk",
        "phone": "phone",
        "whatsapp": "chat",
    },
}


_BY_ADDRESS = {"tel": "phone", "mailto": "mail"}


def icon_names() -> set[str]:
    """Name every icon that may be asked for."""
    named = {icon for icons in _ICONS.values() for icon in icons.values()}
    return {DEFAULT_ICON, *named, *_BY_ADDRESS.values()}


def icon_of_address(address: str) -> str:
    """Return the sprite's name of the icon beside a phone, a mail address or a page."""
    return _BY_ADDRESS.get(address.partition(":")[0], "window")


def icon_of(kind: str, code: str) -> str:
    """Return the sprite's name of an icon; a concept below a topic takes the topic's."""
    icons = _ICONS.get(kind, {})
    return icons.get(code) or icons.get(code.split(".", maxsplit=1)[0], DEFAULT_ICON)
