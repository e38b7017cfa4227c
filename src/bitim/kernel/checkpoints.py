"""The daily checkpoint: signed, written to a file that another machine can fetch, and mailed where that is wished."""

from django.conf import settings
from django.core.mail import EmailMessage

from bitim.kernel import audit, clock, jobs


@jobs.clockwork(minutes=24 * 60)
def sign_daily() -> int:
    """Sign where the chains stand; return how many grew. The mail carries ids, numbers and digests, nothing else."""
    made = audit.sign_checkpoints()
    lines = audit.export(made, settings.DATA)
    if lines and settings.CHECKPOINT_MAIL:
        subject = f"Checkpoint {clock.today().isoformat()}"
        EmailMessage(subject, lines, settings.DEFAULT_FROM_EMAIL, [settings.CHECKPOINT_MAIL]).send(fail_silently=True)
    return len(made)
