"""The few words the analyser knows by heart; each list is folded when it is loaded.

Stop words carry no meaning in a question and are dropped from queries, never from the
index. Domain words stand in nearly every document of a government's catalogue and count
for little. Protected words look inflected but are not.
"""

from app.core.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _pairs(text: str) -> dict[str, str]:
    pairs = (entry.split(":") for entry in fold(text).split())
    return dict(pairs)


ARABIC_STOP_WORDS = _words(
    """
    من في على إلى عن مع هذا هذه هذي ذلك تلك التي الذي اللي الذين ان أن إن كان كانت يكون هل ما
    ماذا متى كيف كيفية أين اين أو او ثم قد لقد كل أي اي هو هي هم نحن أنا انا انت انتم لدي لدى
    لي لك له لها لهم به بها فيه فيها عليه عليها منه منها عنه عنها إذا اذا لو حيث حتى عند بين
    بعد قبل كما مثل أريد اريد أود ارغب أرغب يمكن يمكنني ممكن احتاج أحتاج يجب هناك لكي كي
    أبي ابي ابا أبا أبغى ابغى ابغي نبي تبي يبي شلون شنو شنهي شني وش ايش شو وين متا ليش علشان
    عشان عشاني حق حگ مال شكثر جم كم بس يا ولا لا مو موب ماني عندي عنده عندها عندنا صار يصير
    صاير شي شيء أقدر اقدر اقدري تكفون لازم الحين هني هناك ابيه ابيها وياي ويا إلي الي علي
    و ف ب ل ك
    """
)

ENGLISH_STOP_WORDS = _words(
    """
    a an the of for to in on at by with and or from into as is are am be been was were do does
    did how can could what where when which who why i me my mine we our us you your it its this
    that these those there need want wanna get getting please would like should have has had
    s t if any some about
    """
)

DOMAIN_WORDS = _words("الكويت كويت دولة خدمة خدمات طلب طلبات kuwait service services request")
"""Written without ال in the index of this list; see `is_domain_word`."""

PROTECTED = _words(
    """
    والد والده والدي والدين والدتي والدته والدها والدتها وكالة والي بالغ بالغين بالون كالة
    الله اللي ألم الف الم آلية آلات ألماس ألبان ألعاب ألمانيا سهل مادة قانون فالح باب لجنة
    كفالة كمال بيان وفاة كهرباء لبنان عمان إيران السودان
    """
)
"""Words that only look as if they began with an article or ended in a plural."""

IRREGULAR_PLURALS = _pairs(
    """
    قوانين:قانون عناوين:عنوان دواوين:ديوان قضايا:قضية دعاوى:دعوى شكاوى:شكوى شكاوي:شكوى
    هدايا:هدية مزايا:ميزة مباني:مبنى أراضي:أرض نساء:امرأة أبناء:ابن آباء:أب أيتام:يتيم
    والده:والد والدة:والد والدي:والد والدين:والد والدتي:والد والدته:والد والدها:والد والدتها:والد
    ورثة:وارث طلبة:طالب طلاب:طالب عمال:عامل عمالة:عامل أسر:أسرة سيدات:سيدة دول:دولة
    مهن:مهنة رخص:رخصة غرف:غرفة خطط:خطة نسخ:نسخة منح:منحة لجان:لجنة سفن:سفينة مدن:مدينة
    الماء:ماء والماء:ماء للماء:ماء بالماء:ماء مياه:ماء
    فحوص:فحص فحوصات:فحص رسومات:رسوم كشوفات:كشف خصوم:خصم أزواج:زوج بيوت:بيت أموال:مال ديون:دين
    """
)
"""Plurals whose consonants do not give the singular away (form:form it is stemmed as).

Water is too short for its article to be cut by rule.
"""

NOT_CLITIC = _words(
    """
    وزارة وزير وزراء وثيقة وثائق وظيفة وظائف وكيل وكلاء وكالة ولادة وصية وصاية وصفة وحدة
    وحدات واردات واجبات وسائل وسيط وقائع وقاية ودائع وديعة ورشة وفيات وافد وافدين واقعة
    بطاقة بطاقات بلاغ بلاغات بلدية بيانات بناء براءة براءات برنامج برامج بحرية بضائع بضاعة
    بصمة بصمات بنوك بيئة بيئية بيطرية بريد بريدية باطن بدلات بدون بناية بدء
    لجنة لجان لوحة لوحات لائحة لوائح لياقة لغات كفيل كفالة كشوف كشوفات كلية كليات كتاب كتب
    كهرباء كهربائية كاتب كاميرات فاتورة فواتير فحوص فحوصات فردي فردية فرصة فنية فاقد فئات
    """
)
"""Common words whose first letter belongs to them."""


def is_stop_word(word: str) -> bool:
    """Whether a folded word says nothing about what is looked for."""
    return word in ARABIC_STOP_WORDS or word in ENGLISH_STOP_WORDS
