import re
from hashlib import sha256

from markupsafe import Markup

from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

WINDOW = 3600
MAX_FILES, MAX_FILE = 5, 5 * 1024 * 1024
LARGEST_BODY = (MAX_FILES + 1) * MAX_FILE
MIMETYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf")
LENGTHS = {"name": 100, "phone": 40, "email": 254, "order_number": 100, "text": 5000}


class ComplaintIntake:
    """What the pages on which customers write to us have in common."""

    def _faults_of_files(self, files):
        if len(files) > MAX_FILES:
            return {"files": self.env._("At most %(count)s files, please.", count=MAX_FILES)}
        for file in files:
            content = file.read(MAX_FILE + 1)
            file.seek(0)
            if len(content) > MAX_FILE:
                size = MAX_FILE // 1024 // 1024
                return {
                    "files": self.env._(
                        "“%(file)s” is larger than %(size)s MB.", file=file.filename, size=size
                    )
                }
            if guess_mimetype(content) not in MIMETYPES:
                return {
                    "files": self.env._(
                        "“%(file)s” is neither a picture nor a PDF.", file=file.filename
                    )
                }
        return {}

    def _count(self, text):
        """Count one more attempt of somebody, of whom nothing can be read from the count."""
        secret = request.env["ir.config_parameter"].sudo().get_param("database.secret")
        digest = sha256(f"{secret}{text}".encode()).hexdigest()[:32]
        return request.env["csm.hook.window"].sudo().count(f"form:{digest}", WINDOW)[0]

    def _safe(self, response):
        """Let no other site frame the page, and no machine keep it."""
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _subject(self, text):
        first = text.splitlines()[0].strip()
        return first if len(first) <= 80 else f"{first[:79]}…"

    def _attach(self, case, files):
        attachments = request.env["ir.attachment"].sudo()
        for file in files:
            content = file.read()
            attachments.create(
                {
                    "name": re.split(r"[\\/]", file.filename)[-1][:100] or "file",
                    "raw": content,
                    "mimetype": guess_mimetype(content),
                    "res_model": case._name,
                    "res_id": case.id,
                }
            )
        if files:
            names = ", ".join(file.filename[:100] for file in files)
            case._message_log(body=Markup("<p>%s</p>") % names)
