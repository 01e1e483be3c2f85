"""Writes an amount in Chinese capitals (大写金额), in which nobody adds a stroke."""

DIGITS = {False: "零壹贰叁肆伍陆柒捌玖", True: "零壹貳參肆伍陸柒捌玖"}
PLACES = ("", "拾", "佰", "仟")
GROUPS = {False: ("", "万", "亿", "万亿"), True: ("", "萬", "億", "萬億")}
WHOLE = {False: ("元", "整"), True: ("圓", "整")}

# Currency: its name in simplified and in traditional characters.
NAMES = {
    "CNY": ("人民币", "人民幣"),
    "TWD": ("新台币", "新臺幣"),
    "HKD": ("港币", "港幣"),
    "USD": ("美元", "美元"),
    "EUR": ("欧元", "歐元"),
    "JPY": ("日元", "日圓"),
    "GBP": ("英镑", "英鎊"),
    "AUD": ("澳元", "澳幣"),
    "CAD": ("加元", "加幣"),
    "SGD": ("新加坡元", "新加坡幣"),
    "KRW": ("韩元", "韓元"),
}
# Where a currency is the land's own, nobody writes its name.
OWN = {False: "CNY", True: "TWD"}


def capitals_of(amount, currency, *, is_traditional=False):
    """Return an amount in words with its currency, or nothing when that has no name here.

    >>> capitals_of(4000, "USD"), capitals_of(4000, "CNY"), capitals_of(4000, "XXX")
    ('美元肆仟元整', '肆仟元整', '')
    >>> capitals_of(4000, "CNY", is_traditional=True), capitals_of(7, "TWD", is_traditional=True)
    ('人民幣肆仟圓整', '柒圓整')
    """
    if currency not in NAMES:
        return ""
    name = "" if currency == OWN[is_traditional] else NAMES[currency][is_traditional]
    return name + capitals(amount, is_traditional=is_traditional)


def capitals(amount, *, is_traditional=False):
    """Return an amount of money in words, to the hundredth.

    >>> capitals(4800)
    '肆仟捌佰元整'
    >>> capitals(10305.07), capitals(0.5), capitals(100000000)
    ('壹万零叁佰零伍元零柒分', '伍角', '壹亿元整')
    >>> capitals(1000001, is_traditional=True)
    '壹佰萬零壹圓整'
    >>> capitals(0)
    '零元整'
    """
    digits, (unit, end) = DIGITS[is_traditional], WHOLE[is_traditional]
    whole, hundredths = divmod(round(amount * 100), 100)
    text = _whole(whole, digits, GROUPS[is_traditional])
    if not hundredths:
        return f"{text or digits[0]}{unit}{end}"
    tenth, hundredth = divmod(hundredths, 10)
    parts = f"{text}{unit}" if text else ""
    if tenth:
        parts += f"{digits[tenth]}角"
    elif text:
        parts += digits[0]
    return parts + (f"{digits[hundredth]}分" if hundredth else "")


def _whole(number, digits, groups):
    """Return a whole number in words; a gap of any width is one 零."""
    text, gap = "", False
    figures = str(number)
    for at, figure in enumerate(figures):
        place = len(figures) - at - 1
        if figure != "0":
            text += (digits[0] if gap and text else "") + digits[int(figure)] + PLACES[place % 4]
            gap = False
        else:
            gap = True
        if place % 4 == 0 and figures[max(0, at - 3) : at + 1].strip("0"):
            text += groups[place // 4]
    return text
