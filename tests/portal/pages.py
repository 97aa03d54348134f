"""Every kind of page, by a name for the test report."""

PAGES = {
    "home": "",
    "results": "/search?q=تجديد&audience=resident",
    "all-services": "/search",
    "no-results": "/search?q=zzzz",
    "service": "/services/moi-renew",
    "sparse-service": "/services/moi-issue",
    "hostile-service": "/services/moi-hostile",
    "history": "/services/moi-renew/history",
    "tree": "/browse",
    "concept": "/browse/02",
    "life-events": "/life-events",
    "life-event": "/life-events/moving-to-kuwait",
    "empty-life-event": "/life-events/retiring",
    "business-events": "/business-events",
    "business-event": "/business-events/hiring-staff",
    "entities": "/entities",
    "entity": "/entities/moi",
    "about": "/about",
    "rules": "/rules",
    "rule": "/rules/LINK-03",
    "hostile-rule": "/rules/TEXT-02",
    "taxonomy-rules": "/taxonomy-rules",
    "taxonomy-rule": "/taxonomy-rules/TAX-S27",
    "problems": "/problems",
    "problem": "/problems/validation-failed",
    "insights": "/insights",
}
LOST = {"not-found": "/nowhere", "wrong-value": "/search?page=x"}
LANGUAGES = ("ar", "en")
