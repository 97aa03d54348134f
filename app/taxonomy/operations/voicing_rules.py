"""What a split proposes, and where the concepts below go, as sentences say it. Pure."""

from app.taxonomy.operations.values import Route, Rule
from app.taxonomy.operations.voices import Voice


class RulesVoice(Voice):
    """Says the rules and the routes of an operation; nothing where there are none."""

    def _rules(self, rules: tuple[Rule, ...]) -> str:
        """Say what is proposed to the entities, rule by rule; the first one that fits counts."""
        said = [
            self._pick(
                f"{self._services(one)} إلى {self._name(one.target)}",
                f"{self._services(one)} to {self._name(one.target)}",
            )
            for one in rules
        ]
        listed = self._pick("؛ ", "; ").join(said)
        return self._pick(f"وتقترح القواعد نقل {listed}.", f"Proposed: {listed}.") if rules else ""

    def _services(self, rule: Rule) -> str:
        if rule.facet:
            scheme, code = rule.facet
            return self._pick(
                f"الخدمات ذات الرمز {code} في {self._quote(scheme)}",
                f"services with the code {code} of {self._quote(scheme)}",
            )
        if rule.entity:
            owner = self._entity(rule.entity)
            return self._pick(f"خدمات {owner}", f"services of {owner}")
        word = self._quote(rule.keyword)
        return self._pick(f"الخدمات التي يرد فيها {word}", f"services that say {word}")

    def _routes(self, children: tuple[Route, ...] | None) -> str:
        """Say which of the concepts below goes where."""
        said = [
            self._pick(
                f"{self._name(child)} تحت {self._place(parent)}",
                f"{self._name(child)} below {self._place(parent)}",
            )
            for child, parent in children or ()
        ]
        listed = self._pick("، ", ", ").join(said)
        return self._pick(f"ويصير {listed}.", f"Afterwards {listed}.") if said else ""
