"""Reading bytes whose declared or missing character set cannot be trusted.

Chinese senders declare ``gb2312`` and write characters of GBK or GB18030; others declare nothing.
"""

import codecs

# What a declared name is really read as: the superset that reads everything the name promises.
_WIDER = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "euc-cn": "gb18030",
    "euccn": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "big5": "big5hkscs",
    "big5-tw": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "cp950": "big5hkscs",
}
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "latin-1": "Latin-1",
}


def wider(name):
    """Return the character set that a declared one is read as.

    >>> wider("GB2312"), wider("Big5"), wider("utf-8")
    ('gb18030', 'big5hkscs', 'utf-8')
    """
    return _WIDER.get((name or "").strip().lower(), name)


def guess(data):
    """Return the character set these bytes are written in.

    >>> guess("纸箱破损".encode("gb18030")), guess("紙箱破損".encode("big5"))
    ('gb18030', 'big5hkscs')
    >>> guess("Käse".encode()), guess(b"plain"), guess("Käse".encode("latin-1"))
    ('utf-8', 'utf-8', 'latin-1')
    >>> guess(codecs.BOM_UTF8 + b"a")
    'utf-8-sig'
    """
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _reads(data, "utf-8"):
        return "utf-8"
    sample = data[:200_000]
    scores = {
        name: _share_of_common(sample, name)
        for name in ("gb18030", "big5hkscs")
        if _reads(data, name)
    }
    best = max(scores, key=scores.get, default="")
    return best if best and scores[best] > 0.5 else "latin-1"


def decode(data, declared=None):
    """Return the text of these bytes, by the declared character set where that one fits.

    >>> decode("朱镕基".encode("gbk"), "gb2312")
    '朱镕基'
    >>> decode("破損".encode("big5"), "us-ascii")
    '破損'
    """
    name = wider(declared)
    if not (name and _reads(data, name)):
        name = guess(data)
    return data.decode(name)


def _reads(data, name):
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _share_of_common(data, name):
    """Return the share of two-byte characters that lie where the common ones are kept."""
    first, last, trail = (0xB0, 0xD7, 0xA1) if name == "gb18030" else (0xA4, 0xC6, 0x40)
    pairs = common = index = 0
    while index < len(data) - 1:
        lead, follow = data[index], data[index + 1]
        if lead < 0x80:
            index += 1
            continue
        index += 2
        # Punctuation says nothing: both keep it in the rows before.
        if lead in (0xA1, 0xA2, 0xA3):
            continue
        pairs += 1
        common += first <= lead <= last and follow >= trail
    return common / pairs if pairs else 0.0
