"""Logs carry no words of people: no bodies, no local variables, no codes, no addresses with secrets."""

import logging
import re

_SECRET_PATH = re.compile(r"(/(?:j|d|v)/)[\w~.-]+")
_CODE = re.compile(r"\b\d{4}[ -]?\d{4}[ -]?\d{4}\b")


class Bodiless(logging.Filter):
    """Keep the place and the kind of a fault, drop its message, arguments and locals."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; always let it pass."""
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            while trace and trace.tb_next:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            record.msg, record.args = f"{kind.__name__} at {place}", ()
            record.exc_info = record.exc_text = None
        record.stack_info = None
        text = record.getMessage()
        text = _CODE.sub("[code]", _SECRET_PATH.sub(r"\1[secret]", text))
        # What was sent must not begin a line of its own, nor move the reader's cursor.
        text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
        record.msg, record.args = text, ()
        return True
