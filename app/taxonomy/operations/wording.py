"""Operations in words, for minutes, pages and documents. Pure."""

from functools import singledispatchmethod

from app.taxonomy.operations import values
from app.taxonomy.operations.values import Operation
from app.taxonomy.operations.voices import NameOf, by_id
from app.taxonomy.operations.voicing_rules import RulesVoice

_NOTES = {
    "definition": {"ar": "تعريف", "en": "definition"},
    "scopeNote": {"ar": "ملاحظة نطاق", "en": "scope note"},
}
_LABELS = {
    "alt": {"ar": "اسماً بديلاً", "en": "alternative label"},
    "hidden": {"ar": "اسماً للبحث فقط", "en": "hidden label"},
}
_MEANINGS = {
    "same": {"ar": "دون تغيير في المعنى", "en": "the meaning stays"},
    "narrower": {"ar": "المعنى أضيق", "en": "the meaning gets narrower"},
    "broader": {"ar": "المعنى أوسع", "en": "the meaning gets broader"},
    "shifted": {"ar": "المعنى تغير", "en": "the meaning shifts"},
}
_DIRECTIONS = {
    "both": {"ar": "في الاتجاهين", "en": "both ways"},
    "one_way": {"ar": "في اتجاه واحد", "en": "one way"},
}


def in_words(operation: Operation, name_of: NameOf, *, entity_of: NameOf = by_id) -> dict[str, str]:
    """Say what an operation does, in Arabic and in English; ``entity_of`` names entities."""
    return {
        language: _Speaker(language, name_of, entity_of).say(operation) for language in ("ar", "en")
    }


