"""What each action in the log means, in words: one table for every app.

An action that is recorded anywhere and has no words here fails a test.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

_PEOPLE: dict[str, Words] = {
    "person.registered": _("Recorded a person"),
    "person.corrected": _("Corrected a person's details"),
    "person.merged": _("Merged two records of one person"),
    "person.erased": _("Erased a person's data"),
    "mediator.registered": _("Recorded a mediator"),
    "mediator.described": _("Changed what is said of a mediator"),
    "photo.kept": _("Put in a photo"),
    "photo.removed": _("Removed a photo"),
    "id_number.recorded": _("Entered an identity number"),
    "id_number.revealed": _("Looked at an identity number"),
    "id_number.forgotten": _("Removed an identity number"),
    "post.begun": _("Recorded a post"),
    "post.filed": _("Filed a post with the bureau"),
    "post.filing_taken_back": _("Took back the filing of a post"),
    "post.ended": _("Ended a post"),
    "post.annulled": _("Annulled a post"),
    "committee.elected": _("Recorded an election"),
    "person.withdrawn": _("Took back the record of a person"),
    "roster.received": _("Received a roster"),
    "roster.decided": _("Decided a doubtful match in a roster"),
    "roster.imported": _("Imported a roster"),
    "roster.exported": _("Exported a roster"),
    "roster.undone": _("Took back the import of a roster"),
}
_PLACES: dict[str, Words] = {
    "organisation.added": _("Added an organisation"),
    "organisation.changed": _("Changed an organisation"),
    "organisation.moved": _("Moved an organisation"),
    "organisation.merged": _("Merged organisations"),
    "organisation.dissolved": _("Dissolved an organisation"),
    "division.added": _("Added a division"),
    "division.ended": _("Ended a division"),
    "divisions.imported": _("Imported a list of divisions"),
    "rule.added": _("Laid down a rule"),
    "rule.ended": _("Ended a rule"),
    "rule.annulled": _("Annulled a rule"),
    "calendar.entered": _("Entered days into the calendar"),
}
_ACCOUNTS: dict[str, Words] = {
    "account.created": _("Opened an account"),
    "account.closed": _("Closed an account"),
    "account.password_reset": _("Gave a new password at the counter"),
    "account.password_changed": _("Set a password of their own"),
    "account.signed_in": _("Signed in"),
    "account.sign_in_failed": _("Failed to sign in"),
    "account.locked_out": _("Was locked out"),
    "account.unlocked": _("Unlocked an account"),
    "account.session_ended": _("Signed out a device"),
    "account.sessions_ended": _("Signed out every device"),
    "account.signed_out_everywhere": _("Signed out everywhere"),
    "account.second_factor_set": _("Set up a second factor"),
    "account.second_factor_failed": _("Failed the second factor"),
    "account.second_factor_removed": _("Removed a second factor"),
    "account.second_factor_reset": _("Reset a second factor"),
    "account.recovery_code_used": _("Used a recovery code"),
    "account.recovery_codes_renewed": _("Renewed the recovery codes"),
    "role.granted": _("Granted a role"),
    "role.suspended": _("Suspended a role"),
    "role.resumed": _("Resumed a role"),
    "role.ended": _("Ended a role"),
    "studio.editor_granted": _("Let somebody write in the Studio"),
    "studio.reviewer_granted": _("Let somebody review in the Studio"),
    "studio.reviewer_withdrawn": _("Let somebody no longer review in the Studio"),
    "studio.withdrawn": _("Let somebody out of the Studio"),
    "branch.opened": _("Opened a place for a branch in the Studio"),
}
_PRIVACY: dict[str, Words] = {
    "page.viewed": _("Looked at a page"),
    "audit.opened": _("Looked at what an entry of the log holds"),
    "audit.exported": _("Exported the log"),
    "notice.published": _("Published the notice on personal data"),
    "notice.acknowledged": _("Read the notice on personal data"),
    "data.copied": _("Took a copy of their own data"),
    "data_request.filed": _("Filed a request about personal data"),
    "data_request.taken_up": _("Took up a request about personal data"),
    "data_request.answered": _("Answered a request about personal data"),
    "data_request.proposed": _("Proposed a deletion"),
    "data_request.carried_out": _("Carried out a request about personal data"),
    "data_request.refused": _("Refused a request about personal data"),
    "data_request.withdrawn": _("Withdrew a request about personal data"),
    "answer_period.set": _("Laid down a period for answers"),
    "retention.rule_set": _("Set a rule of retention"),
    "retention.rule_ended": _("Ended a rule of retention"),
    "retention.applied": _("Applied a rule of retention"),
}
_LEARNING: dict[str, Words] = {
    "version.imported": _("Imported the text of a law"),
    "article.digest_set": _("Summarised an article"),
    "completion.annulled": _("Annulled the completion of a course"),
    "bank.created": _("Opened a question bank"),
    "topic.added": _("Added a topic"),
    "question.approved": _("Approved a question"),
    "question.retired": _("Retired a question"),
    "blueprint.written": _("Wrote a blueprint"),
    "blueprint.approved": _("Approved a blueprint"),
    "blueprint.retired": _("Retired a blueprint"),
    "paper.sealed": _("Sealed a paper"),
    "paper.retired": _("Retired a paper"),
    "exam.created": _("Created an exam"),
    "sitting.created": _("Fixed a sitting"),
    "sitting.cancelled": _("Cancelled a sitting"),
    "sitting.admitted": _("Admitted a candidate"),
    "attempt.time_adjusted": _("Changed the time of an attempt"),
    "attempt.annulled": _("Annulled an attempt"),
    "attempt.withheld": _("Withheld a result"),
    "attempt.restored": _("Let a withheld result be released"),
    "attempt.identity_confirmed": _("Confirmed the identity of a candidate"),
    "attempt.identity_not_confirmed": _("Could not confirm a candidate's identity"),
    "attempt.late_accepted": _("Let a late answer count"),
    "attempt.late_rejected": _("Did not let a late answer count"),
    "mark.changed": _("Changed a mark"),
    "results.released": _("Released results"),
}
_PROOF: dict[str, Words] = {
    "certificate_type.published": _("Published a kind of certificate"),
    "certificate_type.writer_added": _("Let somebody write certificates"),
    "certificate_type.writer_withdrawn": _("Let somebody no longer write certificates"),
    "certificate.issued": _("Issued a certificate"),
    "certificate.suspended": _("Suspended a certificate"),
    "certificate.reinstated": _("Reinstated a certificate"),
    "certificate.revoked": _("Revoked a certificate"),
    "schedule.added": _("Laid down a schedule of subsidies"),
    "scheme.added": _("Laid down a scheme of grades"),
    "programme.opened": _("Opened a project of commendation"),
    "subsidy.entered": _("Entered a subsidy"),
    "subsidy.annulled": _("Annulled a subsidy"),
    "grade.decided": _("Recorded a grade"),
    "grade.annulled": _("Annulled a grade"),
    "commendation.decided": _("Recorded a commendation"),
    "commendation.annulled": _("Annulled a commendation"),
    "evaluation.recorded": _("Recorded an evaluation"),
    "evaluation.annulled": _("Annulled an evaluation"),
    "recognition.recorded": _("Recorded a recognition"),
    "recognition.annulled": _("Annulled a recognition"),
    "accountability.recorded": _("Recorded an accountability measure"),
    "accountability.annulled": _("Annulled an accountability measure"),
}
WORDS: dict[str, Words] = {
    **_PEOPLE,
    **_PLACES,
    **_ACCOUNTS,
    **_PRIVACY,
    **_LEARNING,
    **_PROOF,
}

#: By these somebody saw, or took away, what is held about a person.
LOOKS = ("page.viewed", "id_number.revealed", "audit.opened", "roster.exported")


def words_of(action: str) -> Words:
    """Return an action in words; one that nobody named yet as it is recorded."""
    return WORDS.get(action, action)
