"""A small version in which every field is filled."""

from app.taxonomy.state import ConceptState, SchemeState

TRANSPORT, ROADS, PORTS, SEA, FAX = (
    "c_transport222",
    "c_roads2222222",
    "c_ports2222222",
    "c_sea222222222",
    "c_fax222222222",
)


def full_state() -> SchemeState:
    """Make a version: ports stand below transport and below the sea, in another order there."""
    concepts = (
        ConceptState(
            id=TRANSPORT,
            notation="03",
            pref_label={"ar": "النقل", "en": "Transport"},
            definition={"ar": "نقل الناس والبضائع.", "en": "Moving people and goods."},
            is_assignable=False,
            narrower=(ROADS, PORTS, FAX),
        ),
        ConceptState(
            id=ROADS,
            notation="03.1",
            pref_label={"ar": "الطرق", "en": "Roads"},
            alt_label={"ar": ("الشوارع", "الجسور; الأنفاق"), "en": ("Streets | lanes",)},
            hidden_label={"ar": ("الطرقات",), "en": ("raods",)},
            scope_note={"ar": "الطرق العامة.\nلا الخاصة.", "en": "Public roads."},
            broader=(TRANSPORT,),
            narrower=(SEA,),
            related=(PORTS,),
            mappings=(("exactMatch", "https://example.org/cofog/04.5.1"),),
        ),
        ConceptState(
            id=PORTS,
            notation="03.2",
            pref_label={"ar": "الموانئ", "en": "Ports"},
            broader=(TRANSPORT,),
            narrower=(SEA,),
            related=(ROADS,),
            mappings=(("closeMatch", "https://example.org/cofog/04.5.2"),),
        ),
        ConceptState(
            id=SEA,
            notation="03.2.1",
            pref_label={"ar": "=البحر", "en": "-Sea"},
            broader=(PORTS, ROADS),
        ),
        ConceptState(
            id=FAX,
            notation="03.9",
            pref_label={"ar": "الفاكس", "en": "Fax"},
            status="deprecated",
            broader=(TRANSPORT,),
            replaced_by=(PORTS,),
            consider=(ROADS, SEA),
        ),
    )
    return SchemeState("services", {one.id: one for one in concepts}, (TRANSPORT,))
