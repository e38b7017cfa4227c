"""What can be asked of a community dialogue; ruled in rules.py."""

from bitim.kernel.access import Permission


class P(Permission):
    """Permissions of the dialogue domain."""

    START_CONVERSATION = "dialogue.start_conversation"
    SEE_CONVERSATION = "dialogue.see_conversation"
    TAKE_PART = "dialogue.take_part"
    RUN_CONVERSATION = "dialogue.run_conversation"
    MODERATE = "dialogue.moderate"
    SEE_QUEUE = "dialogue.see_queue"
    SEE_RESULTS = "dialogue.see_results"
    EXPORT_VOTES = "dialogue.export_votes"
    BE_VOICE = "dialogue.be_voice"
    VOTE = "dialogue.vote"
    SAY = "dialogue.say"
