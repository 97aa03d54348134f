"""Words of generated services, Arabic beside English; invented, and true of no service."""

from typing import NamedTuple


class Phrase(NamedTuple):
    """One wording in both languages."""

    ar: str
    en: str


def _phrases(text: str) -> tuple[Phrase, ...]:
    pairs = (line.strip().partition("|") for line in text.strip().splitlines())
    return tuple(Phrase(ar, en) for ar, _, en in pairs)


ACTIONS = _phrases(
    """
    إصدار|Issue of a
    تجديد|Renewal of a
    تعديل|Amendment of a
    إلغاء|Cancellation of a
    تحويل|Transfer of a
    تمديد|Extension of a
    استخراج بدل فاقد عن|Replacement of a lost
    الاستعلام عن|Enquiry about a
    طلب|Request for a
    اعتماد|Approval of a
    تصديق|Attestation of a
    استرداد رسوم|Refund of the fees of a
    التظلم من رفض|Appeal against refusal of a
    حجز موعد لمعاينة|Inspection appointment for a
    إيقاف|Suspension of a
    إعادة تفعيل|Reactivation of a
    إضافة نشاط إلى|Adding an activity to a
    تحديث بيانات|Update of a
    سداد غرامة|Payment of a fine on a
    ترجمة|Translation of a
    """
)
OBJECTS = _phrases(
    """
    رخصة محل تجاري|shop licence
    رخصة مطعم|restaurant licence
    رخصة مقهى|café licence
    رخصة صيدلية|pharmacy licence
    رخصة عيادة أسنان|dental clinic licence
    رخصة مختبر طبي|medical laboratory licence
    رخصة صالون تجميل|beauty salon licence
    رخصة مخبز|bakery licence
    رخصة حضانة أطفال|nursery licence
    رخصة مدرسة خاصة|private school licence
    رخصة معهد تدريب|training institute licence
    رخصة مكتب هندسي|engineering office licence
    رخصة مكتب محاماة|law office licence
    رخصة وساطة عقارية|real estate brokerage licence
    رخصة مستودع|warehouse licence
    رخصة مصنع|factory licence
    رخصة ورشة ميكانيكية|mechanical workshop licence
    رخصة مغسلة سيارات|car wash licence
    رخصة نقل بضائع|freight transport licence
    رخصة سيارة أجرة|taxi licence
    رخصة قيادة|driving licence
    رخصة قارب نزهة|pleasure boat licence
    رخصة صيد بحري|fishing licence
    رخصة مزرعة|farm licence
    رخصة منحل|apiary licence
    رخصة بناء|building licence
    رخصة هدم|demolition licence
    رخصة ترميم منزل|house renovation licence
    رخصة حفر بئر|well drilling licence
    رخصة إعلان خارجي|outdoor advertising licence
    رخصة بائع متجول|street vendor licence
    رخصة متجر إلكتروني|online shop licence
    رخصة تطبيق توصيل|delivery application licence
    رخصة دار نشر|publishing house licence
    رخصة قاعة أفراح|wedding hall licence
    رخصة نادٍ صحي|fitness club licence
    رخصة حملة حج|pilgrimage operator licence
    رخصة مكتب سفر|travel agency licence
    رخصة فندق|hotel licence
    رخصة شاليه|chalet licence
    شهادة ميلاد|birth certificate
    شهادة وفاة|death certificate
    شهادة زواج|marriage certificate
    شهادة طلاق|divorce certificate
    شهادة حصر ورثة|certificate of heirs
    شهادة جنسية|nationality certificate
    شهادة راتب|salary certificate
    شهادة خبرة|certificate of experience
    شهادة لمن يهمه الأمر|certificate to whom it may concern
    شهادة خلو من الأمراض|health clearance certificate
    شهادة خلو من السوابق|criminal record certificate
    شهادة منشأ|certificate of origin
    شهادة مطابقة|certificate of conformity
    شهادة سلامة من الحريق|fire safety certificate
    شهادة تصنيف مقاول|contractor classification certificate
    شهادة تعادل مؤهل|degree equivalence certificate
    شهادة تخرج|graduation certificate
    شهادة تطعيم|vaccination certificate
    شهادة صحية للعاملين في الأغذية|food handler health certificate
    شهادة تملك عقار|property ownership certificate
    شهادة أوصاف بناء|building description certificate
    شهادة تأمينات اجتماعية|social security certificate
    شهادة إعاقة|disability certificate
    شهادة بيطرية للتصدير|veterinary export certificate
    بطاقة مدنية|civil identity card
    بطاقة إعاقة|disability card
    بطاقة تموينية|ration card
    بطاقة صحية|health card
    بطاقة عمل|work card
    بطاقة موقف سيارة|parking card
    بطاقة تاجر|trader card
    بطاقة مهندس|engineer card
    بطاقة مرشد سياحي|tour guide card
    جواز سفر|passport
    جواز سفر خيل|horse passport
    إقامة عمل|work residence permit
    إقامة عائلية|family residence permit
    إقامة دراسة|student residence permit
    سمة زيارة تجارية|business visit visa
    سمة زيارة عائلية|family visit visa
    سمة سياحية|tourist visa
    إذن عمل|work permit
    إذن عمل جزئي|part-time work permit
    إذن مغادرة|exit permit
    إذن استيراد أدوية|medicine import permit
    إذن استيراد حيوانات|animal import permit
    إذن إفراج جمركي|customs release permit
    تصريح دخول ميناء|port entry permit
    تصريح تصوير|filming permit
    تصريح مخيم ربيعي|spring camp permit
    تصريح جمع تبرعات|fundraising permit
    تصريح غوص|diving permit
    تصريح طائرة مسيرة|drone permit
    عقد إيجار سكني|residential lease
    عقد إيجار قسيمة صناعية|industrial plot lease
    عقد عمل|employment contract
    عقد تأسيس شركة|company formation contract
    وكالة عامة|general power of attorney
    وكالة خاصة|special power of attorney
    علامة تجارية|trademark
    براءة اختراع|patent
    حقوق مؤلف|copyright registration
    سجل تجاري|commercial register entry
    ملف منشأة|establishment file
    قرض زواج|marriage loan
    قرض إسكاني|housing loan
    قرض مشروع صغير|small business loan
    منحة دراسية|scholarship
    مساعدة اجتماعية|social allowance
    دعم عمالة|national labour support payment
    معاش تقاعدي|retirement pension
    بدل إيجار|rent allowance
    توصيل تيار كهربائي|electricity connection
    توصيل مياه|water connection
    توصيل صرف صحي|sewer connection
    خط هاتف أرضي|landline
    نطاق إنترنت|internet domain
    تردد لاسلكي|radio frequency
    صندوق بريد|post office box
    لوحة مركبة|vehicle plate
    دفتر مركبة|vehicle registration
    """
)
QUALIFIERS = _phrases(
    """
    للمواطنين|for citizens
    للمقيمين|for residents
    لمواطني دول مجلس التعاون|for GCC nationals
    للزائرين|for visitors
    لذوي الإعاقة|for people with disabilities
    لكبار السن|for older people
    للمتقاعدين|for retired people
    للطلبة|for students
    للأرامل والمطلقات|for widows and divorced women
    لأسر الشهداء|for the families of martyrs
    للمستثمر الأجنبي|for foreign investors
    للشركات الفردية|for sole proprietors
    للشركات المساهمة|for shareholding companies
    للمشروعات الصغيرة|for small enterprises
    للجمعيات التعاونية|for cooperative societies
    للجهات الحكومية|for government entities
    للقطاع الأهلي|for the private sector
    للعمالة المنزلية|for domestic workers
    للقصر|for minors
    للمبادرين الشباب|for young entrepreneurs
    """
)
MANNERS = _phrases(
    """
    عبر الموقع الإلكتروني|online
    بصفة مستعجلة|with urgent processing
    لأول مرة|for the first time
    لمدة سنة|for one year
    لمدة ثلاث سنوات|for three years
    لمدة خمس سنوات|for five years
    بواسطة وكيل|through a representative
    من خارج البلاد|from abroad
    بعد انتهاء المهلة|after the deadline
    خلال فترة السماح|within the grace period
    """
)
AREAS = _phrases(
    """
    العاصمة|Capital
    السالمية|Salmiya
    حولي|Hawalli
    الفروانية|Farwaniya
    الجهراء|Jahra
    الأحمدي|Ahmadi
    مبارك الكبير|Mubarak Al-Kabeer
    الشويخ الصناعية|Shuwaikh Industrial
    الفحيحيل|Fahaheel
    المنقف|Mangaf
    أبو حليفة|Abu Halifa
    المهبولة|Mahboula
    الرقعي|Riggae
    خيطان|Khaitan
    جليب الشيوخ|Jleeb Al-Shuyoukh
    الجابرية|Jabriya
    السرة|Surra
    اليرموك|Yarmouk
    قرطبة|Qortuba
    مشرف|Mishref
    بيان|Bayan
    سلوى|Salwa
    الرميثية|Rumaithiya
    الشعب|Shaab
    الدسمة|Dasma
    الدعية|Daiya
    المنصورية|Mansouriya
    الفيحاء|Faiha
    النزهة|Nuzha
    الشامية|Shamiya
    كيفان|Kaifan
    الخالدية|Khaldiya
    العديلية|Adailiya
    الروضة|Rawda
    العمرية|Omariya
    الرابية|Rabia
    الأندلس|Andalous
    إشبيلية|Ishbiliya
    صباح السالم|Sabah Al-Salem
    العدان|Adan
    القصور|Qusour
    القرين|Qurain
    هدية|Hadiya
    الرقة|Riqqa
    الصباحية|Sabahiya
    الظهر|Dhaher
    جابر العلي|Jaber Al-Ali
    علي صباح السالم|Ali Sabah Al-Salem
    صباح الأحمد البحرية|Sabah Al-Ahmad Sea City
    الوفرة|Wafra
    العبدلي|Abdali
    الصليبية|Sulaibiya
    الصليبخات|Sulaibikhat
    الدوحة|Doha
    غرناطة|Granada
    سعد العبدالله|Saad Al-Abdullah
    العيون|Oyoun
    النسيم|Naseem
    تيماء|Taima
    المطلاع|Mutlaa
    """
)
OPENINGS = _phrases(
    """
    تتيح هذه الخدمة {action} {object} {qualifier}.|Covers {object} applications {qualifier}.
    يقدم صاحب الشأن طلبه ثم تراجعه {entity}.|The applicant files a request, which {entity} reviews.
    تتولى {entity} دراسة الطلب والبت فيه.|{entity} studies the request and decides on it.
    خدمة تقدمها {entity} في منطقة {area}.|A service of {entity} in {area}.
    """
)
DETAILS = _phrases(
    """
    يلزم إرفاق المستندات الأصلية عند المراجعة.|Original documents are needed at the visit.
    ترسل رسالة نصية عند اكتمال الطلب.|A text message is sent when the request is complete.
    يسري القرار رقم {number} لسنة {year} على هذه الخدمة.|Decision {number} of {year} applies here.
    تسدد الرسوم إلكترونياً قبل استلام المستند.|Fees are paid online before the document is collected.
    يعاين مفتش الموقع قبل الموافقة.|An inspector visits the site before approval.
    لا يقبل الطلب مع وجود مخالفات غير مسددة.|The request is refused while fines are unpaid.
    يمكن التظلم من القرار خلال ثلاثين يوماً.|The decision can be appealed within thirty days.
    تصل نسخة رقمية إلى حساب المستخدم.|A digital copy reaches the user's account.
    تنجز المعاملة في فرع منطقة {area}.|The transaction is completed at the {area} branch.
    """
)
REQUIREMENTS = _phrases(
    """
    ألا يقل العمر عن 21 سنة|Be at least 21 years old
    سداد المستحقات السابقة|Have no outstanding dues
    أن يكون العنوان مسجلاً|Have a registered address
    أن تكون الإقامة سارية|Hold a valid residence
    حسن السيرة والسلوك|Be of good conduct
    """
)
