"""Take every mail that Odoo sends and keep it as a file; nothing leaves the machine.

mail_sink.py PORT FOLDER   listens on 127.0.0.1; each mail becomes a file there, whose name
                           tells the moment, the recipient and the subject
"""

import asyncio
import email
import email.policy
import os
import re
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP

LARGEST_MAIL = 100 * 1024 * 1024
SECONDS_BETWEEN_LOOKS = 2


class Keeper:
    """Called by the SMTP server with each whole mail."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.count += 1
        path = self.folder / self.name(envelope)
        # Written beside and renamed: whoever reads the folder finds whole mails only.
        half = path.with_suffix(".part")
        half.write_bytes(envelope.original_content)
        half.rename(path)
        return "250 Kept"

    def name(self, envelope):
        """Name a mail's file; the count keeps mails of the same second apart."""
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        moment = time.strftime("%Y-%m-%d_%H-%M-%S")
        words = (moment, f"{self.count:04d}", envelope.rcpt_tos[0][:60], str(mail["Subject"])[:40])
        return re.sub(r"[^\w.@+-]+", "-", "_".join(words)) + ".eml"


async def serve(port, folder, parent):
    """Listen until the command that started this is gone, however it went."""
    folder.mkdir(parents=True, exist_ok=True)
    keeper = Keeper(folder)

    def protocol():
        return SMTP(
            keeper, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=LARGEST_MAIL
        )

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", port)
    async with server:
        while os.getppid() == parent:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), os.getppid()))
