"""What a mail says about itself: its real character sets, and whether a person wrote it."""

import re

from . import charset

_WORD = re.compile(r"=\?([\w.:-]+)(\*\w*)?\?([BbQq])\?")
_PARAMETER = re.compile(r"(charset\s*=\s*\"?)([\w.:-]+)", re.IGNORECASE)
_EXTENDED = re.compile(r"(name\*(?:0\*)?\s*=\s*)([\w.:-]+)'", re.IGNORECASE)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(automatic reply|auto[- ]?reply|out of (the )?office"
    r"|自动回复|自动答复|自動回覆|自動回復)",
    re.IGNORECASE,
)
_AUTOMATIC_PRECEDENCE = ("bulk", "junk", "auto_reply")


def mend(message):
    """Make a mail whose character sets are declared wrongly, or not at all, readable.

    Its text is not touched, only what is declared about it.

    >>> from email import message_from_bytes, policy
    >>> raw = b"Subject: =?gb2312?B?1uzpRrv5?=\\nContent-Type: text/plain; charset=gb2312\\n\\n"
    >>> mail = message_from_bytes(raw + "朱镕基".encode("gbk"), policy=policy.SMTP)
    >>> mend(mail)
    >>> mail["Subject"], mail.get_content().strip()
    ('朱镕基', '朱镕基')
    """
    for part in message.walk():
        _mend_headers(part)
        if part.get_content_maintype() == "text" and not part.is_multipart():
            _mend_text(part)


def _mend_headers(part):
    raw = list(part.raw_items())
    mended = [(name, _mend_header(value)) for name, value in raw]
    if mended == raw:
        return
    for name in {name for name, _value in raw}:
        del part[name]
    for name, value in mended:
        part.set_raw(name, value)


def _mend_header(value):
    value = str(value)
    data = value.encode("utf-8", "surrogateescape")
    if any(byte > 0x7F for byte in data):
        # Bytes sent as they are, without a word about what they mean.
        value = charset.decode(data)
    value = _WORD.sub(lambda m: f"=?{charset.wider(m[1])}?{m[3]}?", value)
    value = _EXTENDED.sub(lambda m: f"{m[1]}{charset.wider(m[2])}'", value)
    return _PARAMETER.sub(lambda m: m[1] + charset.wider(m[2]), value)


def _mend_text(part):
    data = part.get_payload(decode=True) or b""
    declared = part.get_content_charset()
    if declared is None and data.isascii():
        return
    try:
        data.decode(declared or "ascii")
    except (UnicodeDecodeError, LookupError):
        part.set_param("charset", charset.guess(data).replace("-sig", ""))


def is_automatic(message):
    """Whether a machine wrote this mail: an auto-reply, an out-of-office note, bulk.

    A mailing list is none: many desks receive their customers' mail through one.

    >>> from email import message_from_string as mail
    >>> [is_automatic(mail(head + "\\n\\n")) for head in (
    ...     "Auto-Submitted: auto-replied", "Auto-Submitted: no", "Precedence: bulk",
    ...     "Precedence: list", "X-Autoreply: yes", "Subject: Automatic reply: Cork")]
    [True, False, True, False, True, True]
    """
    submitted = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        submitted != "no"
        or precedence in _AUTOMATIC_PRECEDENCE
        or any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder"))
        or bool(_AUTOMATIC_SUBJECT.match(str(message.get("Subject", ""))))
    )


def wants_no_answer(message):
    """Whether the sender's system asks not to be answered by a machine.

    >>> from email import message_from_string as mail
    >>> wants_no_answer(mail("X-Auto-Response-Suppress: DR, AutoReply\\n\\n"))
    True
    """
    asked = str(message.get("X-Auto-Response-Suppress", "")).lower()
    return any(word in asked for word in ("all", "autoreply"))
