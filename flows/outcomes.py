"""What became of a message; log, console filters and statistics share these words."""

from enum import StrEnum


class Outcome(StrEnum):
    """One per message. The first seven are what understanding can say; the rest come from the conversation."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    NO_MATCH = "no_match"
    DIRECTORY = "directory"
    OUTSIDE = "outside"
    SMALL_TALK = "small_talk"
    URGENT = "urgent"
    HANDED_OVER = "handed_over"
    STEP_SHOWN = "step_shown"
    TROUBLE_SHOWN = "trouble_shown"
    GUIDE_FINISHED = "guide_finished"
    CASE_CONTINUED = "case_continued"
    CASE_STATUS = "case_status"
    SCAM_CHECKED = "scam_checked"
    PRIVACY_WARNED = "privacy_warned"
    DATA_SHOWN = "data_shown"
    DATA_DELETED = "data_deleted"
    REMINDER_SET = "reminder_set"
    FEEDBACK_TAKEN = "feedback_taken"
    PLACE_SET = "place_set"
    SETTING_CHANGED = "setting_changed"
    ATTACHMENT_TAKEN = "attachment_taken"
    HELP_SHOWN = "help_shown"
    IGNORED = "ignored"
