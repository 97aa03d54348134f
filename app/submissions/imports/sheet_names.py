"""What the sheets of our workbooks are called."""

SERVICES = "الخدمات Services"
INSTRUCTIONS = "تعليمات Instructions"
CODES = "الرموز Codes"
FINDINGS = "الملاحظات Findings"
OWN_SHEETS = frozenset((SERVICES, INSTRUCTIONS, CODES, FINDINGS))
