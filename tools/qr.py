"""Draws a QR code with nothing but Pillow: as a picture inside an address."""

from base64 import b64encode
from io import BytesIO

from PIL import Image
from reportlab.graphics.barcode.qr import QrCodeWidget

QUIET, SCALE = 2, 4


def data_uri(text):
    """Return a picture of a text, as an address that holds it.

    >>> data_uri("https://csm.example.org").split(",")[0]
    'data:image/png;base64'
    """
    stream = BytesIO()
    picture(text).save(stream, "PNG")
    return f"data:image/png;base64,{b64encode(stream.getvalue()).decode()}"


def picture(text):
    """Return the QR code of a text as a picture of black and white.

    >>> drawn = picture("x")
    >>> drawn.size, drawn.getpixel((0, 0)), drawn.getpixel((QUIET * SCALE, QUIET * SCALE))
    ((100, 100), 1, 0)
    """
    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    size = code.getModuleCount()
    drawn = Image.new("1", (size + 2 * QUIET, size + 2 * QUIET), 1)
    for row in range(size):
        for column in range(size):
            if code.isDark(row, column):
                drawn.putpixel((column + QUIET, row + QUIET), 0)
    return drawn.resize((drawn.width * SCALE, drawn.height * SCALE), Image.Resampling.NEAREST)
