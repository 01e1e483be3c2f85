"""Draws a QR code without any drawing library: as an SVG picture inside an address."""

from base64 import b64encode

from reportlab.graphics.barcode.qr import QrCodeWidget

QUIET = 2


def data_uri(text):
    """Return a picture of a text, as an address that holds it.

    >>> data_uri("https://csm.example.org").split(",")[0]
    'data:image/svg+xml;base64'
    """
    return f"data:image/svg+xml;base64,{b64encode(svg(text).encode()).decode()}"


def svg(text):
    """Return the QR code of a text as SVG; each dark square is one step of a path.

    >>> drawn = svg("x")
    >>> drawn.count("M") > 100, "viewBox='0 0 25 25'" in drawn
    (True, True)
    """
    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    size = code.getModuleCount()
    squares = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row in range(size)
        for column in range(size)
        if code.isDark(row, column)
    )
    whole = size + 2 * QUIET
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {whole} {whole}'>"
        f"<rect width='{whole}' height='{whole}' fill='#fff'/><path d='{squares}'/></svg>"
    )