class _Speaker(RulesVoice):
    """Says operations in one language."""

    @singledispatchmethod
    def say(self, operation: Operation) -> str:
        raise TypeError(f"no such operation: {operation!r}")

    @say.register
    def _add_concept(self, op: values.AddConcept) -> str:
        label, above = self._text(op.pref_label), self._list(op.parents) or self._place(None)
        return self._pick(
            f"إضافة {self._quote(label)} بالرمز {op.notation} تحت {above}.",
            f"Add {self._quote(label)} with the code {op.notation} below {above}.",
        )

    @say.register
    def _drop_concept(self, op: values.DropConcept) -> str:
        return self._pick(
            f"سحب إضافة {self._name(op.concept)}.", f"Take back {self._name(op.concept)}."
        )

    @say.register
    def _set_pref_label(self, op: values.SetPrefLabel) -> str:
        tongue = self._tongue(op.lang)
        kept = self._pick("، ويبقى القديم اسماً بديلاً", "; the old name stays as another one")
        tail = kept if op.keep_old_as_alt else ""
        return self._pick(
            f"تغيير اسم {self._name(op.concept)} ({tongue}) من {self._quote(op.old)} "
            f"إلى {self._quote(op.new)}{tail}.",
            f"Rename {self._name(op.concept)} in {tongue}: {self._quote(op.old)} becomes "
            f"{self._quote(op.new)}{tail}.",
        )

    @say.register
    def _add_label(self, op: values.AddLabel) -> str:
        kind = self._word(_LABELS[op.kind])
        return self._pick(
            f"إضافة {self._quote(op.text)} {kind} إلى {self._name(op.concept)}.",
            f"Add the {kind} {self._quote(op.text)} to {self._name(op.concept)}.",
        )

    @say.register
    def _remove_label(self, op: values.RemoveLabel) -> str:
        return self._pick(
            f"إزالة الاسم {self._quote(op.text)} من {self._name(op.concept)}.",
            f"Remove the label {self._quote(op.text)} from {self._name(op.concept)}.",
        )

    @say.register
    def _set_note(self, op: values.SetNote) -> str:
        note, meaning = self._word(_NOTES[op.kind]), self._word(_MEANINGS[op.meaning])
        return self._pick(
            f"تغيير {note} {self._name(op.concept)} إلى {self._quote(op.new)} ({meaning}).",
            f"Change the {note} of {self._name(op.concept)} to {self._quote(op.new)} ({meaning}).",
        )

    @say.register
    def _set_notation(self, op: values.SetNotation) -> str:
        return self._pick(
            f"تغيير رمز {self._name(op.concept)} من {op.old} إلى {op.new}؛ ويبقى القديم محجوزاً.",
            f"Change the code of {self._name(op.concept)} from {op.old} to {op.new}; "
            "the old one stays reserved.",
        )

    @say.register
    def _move(self, op: values.Move) -> str:
        source, target = self._place(op.source), self._place(op.target)
        return self._pick(
            f"نقل {self._name(op.concept)} من {source} إلى {target}.",
            f"Move {self._name(op.concept)} from {source} to {target}.",
        )

    @say.register
    def _add_parent(self, op: values.AddParent) -> str:
        return self._pick(
            f"إضافة {self._name(op.parent)} أباً للمفهوم {self._name(op.concept)}.",
            f"Add {self._name(op.parent)} as a parent of {self._name(op.concept)}.",
        )

    @say.register
    def _remove_parent(self, op: values.RemoveParent) -> str:
        return self._pick(
            f"إزالة {self._name(op.parent)} من آباء {self._name(op.concept)}.",
            f"Remove {self._name(op.parent)} as a parent of {self._name(op.concept)}.",
        )

    @say.register
    def _reorder(self, op: values.Reorder) -> str:
        return self._pick(
            f"إعادة ترتيب ما تحت {self._place(op.parent)}.",
            f"Put what stands below {self._place(op.parent)} into another order.",
        )

    @say.register
    def _merge(self, op: values.Merge) -> str:
        mine_first = sorted(op.carried, key=lambda label: label[0] != self._language)
        gained = self._quoted(text for _, text in mine_first)
        taken = (
            f"، وتضاف إلى أسمائه البديلة: {gained}",
            f", which takes over {gained} as other names",
        )
        tail = self._pick(*taken) if gained else ""
        return self._pick(
            f"دمج {self._list(op.sources)} في {self._name(op.target)}{tail}.",
            f"Merge {self._list(op.sources)} into {self._name(op.target)}{tail}.",
        )

    @say.register
    def _split(self, op: values.Split) -> str:
        kept = self._pick("، ويبقى للتجميع", "; it stays for grouping") if op.keep_source else ""
        targets, default = self._list(op.targets), self._name(op.default)
        said = self._pick(
            f"تجزئة {self._name(op.source)} إلى {targets}؛ والافتراضي {default} بعد "
            f"{self._days(op.deadline_days)}{kept}.",
            f"Split {self._name(op.source)} into {targets}; {default} takes the rest after "
            f"{self._days(op.deadline_days)}{kept}.",
        )
        return " ".join(filter(None, (said, self._rules(op.rules), self._routes(op.children))))

    @say.register
    def _deprecate(self, op: values.Deprecate) -> str:
        heirs = self._list((op.replaced_by,) if op.replaced_by else op.consider)
        tail = self._pick(f"، ويحل محله {heirs}", f", replaced by {heirs}") if heirs else ""
        said = self._pick(
            f"إلغاء {self._name(op.concept)}{tail}.", f"Retire {self._name(op.concept)}{tail}."
        )
        return " ".join(filter(None, (said, self._routes(op.children))))

    @say.register
    def _restore(self, op: values.Restore) -> str:
        above = self._list(op.parents) or self._place(None)
        return self._pick(
            f"إعادة {self._name(op.concept)} تحت {above}.",
            f"Bring {self._name(op.concept)} back below {above}.",
        )

    @say.register
    def _promote_label(self, op: values.PromoteLabel) -> str:
        label, text = self._quote(self._text(op.pref_label)), self._quote(op.text)
        return self._pick(
            f"ترقية الاسم البديل {text} من {self._name(op.concept)} إلى مفهوم {label} "
            f"بالرمز {op.notation}.",
            f"Make the synonym {text} of {self._name(op.concept)} a concept, {label}, "
            f"with the code {op.notation}.",
        )

    @say.register
    def _relate(self, op: values.Relate) -> str:
        return self._pick(
            f"ربط {self._name(op.a)} بالمفهوم {self._name(op.b)}.",
            f"Relate {self._name(op.a)} and {self._name(op.b)}.",
        )

    @say.register
    def _unrelate(self, op: values.Unrelate) -> str:
        return self._pick(
            f"فك الربط بين {self._name(op.a)} و{self._name(op.b)}.",
            f"{self._name(op.a)} and {self._name(op.b)} are no longer related.",
        )

    @say.register
    def _add_mapping(self, op: values.AddMapping) -> str:
        return self._pick(
            f"مطابقة {self._name(op.concept)} مع {op.target}.",
            f"Map {self._name(op.concept)} to {op.target} ({op.predicate}).",
        )

    @say.register
    def _remove_mapping(self, op: values.RemoveMapping) -> str:
        return self._pick(
            f"إزالة مطابقة {self._name(op.concept)} مع {op.target}.",
            f"{self._name(op.concept)} is no longer mapped to {op.target}.",
        )

    @say.register
    def _set_assignable(self, op: values.SetAssignable) -> str:
        if op.new:
            return self._pick(
                f"يمكن إسناد خدمات إلى {self._name(op.concept)} مباشرة.",
                f"Services may be classified with {self._name(op.concept)} itself.",
            )
        return self._pick(
            f"لا تسند خدمات إلى {self._name(op.concept)} مباشرة.",
            f"{self._name(op.concept)} only groups: services go to concepts below it.",
        )

    @say.register
    def _set_successors(self, op: values.SetSuccessors) -> str:
        heirs = self._list((*op.new_replaced_by, *op.new_consider))
        return self._pick(
            f"خلف {self._name(op.concept)}: {heirs or 'لا أحد'}.",
            f"The successors of {self._name(op.concept)}: {heirs or 'none'}.",
        )

    @say.register
    def _add_term_group(self, op: values.AddTermGroup) -> str:
        label, terms = self._text(op.title), self._quoted(one.text for one in op.terms)
        return self._pick(
            f"إضافة مجموعة الألفاظ {self._quote(label)}: {terms}.",
            f"Add the group of terms {self._quote(label)}: {terms}.",
        )

    @say.register
    def _drop_term_group(self, op: values.DropTermGroup) -> str:
        name = self._name(op.group)
        return self._pick(f"سحب إضافة مجموعة الألفاظ {name}.", f"Take back the group {name}.")

    @say.register
    def _add_term(self, op: values.AddTerm) -> str:
        way = self._word(_DIRECTIONS[op.direction])
        return self._pick(
            f"إضافة اللفظ {self._quote(op.text)} إلى مجموعة {self._name(op.group)} ({way}).",
            f"Add the term {self._quote(op.text)} to the group {self._name(op.group)} ({way}).",
        )

    @say.register
    def _remove_term(self, op: values.RemoveTerm) -> str:
        return self._pick(
            f"إزالة اللفظ {self._quote(op.term.text)} من مجموعة {self._name(op.group)}.",
            f"Remove the term {self._quote(op.term.text)} from the group {self._name(op.group)}.",
        )

    @say.register
    def _set_term_direction(self, op: values.SetTermDirection) -> str:
        way, name = self._word(_DIRECTIONS[op.new]), self._name(op.group)
        return self._pick(
            f"يبحث عن اللفظ {self._quote(op.text)} في مجموعة {name} {way}.",
            f"The term {self._quote(op.text)} of the group {name} works {way}.",
        )
